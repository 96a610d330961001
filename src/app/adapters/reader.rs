//! The platform's reader, for the long lists of `ui`.

use std::rc::Rc;

use leptos::web_sys::Element;

use crate::platform::reader::{Ears, Reader, Spot};
use crate::ui::reader::{self, Follow, OnNear, Watch};

/// Follows readers by the browser's observers.
pub struct Eyes;

impl Watch for Eyes {
    fn follow(&self, list: Element, near: OnNear, settled: Box<dyn Fn(bool)>) -> Rc<dyn Follow> {
        Rc::new(Reader::new(list, Ears { near, settled }))
    }
}

impl Follow for Reader {
    fn watch(&self, part: &Element, on: bool) {
        if on { Self::watch(self, part) } else { self.forget(part) }
    }
    fn spot(&self) -> Option<reader::Spot> {
        let Spot { item, top, part, part_top } = Self::spot(self)?;
        Some(reader::Spot { item, top, part, part_top })
    }
    fn hold(&self, spot: reader::Spot) {
        let reader::Spot { item, top, part, part_top } = spot;
        Self::hold(self, Spot { item, top, part, part_top });
    }
    fn show(&self, item: &str) {
        Self::show(self, item);
    }
    fn focused(&self) -> Option<String> {
        Self::focused(self)
    }
    fn focus(&self, item: &str) {
        Self::focus(self, item);
    }
}
