//! Looking for codes on the camera's picture until one is sure.
//!
//! One frame at a time: the next is taken when the last has been read. Camera
//! and worker stop when the page is hidden, left, or a code is sure.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::agree::Agreement;
use super::aside::Aside;
use super::{Abilities, Camera, CameraFault, frame};
use crate::platform::listener::Listener;
use crate::platform::raster::Raster;
use crate::platform::{clock, detector, loose, page, qr};

/// How long one frame is waited for.
const FRAME_MS: u32 = 400;
/// How long (ms) no picture may come before the camera counts as broken.
const PATIENCE_MS: f64 = 8_000.0;
/// The same where the browser said that it does not play: one that plays by
/// itself has begun by then.
const REFUSED_MS: f64 = 1_500.0;
/// Frames that the detector has alone; then our reader looks too.
const ALONE: u32 = 12;
/// Every so many frames all that can be seen is looked at.
const WIDE: u32 = 3;

/// What is told while it looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The camera is being opened: the browser may ask the person.
    Opening,
    /// Its picture is on the screen.
    Ready(Abilities),
    /// These codes, each read twice in a row. It has stopped.
    Read(Vec<String>),
    /// It has stopped; when it was hidden, until the page is shown again.
    Stopped(CameraFault),
}

/// A running look; dropping it closes the camera.
pub struct Live {
    look: Rc<Look>,
    _hidden: Listener,
}

struct Look {
    video: JsValue,
    finder: JsValue,
    say: Box<dyn Fn(Said)>,
    camera: RefCell<Option<Camera>>,
    aside: RefCell<Aside>,
    /// Which run this is; what an earlier one was waiting for is not for it.
    run: Cell<u32>,
}

/// Opens the camera into `video` and looks around `finder`; `aside` was put
/// away just now and is not told again while it is in view.
pub fn live(video: JsValue, finder: JsValue, aside: Vec<String>, say: impl Fn(Said) + 'static) -> Live {
    let look = Rc::new(Look {
        video,
        finder,
        say: Box::new(say),
        camera: RefCell::new(None),
        aside: RefCell::new(Aside::new(aside)),
        run: Cell::new(0),
    });
    let seen = Rc::downgrade(&look);
    let hidden = page::on_visibility(move |visible| {
        let Some(look) = seen.upgrade() else { return };
        if visible {
            begin(&look);
        } else if look.stop() {
            (look.say)(Said::Stopped(CameraFault::Hidden));
        }
    });
    begin(&look);
    Live { look, _hidden: hidden }
}

impl Live {
    /// Switches the light, and tells whether that worked.
    pub fn torch(&self, on: bool, done: impl FnOnce(bool) + 'static) {
        self.set("torch", on.into(), done);
    }

    /// Zooms.
    pub fn zoom(&self, to: f64) {
        self.set("zoom", to.into(), drop);
    }

