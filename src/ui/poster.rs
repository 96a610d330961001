//! The poster of an invite as one picture: the trait that makes, saves and sends it, and what is on screen.
//!
//! One `<img>`, because a long press recognises and saves nothing else. Where none can be drawn, the code is a
//! picture of its own on a poster of elements; where no code can be made, the poster says so.

use super::{Button, Look, Poster, QrImage};
use crate::i18n::k;
use leptos::prelude::*;
use std::rc::Rc;

/// What stands on a poster. Whole texts: it may leave the app for years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosterWords {
    /// What the code says.
    pub link: String,
    /// The cloth's name, from [`super::cloth_of`].
    pub cloth: String,
    /// The group's name.
    pub name: String,
    /// Who invites.
    pub lead: String,
    /// The typed code; empty if there is none.
    pub code: String,
    /// Title and note of the left corner: places left.
    pub left: (String, String),
    /// Title and note of the right corner: expiry.
    pub right: (String, String),
}

/// Makes pictures of invites and brings them out of the app.
pub trait Painter {
    /// Width and height of the poster in px, known before it is made.
    fn size(&self) -> (u32, u32);
    /// A data URL, and whether it is the whole poster or the code alone.
    fn paint(&self, words: PosterWords, done: Callback<Result<(String, bool), ()>>);
    /// A data URL of a code by itself; none when it cannot be made.
    fn code(&self, text: String, done: Callback<Option<String>>);
    /// Whether [`Painter::save`] works here.
    fn can_save(&self) -> bool;
    /// Saves a picture as a file.
    fn save(&self, src: &str, filename: &str) -> bool;
    /// Opens the share sheet with a picture and a text, or with the text; false: there is none.
    fn send(&self, src: String, filename: String, text: String, done: Callback<bool>);
}

/// The painter, from context.
pub type Paint = StoredValue<Rc<dyn Painter>, LocalStorage>;

/// Provide the painter to everything below.
pub fn provide_paint(painter: Rc<dyn Painter>) {
    provide_context::<Paint>(StoredValue::new_local(painter));
}

/// How far a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Print {
    /// It is being made.
    Waiting,
    /// The whole poster.
    Whole(String),
    /// The code alone.
    Code(String),
    /// There is none.
    Failed,
}

/// The picture of an invite, made again when its words change. `Copy`.
#[derive(Clone, Copy)]
pub struct Printing {
    words: Memo<Option<PosterWords>>,
    print: RwSignal<Print>,
    turn: RwSignal<u32>,
    paint: Option<Paint>,
}

impl Printing {
    /// Starts with the first words.
    pub fn new(words: Memo<Option<PosterWords>>) -> Self {
        let (print, turn, paint) = (RwSignal::new(Print::Waiting), RwSignal::new(0), use_context::<Paint>());
        Effect::new(move |before: Option<Option<String>>| {
            turn.track();
            let now = words.get()?;
            // New figures: the old picture stays until the new one is there. Another link: it must not be scanned.
            if before.flatten().as_ref() != Some(&now.link) || print.with_untracked(|p| *p == Print::Failed) {
                print.set(Print::Waiting);
            }
            let (link, asked) = (now.link.clone(), now.clone());
            let done = Callback::new(move |made: Result<(String, bool), ()>| {
                // The page may be gone, or its words others by now.
                if words.try_get_untracked().flatten().as_ref() == Some(&asked) {
                    print.try_set(match made {
                        Ok((src, true)) => Print::Whole(src),
                        Ok((src, false)) => Print::Code(src),
                        Err(()) => Print::Failed,
                    });
                }
            });
            match paint.and_then(|paint| paint.try_get_value()) {
                Some(painter) => painter.paint(now, done),
                None => print.set(Print::Failed),
            }
            Some(link)
        });
        Self { words, print, turn, paint }
    }

    /// How far it is.
    pub fn print(self) -> Print {
        self.print.get()
    }

    /// The whole poster, if it is there.
    fn whole(self) -> String {
        self.print
            .with_untracked(|print| if let Print::Whole(src) = print { src.clone() } else { String::new() })
    }

    /// Whether a file can be saved here.
    pub fn can_save(self) -> bool {
        self.painter().is_some_and(|painter| painter.can_save())
    }

    /// Saves the poster; true if it went out.
    pub fn save(self) -> bool {
        self.painter().is_some_and(|painter| painter.save(&self.whole(), &self.filename()))
    }

