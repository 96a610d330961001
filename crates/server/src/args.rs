//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use contract::groupbuy::Settling;

/// How to call the server.
pub const USAGE: &str = "\
usage: server [options]
  --listen ADDR:PORT    where to listen (default 127.0.0.1:8080; port 0 takes a free one)
  --data DIR            folder of the database and the server's key (default ./data)
  --static DIR          also serve the client's files at /
  --demo                fill an empty database with the demo community; serve a demo database as one
  --base-url URL        the address that people use, for the log
  --cors ORIGIN         let browsers on this origin call the API; repeat for more; * for all
  --rate-limits off|N   no rate limits, or N times the usual ones (default 1)
  --trust-proxy         take the caller's address from the last X-Forwarded-For entry
  --payments WAY        how the money of new deals moves: host (default), or sandbox: play money, paid first
  --clock-offset-s N    for tests: run N seconds ahead of the system's clock
environment, for WeChat (none of it: no WeChat):
  QUNLI_WECHAT_APP_ID   the official account's id
  QUNLI_WECHAT_SECRET   its secret
  QUNLI_WECHAT_ORIGINS  origins that the client is served from, as in its JS-safe domains
  QUNLI_WECHAT_API      for tests: instead of https://api.weixin.qq.com
  QUNLI_WECHAT_OPEN     for tests: instead of https://open.weixin.qq.com
";

/// What the command line says.
#[derive(Debug, PartialEq, Eq)]
pub struct Args {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder of the database.
    pub data: PathBuf,
    /// The folder of the client's files.
    pub static_files: Option<PathBuf>,
    /// Whether to seed and serve the demo community.
    pub demo: bool,
    /// The address that people use.
    pub base_url: Option<String>,
    /// Origins that may call.
    pub cors: Vec<String>,
    /// How many times the usual rate limits; none switches them off.
    pub rate_limits: Option<u32>,
    /// Whether a proxy in front names the caller.
    pub trust_proxy: bool,
    /// How the money of deals moves that are opened from now on.
    pub settling: Settling,
    /// How far ahead of the system's clock to run.
    pub clock_offset_s: i64,
}

impl Args {
    /// Reads the command line, without the program's name.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut args = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            static_files: None,
            demo: false,
            base_url: None,
            cors: Vec::new(),
            rate_limits: Some(1),
            trust_proxy: false,
            settling: Settling::default(),
            clock_offset_s: 0,
        };
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--listen" => args.listen = parsed(&word, &value()?)?,
                "--data" => args.data = value()?.into(),
                "--static" => args.static_files = Some(value()?.into()),
                "--demo" => args.demo = true,
                "--base-url" => args.base_url = Some(value()?),
                "--cors" => args.cors.push(value()?),
                "--rate-limits" => {
                    let value = value()?;
                    args.rate_limits = if value == "off" { None } else { Some(parsed(&word, &value)?) };
                }
                "--trust-proxy" => args.trust_proxy = true,
                "--payments" => {
                    args.settling = match value()?.as_str() {
                        "host" => Settling::WithHost,
                        "sandbox" => Settling::PlayMoney,
                        other => return Err(format!("--payments cannot be \"{other}\": host or sandbox")),
                    };
                }
                "--clock-offset-s" => args.clock_offset_s = parsed(&word, &value()?)?,
                _ => return Err(format!("{word} is not an option of this server")),
            }
        }
        if args.rate_limits == Some(0) {
            return Err("--rate-limits 0 would refuse everything; say off to switch them off".to_owned());
        }
        Ok(args)
    }
}

fn parsed<T: core::str::FromStr>(option: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{option} cannot be \"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args, String> {
        Args::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn command_lines() {
        let args = parse("--listen 127.0.0.1:0 --cors https://a --cors https://b --rate-limits off").unwrap();
        assert_eq!(args.listen.port(), 0);
        assert_eq!(args.cors, ["https://a", "https://b"]);
        assert_eq!(args.rate_limits, None);
        assert_eq!(parse("--payments sandbox").unwrap().settling, Settling::PlayMoney);
        assert_eq!(parse("--rate-limits 20").unwrap().rate_limits, Some(20));
        for wrong in ["--listen", "--listen here", "--rate-limits 0", "--payments gold", "--verbose"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
