//! Words in a given width: one line, two lines, smaller, cut. Pure; widths come from a measure.

/// Marks what was cut off.
const MORE: &str = "…";
/// A line is not made smaller than this before it becomes two.
const ONE: f64 = 0.86;
/// Two lines are not made smaller than this before they are cut.
const TWO: f64 = 0.68;

/// Lines and the size they are written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// One or two lines; none for no words.
    pub lines: Vec<String>,
    /// At most what was asked for.
    pub size: f64,
}

/// `text` in at most two lines of `width`; `measure` gives a width at size 1.
pub fn fit(text: &str, size: f64, width: f64, measure: &dyn Fn(&str) -> f64) -> Fitted {
    let text = text.trim();
    if text.is_empty() {
        return Fitted { lines: Vec::new(), size };
    }
    let largest = |relative: f64| (width / relative.max(f64::MIN_POSITIVE)).min(size);
    let one = largest(measure(text));
    if one >= size * ONE {
        return Fitted { lines: vec![text.to_owned()], size: one };
    }
    if let Some((first, second, relative)) = halves(text, measure) {
        let two = largest(relative);
        if two >= size * TWO {
            return Fitted { lines: vec![first, second], size: two };
        }
    }
    let size = size * TWO;
    Fitted { lines: cut(text, width / size, measure), size }
}

/// The break that leaves the shortest longer line.
fn halves(text: &str, measure: &dyn Fn(&str) -> f64) -> Option<(String, String, f64)> {
    let mut best: Option<(String, String, f64)> = None;
    let clusters = clusters(text);
    for at in breaks(&clusters) {
        let (first, second) = clusters.split_at(at);
        let (first, second) = (first.concat().trim().to_owned(), second.concat().trim().to_owned());
        let longer = measure(&first).max(measure(&second));
        if !second.is_empty() && best.as_ref().is_none_or(|(_, _, least)| longer < *least) {
            best = Some((first, second, longer));
        }
    }
    best
}

/// As much as two lines hold, then three dots.
fn cut(text: &str, width: f64, measure: &dyn Fn(&str) -> f64) -> Vec<String> {
    let clusters = clusters(text);
    let head = |from: usize, end: &str| {
        let rest = clusters.get(from..).unwrap_or_default();
        let holds = |n: &usize| {
            measure(&(rest.get(..*n).unwrap_or_default().concat().trim_end().to_owned() + end)) <= width
        };
        // At least one character a line, however wide.
        (1..=rest.len()).take_while(holds).last().unwrap_or(1).min(rest.len())
    };
    let most = head(0, "");
    // At a break if there is one in the second half of the line.
    let first = breaks(&clusters).into_iter().rfind(|at| *at <= most && *at * 2 > most);
    let first = first.unwrap_or(most);
    let second = first + head(first, MORE);
    let piece = |from, to| clusters.get(from..to).unwrap_or_default().concat().trim().to_owned();
    vec![piece(0, first), piece(first, second) + MORE]
}

/// What is one character to a reader: an emoji with its parts, a letter with its accents.
fn clusters(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut before, mut flags) = (0, None, 0);
    for (at, c) in text.char_indices() {
        let flag = ('\u{1f1e6}'..='\u{1f1ff}').contains(&c);
        let joined = before == Some('\u{200d}') || extends(c) || (flag && flags % 2 == 1);
        flags = if flag { flags + 1 } else { 0 };
        if at > start && !joined {
            out.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    out.extend(text.get(start..));
    out
}

/// Whether a character belongs to the one before it.
fn extends(c: char) -> bool {
    matches!(c,
        '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' | '\u{300}'..='\u{36f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// Where a line may end: after a space, and between characters that are written without spaces.
fn breaks(clusters: &[&str]) -> Vec<usize> {
    let first = |at: usize| clusters.get(at).and_then(|cluster| cluster.chars().next());
    let may = |at: &usize| {
        let (Some(before), Some(after)) = (first(at - 1), first(*at)) else { return false };
        if after.is_whitespace() || closes(after) || opens(before) {
            return false;
        }
        before.is_whitespace() || before == '-' || stands_alone(before) || stands_alone(after)
    };
    (1..clusters.len()).filter(may).collect()
}

/// Han, kana, full-width forms, emoji: what a line may break beside.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{3ffff}')
}

/// Never the first on a line.
fn closes(c: char) -> bool {
    "，。、；：？！）」』】》〉’”…·,.;:?!)]}%".contains(c)
}

/// Never the last on a line.
fn opens(c: char) -> bool {
    "（「『【《〈‘“([{¥$#".contains(c)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "wrap_tests.rs"]
pub mod tests;
