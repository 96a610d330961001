//! `config.json`: which backend, which name. Fetched at run time; a fault in it names the key.

use crate::json::{Node, parse};

/// The version of config.json that this app reads.
pub const VERSION: i64 = 1;

/// A valid configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The API's base URL, absolute, without a slash at its end.
    pub api_base: String,
    /// Whether the API is on another origin than the page.
    pub cross_origin: bool,
    /// The file of the backend's descriptor, relative to the page; none for a backend of the contract.
    pub descriptor: Option<String>,
    /// The product's name as this operator calls it.
    pub brand: String,
    /// WeChat's JS-SDK: an https URL, or a path relative to the page; none: its bridge is not used.
    pub wechat_sdk: Option<String>,
    /// Whether the menu of a chat app around the page may send a deal to a chat.
    pub deals_to_chat: bool,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// A JSON pointer to the key. Empty for the whole file.
    pub key: String,
    /// What is wrong with it, in English.
    pub message: String,
}

fn wrong(key: &str, message: impl Into<String>) -> ConfigError {
    ConfigError { key: key.to_owned(), message: message.into() }
}

impl Config {
    /// Reads a configuration. `page` is the page's URL without query and hash, against which a relative
    /// `api.base` is resolved.
    ///
    /// # Errors
    /// The first fault, with its key. Unknown keys are faults: a misspelt key must not be a silent default.
    pub fn parse(text: &str, page: &str) -> Result<Self, ConfigError> {
        let root = parse(text).map_err(|fault| wrong("", format!("not JSON: {fault}")))?;
        let root = object(&root, "")?;
        known(root, "", &["$schema", "version", "api", "brand", "wechat", "policies"])?;
        match root.get("version") {
            Some(Node::Int(VERSION)) => {}
            Some(Node::Int(other)) => {
                return Err(wrong("/version", format!("version {other} is not {VERSION}")));
            }
            _ => return Err(wrong("/version", format!("must be {VERSION}"))),
        }
        let api = object(root.get("api").ok_or_else(|| wrong("/api", "is missing"))?, "/api")?;
        known(api, "/api", &["base", "descriptor"])?;
        let base = string(api, "base", "/api/base")?.ok_or_else(|| wrong("/api/base", "is missing"))?;
        let api_base = resolve(base, page)
            .ok_or_else(|| wrong("/api/base", "must be an http(s) URL or a path relative to the page"))?;
        let descriptor = string(api, "descriptor", "/api/descriptor")?;
        if descriptor.is_some_and(|file| file.is_empty() || file.contains(':') || file.starts_with("//")) {
            return Err(wrong(
                "/api/descriptor",
                "must be a path relative to the page, such as ./backends/x.json",
            ));
        }
        let mut brand = "群里 Qunli".to_owned();
        if let Some(section) = root.get("brand") {
            let section = object(section, "/brand")?;
            known(section, "/brand", &["name"])?;
            if let Some(name) = string(section, "name", "/brand/name")? {
                if name.trim().is_empty() || name.chars().count() > 40 {
                    return Err(wrong("/brand/name", "must have 1 to 40 characters"));
                }
                brand = name.to_owned();
            }
        }
        let wechat_sdk = root.get("wechat").map(wechat).transpose()?.flatten();
        let deals_to_chat = root.get("policies").map_or(Ok(true), policies)?;
        let cross_origin = origin(&api_base) != origin(page);
        let descriptor = descriptor.map(str::to_owned);
        Ok(Self { api_base, cross_origin, descriptor, brand, wechat_sdk, deals_to_chat })
    }
}