    fn set(&self, name: &'static str, value: JsValue, done: impl FnOnce(bool) + 'static) {
        if let Some(camera) = self.look.camera.borrow().as_ref() {
            camera.set(name, value, done);
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.look.stop();
        // Nothing that comes after the end begins it again.
        self.look.run.set(u32::MAX);
    }
}

impl Look {
    /// Ends the run; whether there was one.
    fn stop(&self) -> bool {
        let was_open = self.camera.take().is_some();
        let run = self.run.get();
        // Odd: running.
        let was_running = run % 2 == 1;
        if was_running && run != u32::MAX {
            self.run.set(run.wrapping_add(1));
            qr::end_reader();
        }
        was_open || was_running
    }
}

fn begin(look: &Rc<Look>) {
    let run = look.run.get();
    if run % 2 == 1 {
        return;
    }
    // Nobody looks, and the browser may refuse: it begins when the page is shown.
    if !page::is_visible() {
        (look.say)(Said::Stopped(CameraFault::Hidden));
        return;
    }
    let run = run + 1;
    look.run.set(run);
    (look.say)(Said::Opening);
    // While the browser asks: what will read.
    let asked = Rc::downgrade(look);
    spawn_local(async move {
        let proven = detector::is_proven().await;
        let runs = asked.upgrade().is_some_and(|look| look.run.get() == run);
        if !proven && runs {
            // Where it cannot be loaded, reading says so.
            let _ = qr::warm_reader().await;
        }
    });
    let look = look.clone();
    spawn_local(async move {
        let ended = follow(&look, run).await;
        // Stopped by somebody else: they know why.
        if look.run.get() == run {
            look.stop();
            (look.say)(match ended {
                Ok(texts) => Said::Read(texts),
                Err(fault) => Said::Stopped(fault),
            });
        }
    });
}

/// One run, from opening to a sure code.
async fn follow(look: &Look, run: u32) -> Result<Vec<String>, CameraFault> {
    let is_over = || look.run.get() != run;
    // Asked for, and left before the answer: closed at once, and the video is left alone.
    let camera = Camera::open(look.video.clone(), || !is_over()).await?;
    look.camera.replace(Some(camera));
    detector::is_proven().await;
    let raster = Raster::new().ok_or(CameraFault::Broken)?;
    let (mut agreement, mut frames, mut last) = (Agreement::default(), 0, clock::uptime_ms());
    let mut trust = Trust::default();
    while !is_over() {
        next_frame(&look.video).await;
        let trouble = look.camera.borrow().as_ref().and_then(Camera::trouble);
        if trouble == Some(CameraFault::Ended) {
            return Err(CameraFault::Ended);
        }
        let all = frames % WIDE == WIDE - 1;
        if is_over() || trouble.is_some() || !frame::draw(&raster, &look.video, &look.finder, all) {
            let patience = if trouble == Some(CameraFault::Broken) { REFUSED_MS } else { PATIENCE_MS };
            if clock::uptime_ms() - last > patience {
                return Err(trouble.unwrap_or(CameraFault::Broken));
            }
            continue;
        }
        if frames == 0 {
            let abilities = look.camera.borrow().as_ref().map(Camera::abilities);
            (look.say)(Said::Ready(abilities.unwrap_or_default()));
        }
        frames += 1;
        let read = read(&raster, frames, &mut trust).await;
        // A slow read is no missing picture.
        last = clock::uptime_ms();
        if is_over() {
            break;
        }
        let counts = look.aside.borrow_mut().keep(read?, clock::uptime_ms());
        if let Some(texts) = agreement.hear(counts) {
            return Ok(texts);
        }
    }
    Err(CameraFault::Hidden)
}

/// Our reader in one run: how often in a row it failed (`GIVEN_UP`: not asked again).
#[derive(Default)]
struct Trust(u8);

/// So many frames in a row that our reader broke down on, or did not answer.
const GIVEN_UP: u8 = 3;

/// The texts on a frame.
///
/// # Errors
/// Neither the detector nor our reader is there to read it.
async fn read(raster: &Raster, frames: u32, trust: &mut Trust) -> Result<Vec<String>, CameraFault> {
    let texts = |codes: Vec<qr::Code>| {
        codes.into_iter().map(|code| code.text).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>()
    };
    let seen = detector::read(raster.canvas()).await;
    let detects = seen.is_some();
    let seen = texts(seen.unwrap_or_default());
    let alone = detects && (frames < ALONE || trust.0 >= GIVEN_UP);
    if !seen.is_empty() || alone {
        return Ok(seen);
    }
    let Some(pixels) = raster.pixels() else { return Ok(Vec::new()) };
    match qr::read(pixels, qr::Mode::Live).await {
        Ok(codes) => {
            trust.0 = 0;
            return Ok(texts(codes));
        }
        // One frame that it cannot take is no reason to stop.
        Err(qr::QrFault::Refused) => {}
        Err(qr::QrFault::Unavailable) => trust.0 = GIVEN_UP,
        Err(qr::QrFault::Crashed | qr::QrFault::Timeout) => trust.0 += 1,
    }
    // The detector goes on without it.
    if trust.0 >= GIVEN_UP && !detects { Err(CameraFault::NoReader) } else { Ok(Vec::new()) }
}

/// Waits for the next frame, or long enough: engines tell of none that is not
/// painted, e.g. under a keyboard.
async fn next_frame(video: &JsValue) {
    if !loose::has(video, "requestVideoFrameCallback") {
        clock::sleep(60).await;
        return;
    }
    let frame = Promise::new(&mut |resolve: Function, _| {
        let _ = loose::call(video, "requestVideoFrameCallback", &[resolve.into()]);
    });
    let _ = loose::within(FRAME_MS, &frame).await;
}
