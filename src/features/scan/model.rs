//! How far reading a code is, and what is said of it. Pure.

use crate::i18n::k::scan as t;
use crate::ui::scan::{NoCode, Unseen};

/// How far reading is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// The camera waits to be opened.
    Off,
    /// It is being opened.
    Opening,
    /// The scanner of the app around us is open.
    Host,
    /// The camera's picture is on screen.
    Live {
        /// It has a light.
        torch: bool,
        /// Least, most, step and place of its zoom.
        zoom: Option<[f64; 4]>,
    },
    /// There is no picture.
    Closed(Unseen),
    /// A photo is being read.
    Reading,
    /// Nothing was read from it.
    NoPhoto(NoCode),
}

impl Stage {
    /// Its name, for the style.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Opening => "opening",
            Self::Host => "host",
            Self::Live { .. } => "live",
            Self::Closed(_) => "closed",
            Self::Reading => "reading",
            Self::NoPhoto(_) => "nophoto",
        }
    }

    /// A title and, unless the picture speaks for itself, a sentence that says the way on.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Off => (t::aim(), t::off_body()),
            Self::Opening => (t::opening(), t::opening_body()),
            Self::Host => (t::host(), t::host_body()),
            Self::Live { .. } => (t::aim(), ""),
            Self::Reading => (t::reading(), ""),
            Self::Closed(why) => match why {
                Unseen::Refused => (t::refused(), t::refused_body()),
                Unseen::Missing => (t::missing(), t::missing_body()),
                Unseen::Busy => (t::busy(), t::busy_body()),
                Unseen::Insecure => (t::insecure(), t::insecure_body()),
                Unseen::Unsupported => (t::unsupported(), t::unsupported_body()),
                Unseen::Ended => (t::ended(), t::ended_body()),
                Unseen::Muted => (t::muted(), t::muted_body()),
                Unseen::Broken => (t::broken(), t::broken_body()),
                Unseen::NoReader => (t::no_reader(), t::no_reader_body()),
                Unseen::Hidden => (t::paused(), t::paused_body()),
            },
            Self::NoPhoto(why) => match why {
                NoCode::Nothing => (t::none(), t::none_body()),
                NoCode::Empty => (t::empty(), t::empty_body()),
                NoCode::NotAnImage => (t::not_image(), t::not_image_body()),
                NoCode::Heic => (t::heic(), t::heic_body()),
                NoCode::TooLarge => (t::too_large(), t::too_large_body()),
                NoCode::NoMemory => (t::no_memory(), t::no_memory_body()),
                NoCode::NoReader => (t::no_reader(), t::no_reader_body()),
                NoCode::NoText => (t::no_text(), t::no_text_body()),
            },
        }
    }

    /// What the one button does; none where pressing it could not help.
    pub fn press(self, by_host: bool) -> Option<&'static str> {
        match self {
            Self::Live { .. } | Self::Opening => Some(t::close()),
            Self::Reading => Some(crate::i18n::k::common::cancel()),
            Self::Closed(Unseen::Insecure | Unseen::Unsupported) => None,
            Self::Closed(Unseen::Hidden) => Some(t::open()),
            Self::Closed(_) => Some(t::again()),
            Self::Host => Some(t::open_here()),
            Self::Off | Self::NoPhoto(_) if by_host => Some(t::open_host()),
            Self::Off | Self::NoPhoto(_) => Some(t::open()),
        }
    }
}
