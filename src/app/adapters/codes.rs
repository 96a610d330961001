//! Codes read for the pages: by the camera or from photos.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{Element, File, HtmlVideoElement};

use crate::platform::camera::{self, CameraFault, Said};
use crate::platform::photo::PhotoFault;
use crate::platform::scan::Unread;
use crate::platform::{host, scan};
use crate::ui::scan::{Look, NoCode, Prospect, Scanner, Sight, Unseen};

/// The reader, and what it is given to read.
pub struct QrWorkers;

impl Scanner for QrWorkers {
    fn read_photo(
        &self,
        file: File,
        wanted: Box<dyn Fn() -> bool>,
        done: Callback<Result<Vec<String>, NoCode>>,
    ) {
        spawn_local(async move {
            let read = scan::photo(&file, &wanted).await;
            if wanted() {
                done.try_run(read.map_err(no_code));
            }
        });
    }

    fn prospect(&self, done: Callback<Prospect>) {
        spawn_local(async move {
            // Inside a chat the bridge may be on its way, and its scanner is the better one.
            let at_once = !host::has_bridge() && camera::is_granted().await;
            done.try_run(if at_once { Prospect::Camera } else { Prospect::Ask });
        });
    }

    fn look(
        &self,
        video: HtmlVideoElement,
        around: Element,
        aside: Vec<String>,
        say: Box<dyn Fn(Sight)>,
    ) -> Box<dyn Look> {
        let say = move |said| say(sight(said));
        Box::new(Camera(camera::live(video.into(), around.into(), aside, say)))
    }
}

struct Camera(camera::Live);

impl Look for Camera {
    fn torch(&self, on: bool, done: Box<dyn FnOnce(bool)>) {
        self.0.torch(on, done);
    }
    fn zoom(&self, to: f64) {
        self.0.zoom(to);
    }
}

fn sight(said: Said) -> Sight {
    match said {
        Said::Opening => Sight::Opening,
        Said::Ready(can) => Sight::Ready(can.torch, can.zoom),
        Said::Read(texts) => Sight::Read(texts),
        Said::Stopped(why) => Sight::Closed(match why {
            CameraFault::Refused => Unseen::Refused,
            CameraFault::Missing => Unseen::Missing,
            CameraFault::Busy => Unseen::Busy,
            CameraFault::Insecure => Unseen::Insecure,
            CameraFault::Unsupported => Unseen::Unsupported,
            CameraFault::Ended => Unseen::Ended,
            CameraFault::Muted => Unseen::Muted,
            CameraFault::Broken => Unseen::Broken,
            CameraFault::NoReader => Unseen::NoReader,
            CameraFault::Hidden => Unseen::Hidden,
        }),
    }
}

fn no_code(why: Unread) -> NoCode {
    match why {
        Unread::NoCode => NoCode::Nothing,
        Unread::NoReader => NoCode::NoReader,
        Unread::NoText => NoCode::NoText,
        Unread::Photo(PhotoFault::Empty) => NoCode::Empty,
        Unread::Photo(PhotoFault::NotAnImage) => NoCode::NotAnImage,
        Unread::Photo(PhotoFault::Heic) => NoCode::Heic,
        Unread::Photo(PhotoFault::TooLarge) => NoCode::TooLarge,
        Unread::Photo(PhotoFault::NoMemory) => NoCode::NoMemory,
    }
}
