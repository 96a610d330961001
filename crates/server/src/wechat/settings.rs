//! How WeChat is set up: from the environment, because a command line is no place for a secret.

use core::fmt;

/// What the operator has to say about WeChat.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// The official account's id.
    pub app_id: String,
    /// Its secret.
    pub secret: String,
    /// The origins that the app is served from, as they stand among its JS-safe domains.
    pub origins: Vec<String>,
    /// Where its API is.
    pub api: String,
    /// Where people consent.
    pub open: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads `QUNLI_WECHAT_*` by a look-up; none when WeChat is not set up.
    ///
    /// # Errors
    /// A sentence that says what is missing or wrong.
    pub fn read(look_up: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        let value = |name: &str| {
            let value = look_up(&format!("QUNLI_WECHAT_{name}"))?;
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let Some(app_id) = value("APP_ID") else { return Ok(None) };
        let needed = |name: &str| {
            value(name).ok_or_else(|| format!("QUNLI_WECHAT_APP_ID is set, so QUNLI_WECHAT_{name} is needed"))
        };
        let secret = needed("SECRET")?;
        let origins = needed("ORIGINS")?
            .split([',', ' '])
            .filter(|origin| !origin.is_empty())
            .map(|origin| {
                domain::wechat::origin(origin).ok_or_else(|| {
                    format!(
                        "QUNLI_WECHAT_ORIGINS cannot have \"{origin}\": say for example https://qunli.example"
                    )
                })
            })
            .collect::<Result<_, _>>()?;
        let base = |name: &str, usual: &str| -> Result<String, String> {
            let base = value(name).unwrap_or_else(|| usual.to_owned());
            match domain::wechat::page(&base) {
                Ok(base) => Ok(base.trim_end_matches('/').to_owned()),
                Err(_) => Err(format!("QUNLI_WECHAT_{name} is no address")),
            }
        };
        let api = base("API", "https://api.weixin.qq.com")?;
        let open = base("OPEN", "https://open.weixin.qq.com")?;
        Ok(Some(Self { app_id, secret, origins, api, open }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> Result<Option<Settings>, String> {
        Settings::read(|name| {
            let found = values.iter().find(|(n, _)| name == format!("QUNLI_WECHAT_{n}"));
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn all_of_it_or_nothing() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[("APP_ID", " "), ("SECRET", "s")]), Ok(None));
        let whole = [("APP_ID", "wx0"), ("SECRET", "s"), ("ORIGINS", "https://A.example/, http://b:81")];
        let settings = read(&whole).unwrap().unwrap();
        assert_eq!(settings.origins, ["https://a.example", "http://b:81"]);
        assert_eq!(settings.api, "https://api.weixin.qq.com");
        assert!(!format!("{settings:?}").contains("\"s\""), "the secret is not for logs");
        for missing in 1..3 {
            let some: Vec<_> =
                whole.iter().enumerate().filter(|(i, _)| *i != missing).map(|(_, v)| *v).collect();
            assert!(read(&some).unwrap_err().contains(whole[missing].0));
        }
        let odd = [("APP_ID", "wx0"), ("SECRET", "s"), ("ORIGINS", "qunli.example")];
        assert!(read(&odd).unwrap_err().contains("qunli.example"));
    }
}
