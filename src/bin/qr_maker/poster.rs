//! Where everything on the poster stands. Pure: widths come from a measure, nothing is drawn here.
//!
//! The paper's size is given and the words are not, so the curtain takes what the words leave, and where they
//! leave too little, they are written smaller.

use super::wrap::fit;

/// Padding at the sides and at the foot.
const PAD: f64 = 20.0;
/// Between two lines.
const GAP: f64 = 8.0;
/// What the curtain keeps at least.
const LEAST_CURTAIN: f64 = 56.0;
/// How small the words may become, all together.
const LEAST_TEXT: f64 = 0.55;

/// How a line is written: a font and an ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The group's name, in the display type.
    Name,
    /// What matters.
    Strong,
    /// What explains it.
    Plain,
    /// What helps.
    Faint,
}

/// What stands on the poster, in the order of the request.
pub struct Words {
    pub name: String,
    pub lead: String,
    pub label: String,
    pub code: String,
    pub press: String,
    /// Title and note of the left corner, then of the right one.
    pub corners: [(String, String); 2],
}

/// A written line: its middle, and the size of its letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub hand: Hand,
    pub size: f64,
    pub x: f64,
    pub y: f64,
}

/// The whole poster, in CSS px.
pub struct Plan {
    /// How far the curtain hangs down.
    pub curtain: f64,
    /// Left upper corner of the code.
    pub code: (f64, f64),
    /// The dashed line.
    pub rule: f64,
    pub lines: Vec<Line>,
}

/// The width of a text in a hand at size 1.
pub type Measure<'a> = &'a dyn Fn(&str, Hand) -> f64;

/// Lays the words out on paper of this size; `code` is the side of the code.
pub fn plan(words: &Words, (width, height): (f64, f64), text: f64, code: f64, measure: Measure) -> Plan {
    let mut text = text;
    loop {
        let plan = Sheet { width, text, measure, y: 0.0, lines: Vec::new() }.fill(words, height, code);
        if plan.curtain >= LEAST_CURTAIN || text <= LEAST_TEXT {
            return plan;
        }
        text *= 0.95;
    }
}

struct Sheet<'a> {
    width: f64,
    text: f64,
    measure: Measure<'a>,
    /// Where the next line begins.
    y: f64,
    lines: Vec<Line>,
}

impl Sheet<'_> {
    /// From the name down to the corners; then all of it is moved down to the foot.
    fn fill(mut self, words: &Words, height: f64, code: f64) -> Plan {
        let (middle, inner) = (self.width / 2.0, self.width - 2.0 * PAD);
        self.write(&words.name, Hand::Name, 24.0, 1.35, (middle, inner));
        self.y += GAP;
        self.write(&words.lead, Hand::Plain, 14.0, 1.5, (middle, inner));
        self.y += GAP;
        let code_at = self.y;
        self.y += code + GAP;
        self.code_line(words, middle);
        self.write(&words.press, Hand::Faint, 13.0, 1.45, (middle, inner));
        self.y += 2.0 * GAP;
        let rule = self.y;
        self.y += 12.0;
        self.corners(&words.corners);
        let curtain = height - PAD - self.y - 16.0;
        let down = curtain + 16.0;
        for line in &mut self.lines {
            line.y += down;
        }
        Plan { curtain, code: (middle - code / 2.0, code_at + down), rule: rule + down, lines: self.lines }
    }

    fn write(&mut self, text: &str, hand: Hand, size: f64, height: f64, (x, width): (f64, f64)) {
        let fitted = fit(text, size * self.text, width, &|text| (self.measure)(text, hand));
        for text in fitted.lines {
            self.lines.push(Line {
                text,
                hand,
                size: fitted.size,
                x,
                y: self.y + fitted.size * height / 2.0,
            });
            self.y += fitted.size * height;
        }
    }

    /// The label and the code side by side, each in its own hand.
    fn code_line(&mut self, words: &Words, middle: f64) {
        if words.code.is_empty() {
            return;
        }
        let size = 14.0 * self.text;
        let (label, code) = (
            (self.measure)(&words.label, Hand::Plain) * size,
            (self.measure)(&words.code, Hand::Strong) * size,
        );
        let gap = size * 0.4;
        let left = middle - (label + gap + code) / 2.0;
        let y = self.y + size * 0.75;
        let runs = [
            (&words.label, Hand::Plain, left + label / 2.0),
            (&words.code, Hand::Strong, left + label + gap + code / 2.0),
        ];
        for (text, hand, x) in runs {
            self.lines.push(Line { text: text.clone(), hand, size, x, y });
        }
        self.y += size * 1.5 + GAP;
    }

    fn corners(&mut self, corners: &[(String, String); 2]) {
        let column = (self.width - 2.0 * PAD - GAP) / 2.0;
        let (top, mut end) = (self.y, self.y);
        for ((title, note), x) in corners.iter().zip([PAD + column / 2.0, self.width - PAD - column / 2.0]) {
            self.y = top;
            self.write(title, Hand::Strong, 14.0, 1.5, (x, column));
            self.write(note, Hand::Plain, 13.0, 1.45, (x, column));
            end = end.max(self.y);
        }
        self.y = end;
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "poster_tests.rs"]
mod tests;
