//! The app around the page (a chat), where there is one with a bridge.
//!
//! What a bridge is called and how it is asked is a script's to know
//! (`public/wechat.js`), fetched only inside that app. Here it is found by the
//! browser's name, and answers by ability. Must not know what is shared or read.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::{location, loose, page, storage};

/// How long a bridge may take to be loaded and to say what it can.
const OPEN_MS: u32 = 8_000;

/// How the host's scanner ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostScan {
    /// It read this.
    Read(String),
    /// The person closed it.
    Cancelled,
    /// It could not be opened, or broke down.
    Failed,
}

/// Whether the app around us has a bridge that we know.
pub fn has_bridge() -> bool {
    is_bridged(&page::user_agent())
}

/// Its windows on a desktop, its mini-programs' and its company edition have
/// its name too, and only half of its bridge: browsers, as far as we go.
fn is_bridged(agent: &str) -> bool {
    let other = ["WindowsWechat", "MacWechat", "UnifiedPC", "miniProgram", "wxwork"];
    agent.contains("MicroMessenger") && !other.iter().any(|mark| agent.contains(mark))
}

/// Whether pages may show bargains: an app that bans their links bans them in
/// all its windows, those on a desktop among them.
pub fn lets_bargain() -> bool {
    !page::user_agent().contains("MicroMessenger")
}

/// Whether a page can put a file on the phone: not inside other apps.
pub fn lets_download() -> bool {
    let agent = page::user_agent();
    let inside = ["MicroMessenger", "; wv)"].iter().any(|host| agent.contains(host));
    // In other apps iOS leaves out the browser's name.
    let ios = is_ios(&agent);
    !inside && (!ios || agent.contains("Safari/"))
}

fn is_ios(agent: &str) -> bool {
    agent.contains("iPhone") || agent.contains("iPad")
}

/// The address to be signed; none: a bridge would refuse every one.
///
/// iOS goes by the address at which the page was opened, Android by the one it
/// has now. They differ where a sign-in's code was taken out, which no
/// signature may have in it.
pub fn to_sign() -> Option<String> {
    let now = location::document_url();
    if is_ios(&page::user_agent()) && came_back() { None } else { Some(now) }
}

/// Whether this page was opened by coming back from a sign-in.
fn came_back() -> bool {
    !loose::get(&handed(), "returned").is_undefined()
}

/// Opens the page anew where only that gives it its bridge; not where what is
/// kept would be lost by it.
pub fn settle() {
    if has_bridge() && to_sign().is_none() && storage::is_durable() {
        location::reload();
    }
}

/// What the boot shell left.
fn handed() -> JsValue {
    loose::get(&loose::window(), "__qunli")
}

/// Loads the bridge: `script` is ours, `sdk` the host's own; `signed` is JSON.
///
/// The names of what it can, with spaces between; none: it did not open.
pub async fn open(script: &str, sdk: &str, signed: &str) -> Option<String> {
    if bridge().is_undefined() {
        load(script).await?;
    }
    let opening = loose::call(&bridge(), "open", &[sdk.into(), signed.into()]).ok()?;
    loose::within(OPEN_MS, &Promise::resolve(&opening)).await?.as_string()
}

fn bridge() -> JsValue {
    loose::get(&loose::window(), "__qunliHost")
}

/// Runs a script of ours.
async fn load(url: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let script = document.create_element("script").ok()?;
    script.set_attribute("src", url).ok()?;
    let loaded = Promise::new(&mut |resolve, reject| {
        loose::set(&script, "onload", &resolve);
        loose::set(&script, "onerror", &reject);
    });
    document.head()?.append_child(&script).ok()?;
    loose::within(OPEN_MS, &loaded).await.map(drop)
}

async fn ask(what: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    loose::promised(&bridge(), what, with).await
}

/// Opens the host's scanner and waits for how it ends.
pub async fn scan() -> HostScan {
    match ask("scan", &[]).await {
        Ok(read) => read.as_string().map_or(HostScan::Cancelled, HostScan::Read),
        Err(_) => HostScan::Failed,
    }
}

/// What the host's menu sends.
pub struct Card {
    /// Title, text, link and picture for one chat.
    pub chat: [String; 4],
    /// The same for everybody one knows.
    pub moments: [String; 4],
    /// What the menu leaves out: `chat`, `moments`.
    pub hide: Vec<&'static str>,
}

/// Says what the host's menu sends; false: it would not hear.
pub async fn describe(card: Card) -> bool {
    let whole = fields(card.chat);
    let hide: js_sys::Array = card.hide.into_iter().map(JsValue::from).collect();
    loose::set(&whole, "hide", &hide);
    loose::set(&whole, "moments", &fields(card.moments));
    ask("card", &[whole]).await.is_ok()
}

fn fields([title, text, link, image]: [String; 4]) -> JsValue {
    let fields = [("title", title), ("text", text), ("link", link), ("image", image)];
    loose::object(fields.map(|(name, value)| (name, value.into())))
}

/// A photo from the host's album or camera; none: it was closed.
///
/// # Errors
/// The host gave none.
pub async fn pick() -> Result<Option<File>, ()> {
    ask("pick", &[]).await.map(|file| file.dyn_into().ok()).map_err(drop)
}

/// Shows a picture on the host's own screen; false: it would not.
pub async fn preview(src: &str) -> bool {
    ask("preview", &[src.into()]).await.is_ok()
}

/// Closes the page, back to where it was opened from.
pub fn close() {
    let _ = loose::call(&bridge(), "close", &[]);
}

/// What a sign-in with the host brought back in the address, which no longer
/// has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Works once; none: the person said no.
    pub code: Option<String>,
    /// What was given along.
    pub state: String,
}

/// What came back; once a page.
pub fn returned() -> Option<Returned> {
    let search = loose::get(&handed(), "returned").as_string()?;
    loose::set(&handed(), "returned", &JsValue::NULL);
    let asked = |name: &str| {
        let pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(known, _)| *known == name)?;
        Some(value.to_owned())
    };
    // Both are letters and digits: nothing to decode.
    Some(Returned { code: asked("code").filter(|code| !code.is_empty()), state: asked("state")? })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::is_bridged;

    #[test]
    fn the_bridge_is_known_by_the_name_of_the_app_on_a_phone() {
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003133) NetType/WIFI Language/zh_CN";
        assert!(is_bridged(android) && is_bridged(iphone));
        for other in [
            "Mozilla/5.0 (Windows NT 10.0; WOW64) Chrome/107 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20 WindowsWechat(0x63090a13)",
            "Mozilla/5.0 (Macintosh) MicroMessenger/6.8.0(0x16080000) NetType/WIFI MacWechat/3.8.7(0x13080710)",
            "Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.20 UnifiedPCWindowsWechat(0xf2541923)",
            &format!("{android} miniProgram/wx0123456789abcdef"),
            "Mozilla/5.0 (iPhone) wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh",
            "Mozilla/5.0 (Linux; Android 14) Chrome/116.0.0.0 Mobile Safari/537.36",
            "",
        ] {
            assert!(!is_bridged(other), "{other}");
        }
    }
}
