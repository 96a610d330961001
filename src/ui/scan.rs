//! QR codes without knowing how they are made or read: the trait and the handle.

use leptos::prelude::*;
use leptos::web_sys::File;
use std::rc::Rc;

/// Makes and reads QR codes.
pub trait Scanner {
    /// A PNG as a data URL for an `<img>`.
    fn make_qr(&self, text: String, done: Callback<Result<String, ()>>);
    /// The text of the code on a photo.
    fn read_photo(&self, file: File, done: Callback<Result<String, ()>>);
}

/// A `Copy` handle on the scanner, from context.
#[derive(Clone, Copy)]
pub struct Scan(StoredValue<Rc<dyn Scanner>, LocalStorage>);

impl Scan {
    /// A PNG as a data URL for an `<img>`.
    pub fn make_qr(self, text: String, done: Callback<Result<String, ()>>) {
        if self.0.try_with_value(|scanner| scanner.make_qr(text, done)).is_none() {
            done.run(Err(()));
        }
    }

    /// The text of the code on a photo.
    pub fn read_photo(self, file: File, done: Callback<Result<String, ()>>) {
        if self.0.try_with_value(|scanner| scanner.read_photo(file, done)).is_none() {
            done.run(Err(()));
        }
    }
}

struct Blind;

impl Scanner for Blind {
    fn make_qr(&self, _: String, done: Callback<Result<String, ()>>) {
        done.run(Err(()));
    }
    fn read_photo(&self, _: File, done: Callback<Result<String, ()>>) {
        done.run(Err(()));
    }
}

/// Provide the scanner to everything below.
pub fn provide_scan(scanner: Rc<dyn Scanner>) {
    provide_context(Scan(StoredValue::new_local(scanner)));
}

/// The scanner that was provided above.
pub fn use_scan() -> Scan {
    use_context().unwrap_or_else(|| Scan(StoredValue::new_local(Rc::new(Blind))))
}
