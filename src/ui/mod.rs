//! The components of the app: stateless, blind to data, dressed by `style/`.
//!
//! A component takes texts, numbers and signals and gives elements; it knows no contract type, no store, no
//! network and no route. What it needs from outside (links, clipboard, QR) are the small traits of [`nav`],
//! [`share`] and [`scan`], provided by the composition root. Styles hang on classes and `data-*`/`aria-*`.

mod absent;
mod advisory;
mod ask;
mod avatar;
mod banner;
mod button;
mod card;
mod carried;
mod choice;
mod cloth;
mod code_field;
mod count;
mod date_field;
pub mod examine;
mod face_picker;
mod fault;
mod field;
mod figure;
mod form_fault;
pub mod host;
mod icon;
mod layout;
mod list;
mod load;
mod maybe_text;
mod meter;
pub mod nav;
pub mod photo;
mod pill;
pub mod poster;
pub mod prefs;
mod qr_image;
pub mod reader;
mod save;
pub mod scan;
pub mod share;
mod sheet;
mod skeleton;
pub mod slot;
mod state;
mod steps;
mod tab_bar;
mod template;
mod thread;
mod toast;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod dom_tests;

pub use absent::{NotOffered, Unreadable};
pub use advisory::Advisory;
pub use ask::Ask;
pub use avatar::{Avatar, AvatarStack, DYES, PRINTS, PersonaChip, avatar_parts};
pub use banner::{Banner, ComposerRow, NewPostsPill, PinRow};
pub use button::{Act, Button, IconButton, LinkButton, Look};
pub use card::{By, Card, Kind, Well};
pub use carried::{Carried, carried};
pub use choice::{Choices, Seg, Select, Switch};
pub use cloth::{Curtain, Door, Patch, Poster, cloth_of};
pub use code_field::CodeField;
pub use count::Count;
pub use date_field::DateTimeField;
pub use face_picker::FacePicker;
pub use fault::{Fault, field_error};
pub use field::{MoneyField, NumberField, PasswordField, TextArea, TextField};
pub use figure::{DateTile, Fact, Facts, Figure, Price};
pub use form_fault::FormFault;
pub use icon::{Glyph, Icon, glyph};
pub use layout::{ActionBar, Crumb, Frame, Page, PageHead, Row, SectionHead, Stack};
pub use list::{List, ListLink, ListRow};
pub use load::provide_way_on;
pub use load::{Loaded, held};
pub use maybe_text::MaybeText;
pub use meter::{CompactMeter, Meter, MeterTier};
pub use nav::Go;
pub use pill::{Pill, PillState, RoleChip};
pub use poster::PosterPicture;
pub use qr_image::QrImage;
pub use save::SaveFile;
pub use share::{CopyButton, SendButton, SendGuide};
pub use sheet::{Sheet, provide_after_sheet};
pub use skeleton::SkeletonCard;
pub use state::{Art, State};
pub use steps::{Boundary, LifeLine, Step, StepLook, Stepper, Strand};
pub use tab_bar::{Tab, TabBar};
pub use thread::{Knot, KnotLook, Thread};
pub use toast::{ToastHost, Toasts, provide_toasts};