    /// Opens the share sheet with the poster, or with the text alone.
    pub fn send(self, text: String, done: Callback<bool>) {
        match self.painter() {
            Some(painter) => painter.send(self.whole(), self.filename(), text, done),
            None => done.run(false),
        }
    }

    fn painter(self) -> Option<Rc<dyn Painter>> {
        self.paint.and_then(|paint| paint.try_get_value())
    }

    /// The group's name, without what file systems refuse.
    fn filename(self) -> String {
        let name = self.words.with_untracked(|w| w.as_ref().map(|w| w.name.clone())).unwrap_or_default();
        format!("{}.png", name.replace(|c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c), " ").trim())
    }

    fn word(self, of: impl Fn(&PosterWords) -> String + Send + Sync + 'static) -> Signal<String> {
        let words = self.words;
        Signal::derive(move || words.with(|w| w.as_ref().map(&of)).unwrap_or_default())
    }
}

/// The poster as it is: a still outline of the same size, the picture, or what stands in for it.
#[component]
pub fn PosterPicture(
    /// The picture.
    printing: Printing,
) -> impl IntoView {
    let print = printing.print;
    let alt = printing.word(|w| {
        let (left, right) = (sentence(&w.left), sentence(&w.right));
        match w.code.as_str() {
            "" => k::poster::alt_plain(&w.name, &w.lead, &left, &right),
            code => k::poster::alt(code, &w.name, &w.lead, &left, &right),
        }
    });
    // The place stays when the picture in it is another.
    let kind = Memo::new(move |_| print.with(std::mem::discriminant));
    let src = move || {
        print.with(|p| if let Print::Whole(src) | Print::Code(src) = p { src.clone() } else { String::new() })
    };
    move || {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        let _ = kind.get();
        let (width, height) = printing.painter().map_or((366, 575), |painter| painter.size());
        match print.get_untracked() {
            Print::Waiting => outline(width, height),
            Print::Whole(_) => {
                view! { <img class="qr poster-picture" src=src width=width height=height alt=alt /> }
                    .into_any()
            }
            Print::Code(_) | Print::Failed => elements(printing, Signal::derive(src)),
        }
    }
}

fn sentence((title, note): &(String, String)) -> String {
    k::poster::corner(note, title)
}

/// A curtain, a name, a code: grey, and exactly as large.
fn outline(width: u32, height: u32) -> AnyView {
    view! {
        <svg class="poster-picture" width=width height=height viewBox=format!("0 0 {width} {height}") aria-hidden="true">
            <rect class="poster-ghost" width=width height="96" />
            <rect class="poster-ghost" x=width / 4 y="128" width=width / 2 height="24" rx="6" />
            <rect class="poster-ghost" x=(width.saturating_sub(220)) / 2 y="200" width="220" height="220" rx="6" />
        </svg>
        <span class="hide" role="status">{k::poster::waiting()}</span>
    }
    .into_any()
}

/// The poster of elements, with the code as a picture, or with the way to ask for it again.
fn elements(printing: Printing, src: Signal<String>) -> AnyView {
    let again = move || printing.turn.update(|n| *n += 1);
    let code = printing.word(|w| w.code.clone());
    let name = printing.word(|w| w.name.clone());
    let failed = move || src.with(String::is_empty);
    let picture = move || {
        if failed() {
            view! {
                <div class="qr-failed" role="alert">
                    <p>{k::poster::failed()}</p>
                    <Button label=k::poster::again() look=Look::Line small=true on_press=again />
                </div>
            }
            .into_any()
        } else {
            view! { <QrImage src what=name /> }.into_any()
        }
    };
    let corner = move |of: fn(&PosterWords) -> (String, String)| {
        Signal::derive(move || printing.words.with(|w| w.as_ref().map(of)).unwrap_or_default())
    };
    view! {
        <Poster
            cloth=printing.word(|w| w.cloth.clone())
            name
            lead=printing.word(|w| w.lead.clone())
            left=corner(|w| w.left.clone())
            right=corner(|w| w.right.clone())
        >
            {picture}
            {move || {
                (!code.with(String::is_empty))
                    .then(|| view! { <p class="sub num">{k::poster::code()}" "<b class="invite-code">{code}</b></p> })
            }}
            <p class="cap">{k::poster::press()}</p>
        </Poster>
    }
    .into_any()
}
