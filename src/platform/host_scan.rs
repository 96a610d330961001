//! The scanner of the app around us (WeChat), where its bridge is there.
//!
//! Loading and signing the bridge is not done here. Must not know what a code
//! says.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::loose;

/// How long a signed bridge may take to say so.
const READY_MS: u32 = 400;

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

fn bridge() -> JsValue {
    loose::get(&loose::window(), "wx")
}

/// Whether the bridge is there, has a scanner, and says that it is ready.
pub async fn is_ready() -> bool {
    let wx = bridge();
    if !loose::has(&wx, "scanQRCode") || !loose::has(&wx, "ready") {
        return false;
    }
    let ready = Promise::new(&mut |resolve: Function, _| {
        // Called with nothing: what is bound before is what we hear.
        let yes = bound(&resolve, &JsValue::TRUE);
        let _ = loose::call(&wx, "ready", &[yes]);
    });
    loose::within(READY_MS, &ready).await.is_some()
}

/// Opens the host's scanner and waits for how it ends.
pub async fn scan() -> HostScan {
    let wx = bridge();
    let ended = Promise::new(&mut |resolve: Function, _| {
        let request = loose::object([
            // 1: the text comes to us; 0 would let the host open it.
            ("needResult", 1.into()),
            ("scanType", Array::of1(&"qrCode".into()).into()),
            ("success", resolve.clone().into()),
            ("cancel", bound(&resolve, &"cancel".into())),
            ("fail", bound(&resolve, &JsValue::NULL)),
        ]);
        if loose::call(&wx, "scanQRCode", &[request]).is_err() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let said = JsFuture::from(ended).await.unwrap_or_default();
    if said.is_string() {
        return HostScan::Cancelled;
    }
    match loose::get(&said, "resultStr").as_string().filter(|text| !text.is_empty()) {
        Some(text) => HostScan::Read(text),
        None => HostScan::Failed,
    }
}

/// The function with its first argument fixed.
fn bound(function: &Function, first: &JsValue) -> JsValue {
    loose::call(function, "bind", &[JsValue::UNDEFINED, first.clone()]).unwrap_or_default()
}
