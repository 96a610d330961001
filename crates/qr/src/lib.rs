//! Reads QR codes from grey pixels.
pub mod binary;
pub mod corners;
pub mod finder;
pub mod geometry;
pub mod grey;
pub mod grid;
pub mod look;
pub mod solomon;
pub mod symbol;
pub mod text;
pub mod version;
