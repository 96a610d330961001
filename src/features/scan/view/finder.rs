//! What the scan page does: opens and closes the camera, takes a photo, shows what was read.

use std::rc::Rc;

use contract::Link;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::File;

use super::super::model::Stage;
use super::super::scanned::{self, Scanned};
use crate::ui::host::{Ability, HostApp, use_host};
use crate::ui::nav::{Nav, use_nav};
use crate::ui::scan::{Look, Prospect, Scan, Sight, Unseen, use_scan};

/// The page's state. `Copy`.
#[derive(Clone, Copy)]
pub struct Finder {
    pub stage: RwSignal<Stage>,
    /// The texts that were read.
    pub found: RwSignal<Vec<String>>,
    /// Which of them is looked at: the only one, or the chosen one.
    pub chosen: RwSignal<Option<String>>,
    /// Whether what was read is on screen.
    pub open: RwSignal<bool>,
    /// Whether the app around us scans first.
    pub by_host: RwSignal<bool>,
    pub torch: RwSignal<bool>,
    pub video: NodeRef<html::Video>,
    pub frame: NodeRef<html::Div>,
    /// Whether the camera goes on when what was read is put away.
    resumes: StoredValue<bool>,
    /// Counts what was begun and ended: a photo is read for one of them.
    turn: StoredValue<u32>,
    look: StoredValue<Option<Box<dyn Look>>, LocalStorage>,
    scan: Scan,
    host: StoredValue<Rc<dyn HostApp>, LocalStorage>,
    nav: Nav<Link>,
}

impl Finder {
    /// Opens the camera at once only where nobody is asked for it.
    pub fn new() -> Self {
        let one = Self {
            stage: RwSignal::new(Stage::Off),
            found: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(None),
            open: RwSignal::new(false),
            by_host: RwSignal::new(false),
            torch: RwSignal::new(false),
            video: NodeRef::new(),
            frame: NodeRef::new(),
            resumes: StoredValue::new(false),
            turn: StoredValue::new(0),
            look: StoredValue::new_local(None),
            scan: use_scan(),
            host: StoredValue::new_local(use_host()),
            nav: use_nav(),
        };
        let begin = Callback::new(move |prospect| match prospect {
            Prospect::Camera if one.stage.get_untracked() == Stage::Off && !one.open.get_untracked() => {
                one.start(Vec::new());
            }
            Prospect::Camera | Prospect::Ask => {}
        });
        one.scan.scanner().prospect(begin);
        // The bridge may come late: what is under way goes on.
        let host = use_host();
        Effect::new(move |_| one.by_host.set(host.can(Ability::Scan)));
        Effect::new(move |was: Option<bool>| {
            let is = one.open.get();
            if was == Some(true) && !is && one.resumes.get_value() {
                // What was put away is most likely still before the camera.
                one.start(one.found.get_untracked());
            }
            is
        });
        one
    }

    /// The one button.
    pub fn press(self) {
        match self.stage.get_untracked() {
            Stage::Live { .. } | Stage::Opening | Stage::Reading => self.stop(),
            Stage::Host => self.start(Vec::new()),
            _ if self.by_host.get_untracked() => self.ask_host(),
            _ => self.start(Vec::new()),
        }
    }

    /// Switches the light.
    pub fn switch_torch(self) {
        let on = !self.torch.get_untracked();
        let turn = self.turn.get_value();
        let done = Box::new(move |worked| {
            // Of this camera, and the page is still there.
            if worked && self.turn.try_get_value() == Some(turn) {
                self.torch.set(on);
            }
        });
        self.with_look(|look| look.torch(on, done));
    }

    /// Zooms.
    pub fn zoom(self, to: f64) {
        self.with_look(|look| look.zoom(to));
    }

    fn with_look(self, act: impl FnOnce(&dyn Look)) {
        self.look.with_value(|look| {
            if let Some(look) = look {
                act(look.as_ref());
            }
        });
    }

