//! Joins the platform's poster, downloads and share sheet to the trait of ui.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::k;
use crate::platform::{host, poster, share};
use crate::ui::poster::{Painter, PosterWords};

/// The QR worker and the phone.
pub struct Posters;

impl Painter for Posters {
    fn size(&self) -> (u32, u32) {
        let size = poster::size();
        (size.width as u32, size.height as u32)
    }
    fn paint(&self, words: PosterWords, done: Callback<Result<(String, bool), ()>>) {
        let PosterWords { link, cloth, name, lead, code, left, right } = words;
        let (label, press) = (k::poster::code().to_owned(), k::poster::press().to_owned());
        let words = [cloth, name, lead, label, code, press, left.0, left.1, right.0, right.1];
        spawn_local(async move {
            let made = poster::make(&link, poster::size(), &words).await;
            // Whoever asked may have left the page.
            done.try_run(made.map(|picture| (picture.src, picture.whole)).map_err(|_| ()));
        });
    }
    fn code(&self, text: String, done: Callback<Option<String>>) {
        spawn_local(async move {
            let made = poster::code(&text).await;
            done.try_run(made.ok().map(|picture| picture.src));
        });
    }
    fn can_save(&self) -> bool {
        host::lets_download()
    }
    fn save(&self, src: &str, filename: &str) -> bool {
        share::download(src, filename)
    }
    fn send(&self, src: String, filename: String, text: String, done: Callback<bool>) {
        spawn_local(async move {
            let sent = share::share_image(&src, &filename, &text).await || share::share("", &text, "").await;
            done.try_run(sent);
        });
    }
}
