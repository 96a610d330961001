//! The inks and the type of the poster: what `style/tokens.css` says of print. Pure.
//!
//! A worker reads no style sheet, so they stand here too; a test holds them to the tokens.

use super::poster::Hand;

pub const PAPER: &str = "#FDFDFB";
pub const CLOTH: &str = "#1D4470";
pub const LINE: &str = "#B9CEE3";
/// The code: dark on white, on every phone and in both themes.
pub const DARK: &str = "#17212B";
pub const WHITE: &str = "#FFFFFF";
/// White of the print, of the stitches on the hem, and the shade under the rail.
pub const PRINT: &str = "#FFFFFF";
pub const STITCH: &str = "rgba(255,255,255,.6)";
pub const RAIL: &str = "rgba(0,0,0,.16)";

const SANS: &str = r#"-apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif"#;
const SERIF: &str = r#""Songti SC", "Noto Serif SC", "Noto Serif CJK SC", serif"#;

/// The font of a hand, as a canvas wants it.
pub fn font(hand: Hand, size: f64) -> String {
    let (weight, family) = match hand {
        Hand::Name => (700, SERIF),
        Hand::Strong => (600, SANS),
        Hand::Plain | Hand::Faint => (400, SANS),
    };
    // In tenths, rounded down so that no line outgrows its width; printing a float weighs ten kilobytes.
    let tenths = (size * 10.0) as u32;
    format!("{weight} {}.{}px {family}", tenths / 10, tenths % 10)
}

/// The ink of a hand.
pub fn ink(hand: Hand) -> &'static str {
    match hand {
        Hand::Name | Hand::Strong => DARK,
        Hand::Plain => "#47545F",
        Hand::Faint => "#5F6B75",
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_never_larger_than_asked_for() {
        assert!(font(Hand::Name, 23.98).starts_with("700 23.9px "));
        assert!(font(Hand::Plain, 14.0).starts_with("400 14.0px "));
    }

    #[test]
    fn they_are_the_tokens_of_print() {
        let tokens = include_str!("../../../style/tokens.css");
        let plain = [
            ("paper", PAPER),
            ("print-cloth", CLOTH),
            ("print-line", LINE),
            ("print", DARK),
            ("print-2", ink(Hand::Plain)),
            ("print-3", ink(Hand::Faint)),
            ("font", SANS),
            ("font-poster", SERIF),
        ];
        for (name, value) in plain {
            assert!(tokens.contains(&format!("--{name}: {value};")), "--{name} is not {value}");
        }
    }
}
