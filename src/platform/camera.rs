//! The camera: asked for, shown in a `<video>`, and given back on drop.
//!
//! Must not know what is looked for.

mod agree;
mod aside;
mod frame;
mod live;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::loose;
pub use live::{Live, Said, live};

/// Why there is no picture, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraFault {
    /// The person or the system said no.
    Refused,
    /// This device has none.
    Missing,
    /// Something else holds it.
    Busy,
    /// Browsers give no camera to a page without encryption.
    Insecure,
    /// This browser or host app gives no page a camera.
    Unsupported,
    /// It was taken away or unplugged.
    Ended,
    /// The system shows nothing: a call, a cover, another app.
    Muted,
    /// Given, but no picture comes.
    Broken,
    /// The reader cannot be loaded.
    NoReader,
    /// The page is hidden: closed until it is shown again.
    Hidden,
}

/// What this camera can do besides.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Abilities {
    /// It has a light.
    pub torch: bool,
    /// Least, most and step of its zoom, and where it is.
    pub zoom: Option<[f64; 4]>,
}

/// Whether the camera may be opened without a question being asked.
pub async fn is_granted() -> bool {
    let permissions = loose::get(&loose::get(&loose::window(), "navigator"), "permissions");
    let which = loose::object([("name", "camera".into())]);
    let state = loose::promised(&permissions, "query", &[which]).await.unwrap_or_default();
    loose::get(&state, "state") == "granted"
}

/// An open camera; dropping it closes it.
pub(super) struct Camera {
    video: JsValue,
    stream: JsValue,
    /// Whether the browser said that it does not play.
    refused: Rc<Cell<bool>>,
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in tracks(&self.stream).iter() {
            let _ = loose::call(&track, "stop", &[]);
        }
        // A later camera may have it by now.
        if loose::get(&self.video, "srcObject") == self.stream {
            loose::set(&self.video, "srcObject", &JsValue::NULL);
        }
    }
}

fn tracks(stream: &JsValue) -> Array {
    loose::call(stream, "getVideoTracks", &[]).ok().and_then(|t| t.dyn_into().ok()).unwrap_or_default()
}

impl Camera {
    /// Asks for the camera at the back and shows it in `video`, unless by
    /// then it is not wanted any more.
    pub(super) async fn open(video: JsValue, wanted: impl Fn() -> bool) -> Result<Self, CameraFault> {
        let window = loose::window();
        let devices = loose::get(&loose::get(&window, "navigator"), "mediaDevices");
        if !loose::has(&devices, "getUserMedia") {
            let secure = loose::get(&window, "isSecureContext") != JsValue::FALSE;
            return Err(if secure { CameraFault::Unsupported } else { CameraFault::Insecure });
        }
        // Wishes, no demands: a device with one camera at the front has that.
        let ideal = |value: JsValue| loose::object([("ideal", value)]);
        let wish = loose::object([
            ("facingMode", ideal("environment".into())),
            ("width", ideal(1280.into())),
            ("height", ideal(720.into())),
        ]);
        let wish = loose::object([("audio", false.into()), ("video", wish)]);
        let stream = loose::promised(&devices, "getUserMedia", &[wish]).await;
        let stream =
            stream.map_err(|why| fault(&loose::get(&why, "name").as_string().unwrap_or_default()))?;
        let camera = Self { video, stream, refused: Rc::default() };
        if !wanted() {
            return Err(CameraFault::Hidden);
        }
        loose::set(&camera.video, "srcObject", &camera.stream);
        let (video, refused) = (camera.video.clone(), camera.refused.clone());
        spawn_local(async move { refused.set(loose::promised(&video, "play", &[]).await.is_err()) });
        Ok(camera)
    }

    fn track(&self) -> JsValue {
        tracks(&self.stream).get(0)
    }

    /// Why no more frames come, as far as the track knows.
    pub(super) fn trouble(&self) -> Option<CameraFault> {
        let track = self.track();
        if loose::get(&track, "readyState") == "ended" {
            Some(CameraFault::Ended)
        } else if loose::get(&track, "muted") == JsValue::TRUE {
            Some(CameraFault::Muted)
        } else if self.refused.get() && loose::get(&self.video, "paused") == JsValue::TRUE {
            // It may want a press first: trying again is one.
            Some(CameraFault::Broken)
        } else {
            None
        }
    }

    pub(super) fn abilities(&self) -> Abilities {
        let track = self.track();
        let can = loose::call(&track, "getCapabilities", &[]).unwrap_or_default();
        let is = loose::call(&track, "getSettings", &[]).unwrap_or_default();
        let zoom = loose::get(&can, "zoom");
        let number = |name| loose::get(&zoom, name).as_f64();
        let zoom = number("min").zip(number("max")).filter(|(min, max)| min < max).map(|(min, max)| {
            let now = loose::get(&is, "zoom").as_f64().unwrap_or(min);
            [min, max, number("step").filter(|step| *step > 0.0).unwrap_or(0.1), now]
        });
        Abilities { torch: loose::get(&can, "torch") == JsValue::TRUE, zoom }
    }

    /// Sets `torch` or `zoom`, and tells whether that worked.
    pub(super) fn set(&self, name: &'static str, value: JsValue, done: impl FnOnce(bool) + 'static) {
        let track = self.track();
        spawn_local(async move {
            let set = loose::object([(name, value.clone())]);
            let all = loose::object([("advanced", Array::of1(&set).into())]);
            let taken = loose::promised(&track, "applyConstraints", &[all]).await.is_ok();
            // A wish that is not granted is no error; some tracks say nothing of it.
            let is = loose::call(&track, "getSettings", &[]).unwrap_or_default();
            let is = loose::get(&is, name);
            done(taken && (is.is_undefined() || is == value));
        });
    }
}

/// By the names of today and of older engines.
fn fault(name: &str) -> CameraFault {
    match name {
        "NotAllowedError" | "PermissionDeniedError" | "PermissionDismissedError" | "SecurityError" => {
            CameraFault::Refused
        }
        "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => CameraFault::Missing,
        "NotReadableError" | "TrackStartError" | "AbortError" => CameraFault::Busy,
        "NotSupportedError" => CameraFault::Unsupported,
        _ => CameraFault::Broken,
    }
}
