//! What passes between the boot shell (plain HTML and JS) and the app.
//!
//! The shell leaves `window.__qunli`, with answers that it has asked for beforehand; the app answers with events on window:
//! `qunli:ready`, `qunli:config-error`, `qunli:missing`, `qunli:panic`. Must not know what the
//! configuration says.

use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit};

/// What the boot shell has fetched before the app started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boot {
    /// The text of `config.json`.
    pub config: String,
    /// The text of the backend's descriptor; empty where the configuration names none.
    pub descriptor: String,
    /// Where that text came from: `network`, or `stored` from an earlier visit.
    pub source: String,
    /// The address of the document that was opened.
    pub base: String,
    /// Which build of the app this is; empty where the shell does not say.
    pub build: String,
}

/// What the boot shell left in `window.__qunli`; none without a shell.
pub fn boot() -> Option<Boot> {
    let window: JsValue = web_sys::window()?.into();
    let left = field(&window, "__qunli").filter(JsValue::is_object)?;
    let text = |name| field(&left, name).and_then(|value| as_text(&value)).unwrap_or_default();
    Some(Boot {
        config: text("config"),
        descriptor: text("descriptor"),
        source: text("source"),
        base: text("base"),
        build: text("build"),
    })
}

/// The answer that the boot shell has asked for already, if it has: a promise of a `Response`, given once.
pub fn take_answer(asked: &str) -> Option<Promise> {
    let window: JsValue = web_sys::window()?.into();
    let answers = field(&field(&window, "__qunli")?, "answers")?;
    let answer = field(&answers, asked)?.dyn_into().ok()?;
    // What cannot be taken away would be an old answer the next time.
    Reflect::delete_property(answers.unchecked_ref::<Object>(), &JsValue::from_str(asked))
        .ok()?
        .then_some(answer)
}

/// Fires the event `name` on window with `detail` (JSON text).
///
/// The shell sees `event.detail` as the value that the JSON text stands for,
/// or as the text itself where it is no JSON.
pub fn dispatch(name: &str, detail: &str) {
    let Some(window) = web_sys::window() else { return };
    let init = CustomEventInit::new();
    init.set_detail(&JSON::parse(detail).unwrap_or_else(|_| JsValue::from_str(detail)));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = window.dispatch_event(&event);
    }
}

/// From now on a panic fires `qunli:panic` with `{message, at}`.
///
/// WASM cannot go on after a panic: the shell offers to reload, drafts intact.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let message: String = info.payload_as_str().unwrap_or("panic").chars().take(200).collect();
        let at = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        web_sys::console::error_2(&JsValue::from_str(&message), &JsValue::from_str(&at));
        let detail = Object::new();
        let _ = Reflect::set(&detail, &"message".into(), &message.into());
        let _ = Reflect::set(&detail, &"at".into(), &at.into());
        let text = JSON::stringify(&detail).ok().and_then(|text| text.as_string());
        dispatch("qunli:panic", &text.unwrap_or_default());
    }));
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Text as it is; anything else as JSON, so that a shell may leave an object.
fn as_text(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| JSON::stringify(value).ok()?.as_string())
}
