//! QR codes without knowing how they are made or read: the trait and the handle.

use leptos::prelude::*;
use leptos::web_sys::{Element, File, HtmlVideoElement};
use std::rc::Rc;

/// Makes and reads QR codes.
pub trait Scanner {
    /// The texts of the codes on a photo; told only if it is still `wanted` by then.
    fn read_photo(
        &self,
        file: File,
        wanted: Box<dyn Fn() -> bool>,
        done: Callback<Result<Vec<String>, NoCode>>,
    );
    /// Whether the camera may be opened without a question.
    fn prospect(&self, done: Callback<Prospect>);
    /// Opens the camera into a video and looks around an element, until what is given back is dropped. Texts that
    /// were put `aside` are not told again while they are in view.
    fn look(
        &self,
        video: HtmlVideoElement,
        around: Element,
        aside: Vec<String>,
        say: Box<dyn Fn(Sight)>,
    ) -> Box<dyn Look>;
}

/// A camera that looks for codes; dropping it closes the camera.
pub trait Look {
    /// Switches its light, and tells whether that worked.
    fn torch(&self, on: bool, done: Box<dyn FnOnce(bool)>);
    /// Zooms.
    fn zoom(&self, to: f64);
}

/// By what a code is best read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    /// By the camera, which may be opened without a question.
    Camera,
    /// By the camera, for which the person is asked: not before they want it.
    Ask,
}

/// What the camera tells while it looks.
#[derive(Debug, Clone, PartialEq)]
pub enum Sight {
    /// It is being opened.
    Opening,
    /// Its picture is on screen; whether it has a light, and its zoom: least, most, step, now.
    Ready(bool, Option<[f64; 4]>),
    /// These codes, sure. It is closed.
    Read(Vec<String>),
    /// It is closed.
    Closed(Unseen),
}

/// Why there is no picture from the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
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
    /// The system shows nothing.
    Muted,
    /// No picture comes.
    Broken,
    /// The reader cannot be loaded.
    NoReader,
    /// While the page is hidden; it opens again by itself.
    Hidden,
}

/// Why nothing was read from a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCode {
    /// There is none on it, or none that can be read.
    Nothing,
    /// The file is empty.
    Empty,
    /// It is no picture.
    NotAnImage,
    /// An iPhone photo that this browser cannot open.
    Heic,
    /// It is too large.
    TooLarge,
    /// The phone has no room for it.
    NoMemory,
    /// The reader cannot be loaded, or breaks down.
    NoReader,
    /// There is a code, and it says nothing.
    NoText,
}

/// A `Copy` handle on the scanner, from context.
#[derive(Clone, Copy)]
pub struct Scan(StoredValue<Rc<dyn Scanner>, LocalStorage>);

impl Scan {
    /// The scanner itself.
    pub fn scanner(self) -> Rc<dyn Scanner> {
        self.0.try_with_value(Rc::clone).unwrap_or_else(|| Rc::new(Blind))
    }
}

struct Blind;

impl Scanner for Blind {
    fn read_photo(&self, _: File, _: Box<dyn Fn() -> bool>, done: Callback<Result<Vec<String>, NoCode>>) {
        done.run(Err(NoCode::NoReader));
    }
    fn prospect(&self, done: Callback<Prospect>) {
        done.run(Prospect::Ask);
    }
    fn look(
        &self,
        _: HtmlVideoElement,
        _: Element,
        _: Vec<String>,
        say: Box<dyn Fn(Sight)>,
    ) -> Box<dyn Look> {
        say(Sight::Closed(Unseen::Unsupported));
        Box::new(Blind)
    }
}

impl Look for Blind {
    fn torch(&self, _: bool, _: Box<dyn FnOnce(bool)>) {}
    fn zoom(&self, _: f64) {}
}

/// Provide the scanner to everything below.
pub fn provide_scan(scanner: Rc<dyn Scanner>) {
    provide_context(Scan(StoredValue::new_local(scanner)));
}

/// The scanner that was provided above.
pub fn use_scan() -> Scan {
    use_context().unwrap_or_else(|| Scan(StoredValue::new_local(Rc::new(Blind))))
}
