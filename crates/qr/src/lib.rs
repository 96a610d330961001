//! Reads QR codes from grey pixels: squares are found, grids laid over them, symbols decoded. Pure; knows no browser.
//!
//! The way of a picture: [`grey::Grey`] -> [`binary::Binary`] (several thresholds) -> [`finder`] (the squares in the
//! corners) -> [`corners`] (threes of them) -> [`grid::Grid`] (where each module is) -> [`symbol`] (format, codewords,
//! mended by [`solomon`]) -> [`text`]. [`ladder::read`] orders the looks.

pub mod binary;
pub mod corners;
pub mod finder;
pub mod geometry;
pub mod grey;
pub mod grid;
pub mod ladder;
pub mod look;
pub mod shade;
pub mod solomon;
pub mod symbol;
pub mod text;
pub mod version;

pub use geometry::Point;
pub use grey::Grey;
pub use ladder::{Effort, read};
pub use look::Code;