    fn start(self, aside: Vec<String>) {
        self.stop();
        let (Some(video), Some(frame)) = (self.video.get_untracked(), self.frame.get_untracked()) else {
            return;
        };
        // No callback of the reactive graph: this may run in an effect, whose next run would end it.
        let say = Box::new(move |sight| self.hear(sight));
        let look = self.scan.scanner().look(video, frame.into(), aside, say);
        self.look.set_value(Some(look));
    }

    fn stop(self) {
        self.look.set_value(None);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.torch.set(false);
        self.stage.set(Stage::Off);
    }

    fn hear(self, sight: Sight) {
        match sight {
            Sight::Opening => self.stage.set(Stage::Opening),
            Sight::Ready(torch, zoom) => self.stage.set(Stage::Live { torch, zoom }),
            Sight::Read(texts) => {
                self.stop();
                self.show(texts, true);
            }
            Sight::Closed(why) => {
                // When it was hidden it opens again by itself; otherwise it is given back.
                if why != Unseen::Hidden {
                    self.stop();
                }
                self.torch.set(false);
                self.stage.set(Stage::Closed(why));
            }
        }
    }

    fn ask_host(self) {
        self.stage.set(Stage::Host);
        let ended = Callback::new(move |ended: Result<Option<String>, ()>| {
            let waits = self.stage.get_untracked() == Stage::Host;
            match ended {
                Ok(Some(text)) => {
                    self.stop();
                    self.show(vec![text], false);
                }
                // The next rung: at once where it failed, when they like where they closed it.
                Ok(None) if waits => {
                    self.by_host.set(false);
                    self.stop();
                }
                Err(()) if waits => {
                    self.by_host.set(false);
                    self.start(Vec::new());
                }
                Ok(None) | Err(()) => {}
            }
        });
        self.host.with_value(|host| host.scan(ended));
    }

    /// Has the host give the photo, where it has an album of its own; false: the browser's picker does it.
    pub fn pick_by_host(self, or_else: impl Fn() + Send + Sync + 'static) -> bool {
        let host = self.host.with_value(Rc::clone);
        let can = untrack(|| host.can(Ability::Pick));
        if can {
            host.pick(Callback::new(move |picked: Result<Option<File>, ()>| match picked {
                Ok(Some(file)) => self.photo(file),
                Ok(None) => {}
                Err(()) => or_else(),
            }));
        }
        can
    }

    /// Reads a photo.
    pub fn photo(self, file: File) {
        self.stop();
        self.stage.set(Stage::Reading);
        // Not after it was cancelled, another was chosen, or the page was left.
        let turn = self.turn.get_value();
        let wanted = Box::new(move || self.turn.try_get_value() == Some(turn));
        let done = Callback::new(move |read| match read {
            Ok(texts) => {
                self.stage.set(Stage::Off);
                self.show(texts, false);
            }
            Err(why) => self.stage.set(Stage::NoPhoto(why)),
        });
        self.scan.scanner().read_photo(file, wanted, done);
    }

    fn show(self, read: Vec<String>, resumes: bool) {
        // The same code may stand there twice, with another between.
        let mut texts = Vec::new();
        for text in read {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        self.chosen.set(match texts.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        });
        self.found.set(texts);
        self.resumes.set_value(resumes);
        self.open.set(true);
    }

    /// What a text is, and the address of our first page.
    pub fn what(self, text: &str) -> (Scanned, String) {
        let home = self.nav.absolute(&Link::Home);
        let join = |token: &str| self.nav.absolute(&Link::Join(token.to_owned()));
        let what = match scanned::classify(text, &home, &join) {
            Scanned::OursElsewhere => match self.nav.place(text.trim()) {
                Some(to @ Link::PickUp(..)) => Scanned::PickUp(to),
                _ => Scanned::OursElsewhere,
            },
            what => what,
        };
        (what, home)
    }
}
