//! `dist --wechat-sdk`: WeChat's script into the settings, and its origin, if it is another one, into the policies.
//!
//! Without it nothing foreign is let in. Knows nothing of what the script does.

use super::{absolute_url, edit, origin};
use crate::{Result, paths};
use serde_json::{Value, json};
use std::path::Path;

/// Names the script in `out`'s files: an https URL, or a path beside the page for who serves it themselves.
pub fn write(out: &Path, sdk: &str) -> Result<()> {
    let source = source(sdk)?;
    edit(&out.join("config.json"), |config| with_sdk(&config, sdk))?;
    let_in(out, source)
}

/// The script that `out`'s settings name already, by an earlier `dist` or by hand: the policies must know it too.
pub fn keep(out: &Path) -> Result<()> {
    let config = paths::read(&out.join("config.json"))?;
    let config: Value = serde_json::from_str(&config).map_err(|e| format!("config.json: {e}."))?;
    match config.pointer("/wechat/sdk").and_then(Value::as_str).filter(|sdk| !sdk.is_empty()) {
        Some(sdk) => let_in(out, source(sdk).map_err(|why| format!("config.json, wechat.sdk: {why}"))?),
        None => Ok(()),
    }
}

fn let_in(out: &Path, source: Option<String>) -> Result<()> {
    let Some(source) = source else { return Ok(()) };
    for file in ["index.html", "_headers"] {
        let missing = format!("{file} has no script-src to add to.");
        edit(&out.join(file), |text| with_script_src(&text, &source).ok_or(missing))?;
    }
    Ok(())
}

/// The origin to let in; none for a path.
fn source(sdk: &str) -> Result<Option<String>> {
    if !sdk.contains(':') && !sdk.starts_with("//") && !sdk.is_empty() {
        return Ok(None);
    }
    match absolute_url(sdk)? {
        url if url.starts_with("https://") => Ok(Some(origin(&url))),
        _ => {
            Err(format!("--wechat-sdk takes an https URL or a path beside the page, and `{sdk}` is neither."))
        }
    }
}

fn with_sdk(config: &str, sdk: &str) -> Result<String> {
    let mut config: Value = serde_json::from_str(config).map_err(|e| format!("config.json: {e}."))?;
    let root = config.as_object_mut().ok_or("config.json must be an object.")?;
    root.insert("wechat".to_owned(), json!({ "sdk": sdk }));
    Ok(format!("{config:#}\n"))
}

fn with_script_src(text: &str, source: &str) -> Option<String> {
    let start = text.find("script-src ")?;
    let end = start + text.get(start..)?.find(';')?;
    if text.get(start..end)?.split_whitespace().any(|known| known == source) {
        return Some(text.to_owned());
    }
    Some(format!("{} {source}{}", text.get(..end)?, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_origin_is_let_in_and_no_more() {
        let url = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
        let source = source(url).unwrap().unwrap();
        let page = with_script_src("a; script-src 'self' 'wasm-unsafe-eval'; b", &source).unwrap();
        assert_eq!(page, "a; script-src 'self' 'wasm-unsafe-eval' https://res.wx.qq.com; b");
        assert_eq!(with_script_src(&page, &source).as_ref(), Some(&page), "once is enough");
        assert_eq!(with_script_src("<p>", "x"), None);
        let config: Value = serde_json::from_str(&with_sdk(r#"{"version":1}"#, url).unwrap()).unwrap();
        assert_eq!(config, json!({"version": 1, "wechat": {"sdk": url}}));
    }

    #[test]
    fn a_path_needs_no_policy_and_other_schemes_are_refused() {
        assert_eq!(source("./jweixin.js").unwrap(), None);
        for wrong in ["http://x.example/a.js", "//x.example/a.js", "data:,1", "", "https://a; script-src *"] {
            assert!(source(wrong).is_err(), "{wrong}");
        }
    }
}