/// The address of the SDK. Another scheme than https would be refused by the page's own policy, or run a stranger's
/// script.
fn wechat(section: &Node<'_>) -> Result<Option<String>, ConfigError> {
    let section = object(section, "/wechat")?;
    known(section, "/wechat", &["sdk"])?;
    let sdk = string(section, "sdk", "/wechat/sdk")?;
    let is_path = |sdk: &str| !sdk.is_empty() && !sdk.contains(':') && !sdk.starts_with("//");
    match sdk {
        Some(sdk) if !sdk.starts_with("https://") && !is_path(sdk) => {
            Err(wrong("/wechat/sdk", "must be an https URL or a path relative to the page"))
        }
        sdk => Ok(sdk.map(str::to_owned)),
    }
}

/// Whether deals may go to chats. What a chat app bans cannot be switched on here.
fn policies(section: &Node<'_>) -> Result<bool, ConfigError> {
    const KEY: &str = "/policies/groupbuy/share_targets";
    let section = object(section, "/policies")?;
    known(section, "/policies", &["groupbuy"])?;
    let Some(groupbuy) = section.get("groupbuy") else { return Ok(true) };
    let groupbuy = object(groupbuy, "/policies/groupbuy")?;
    known(groupbuy, "/policies/groupbuy", &["share_targets"])?;
    match groupbuy.get("share_targets") {
        None => Ok(true),
        Some(Node::List(targets)) => {
            let is_chat = |target: &Node<'_>| matches!(target, Node::Text(text) if text == "chat");
            if targets.iter().all(is_chat) {
                return Ok(!targets.is_empty());
            }
            Err(wrong(KEY, "knows \"chat\" alone: links of group-buying are banned in WeChat Moments"))
        }
        Some(_) => Err(wrong(KEY, "must be a list")),
    }
}

fn object<'a>(node: &'a Node<'a>, key: &str) -> Result<&'a Node<'a>, ConfigError> {
    matches!(node, Node::Object(_)).then_some(node).ok_or_else(|| wrong(key, "must be an object"))
}

fn string<'a>(map: &'a Node<'a>, name: &str, key: &str) -> Result<Option<&'a str>, ConfigError> {
    match map.get(name) {
        None => Ok(None),
        Some(Node::Text(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(key, "must be a string")),
    }
}

fn known(map: &Node<'_>, base: &str, names: &[&str]) -> Result<(), ConfigError> {
    let Node::Object(members) = map else { return Ok(()) };
    match members.iter().find(|(name, _)| !names.contains(&name.as_ref())) {
        Some((stranger, _)) => Err(wrong(&format!("{base}/{stranger}"), "is not a key of config.json")),
        None => Ok(()),
    }
}

/// `scheme://host[:port]` of a URL.
pub(crate) fn origin(url: &str) -> Option<&str> {
    let scheme = url.find("://")?;
    let host = scheme + 3;
    let end = url.get(host..)?.find(['/', '?', '#']).map_or(url.len(), |i| host + i);
    url.get(..end)
}

/// Whether a URL is on this device: pages of any kind may load it.
pub(crate) fn is_loopback(url: &str) -> bool {
    let host = origin(url).and_then(|origin| origin.split_once("://")).map_or("", |(_, host)| host);
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or("") };
    name == "localhost"
        || name.starts_with("127.")
        || name.starts_with("[::1]")
        || name.ends_with(".localhost")
}

