//! How large the poster is: known before it is drawn, so that nothing jumps. Pure.
//!
//! Part of the app, and by its path of the worker's tests: both must agree.

/// CSS px of the code with its quiet zone; a long press wants 200, and a sheet shows the poster a bit smaller.
pub const CODE: f64 = 228.0;

/// A size in CSS px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// As wide as the page's column.
    pub width: f64,
    /// Enough for a name of one line under a full curtain.
    pub height: f64,
    /// How much larger than usual text is.
    pub text: f64,
}

/// The size on a page of this width and height, with this root font size (all in px).
pub fn size(page_width: f64, page_height: f64, root_font: f64) -> Size {
    // The short side: a phone that is turned keeps its poster, and turning back shrinks nothing.
    let side = page_width.min(page_height).clamp(320.0, 430.0);
    let text = (root_font / 16.0).clamp(1.0, 1.6);
    Size { width: side - 24.0, height: (214.0 + CODE + 133.0 * text).round(), text }
}