/// Resolves a relative URL against the page: enough of RFC 3986 for a configuration.
fn resolve(base: &str, page: &str) -> Option<String> {
    let base = base.trim();
    let absolute = if base.starts_with("https://") || base.starts_with("http://") {
        base.to_owned()
    } else if base.contains("://") || base.starts_with("//") || base.contains(['?', '#', '\\']) {
        return None;
    } else {
        let origin = origin(page)?;
        let mut segments: Vec<&str> = if base.starts_with('/') {
            Vec::new()
        } else {
            let path = page.get(origin.len()..)?;
            let folder = path.rfind('/').map_or("", |i| path.get(..i).unwrap_or(""));
            folder.split('/').filter(|s| !s.is_empty()).collect()
        };
        for segment in base.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop();
                }
                other => segments.push(other),
            }
        }
        let mut url = origin.to_owned();
        for segment in segments {
            url.push('/');
            url.push_str(segment);
        }
        url
    };
    let trimmed = absolute.trim_end_matches('/');
    origin(trimmed)
        .filter(|o| o.len() > "https://".len() || o.starts_with("http://"))
        .map(|_| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://cdn.example/app/index.html";

    fn base(of: &str) -> Result<Config, ConfigError> {
        Config::parse(&format!(r#"{{"version":1,"api":{{"base":"{of}"}}}}"#), PAGE)
    }

    #[test]
    fn a_base_is_resolved_against_the_page() {
        for (given, resolved, cross) in [
            ("./api", "https://cdn.example/app/api", false),
            ("api/", "https://cdn.example/app/api", false),
            ("../v1/api", "https://cdn.example/v1/api", false),
            ("/api", "https://cdn.example/api", false),
            ("https://api.example/x/", "https://api.example/x", true),
            ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api", true),
        ] {
            let config = base(given).unwrap();
            assert_eq!((config.api_base.as_str(), config.cross_origin), (resolved, cross), "{given}");
        }
    }

    #[test]
    fn a_fault_names_its_key() {
        for (text, key) in [
            ("", ""),
            ("[]", ""),
            ("{}", "/version"),
            (r#"{"version":2}"#, "/version"),
            (r#"{"version":1}"#, "/api"),
            (r#"{"version":1,"api":{}}"#, "/api/base"),
            (r#"{"version":1,"api":{"base":7}}"#, "/api/base"),
            (r#"{"version":1,"api":{"base":"ftp://x"}}"#, "/api/base"),
            (r#"{"version":1,"api":{"base":"//x"}}"#, "/api/base"),
            (r#"{"version":1,"api":{"url":"./api"}}"#, "/api/url"),
            (r#"{"version":1,"api":{"base":"./api","descriptor":7}}"#, "/api/descriptor"),
            (r#"{"version":1,"api":{"base":"./api","descriptor":"https://x/y.json"}}"#, "/api/descriptor"),
            (r#"{"version":1,"api":{"base":"./api"},"brnad":{}}"#, "/brnad"),
            (r#"{"version":1,"api":{"base":"./api"},"brand":{"name":""}}"#, "/brand/name"),
            (r#"{"version":1,"api":{"base":"./api"},"wechat":{"sdk":"http://x/y.js"}}"#, "/wechat/sdk"),
            (r#"{"version":1,"api":{"base":"./api"},"wechat":{"sdk":"//x/y.js"}}"#, "/wechat/sdk"),
            (r#"{"version":1,"api":{"base":"./api"},"wechat":{"app":"x"}}"#, "/wechat/app"),
            (
                r#"{"version":1,"api":{"base":"./api"},"policies":{"groupbuy":{"share_targets":["chat","moments"]}}}"#,
                "/policies/groupbuy/share_targets",
            ),
        ] {
            assert_eq!(Config::parse(text, PAGE).unwrap_err().key, key, "{text}");
        }
    }

    #[test]
    fn the_sdk_and_where_deals_go() {
        let parse = |rest: &str| {
            let text = format!(r#"{{"version":1,"api":{{"base":"./api"}}{rest}}}"#);
            let config = Config::parse(&text, PAGE).unwrap();
            (config.wechat_sdk, config.deals_to_chat)
        };
        assert_eq!(parse(""), (None, true));
        assert_eq!(parse(r#","wechat":{"sdk":"./jweixin.js"}"#), (Some("./jweixin.js".into()), true));
        let own = r#","wechat":{"sdk":"https://res.wx.qq.com/open/js/jweixin-1.6.0.js"}"#;
        assert_eq!(parse(own).0.as_deref(), Some("https://res.wx.qq.com/open/js/jweixin-1.6.0.js"));
        let targets = |list: &str| format!(r#","policies":{{"groupbuy":{{"share_targets":[{list}]}}}}"#);
        assert!(parse(&targets(r#""chat""#)).1 && !parse(&targets("")).1);
    }
}
