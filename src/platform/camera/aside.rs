//! Texts that were put away: not told again while their code is still in view. Pure.

/// How long (ms) none of them may be read before they count as out of view.
const AWAY_MS: f64 = 1_200.0;

/// What was put away, and when it was last seen.
pub(super) struct Aside {
    texts: Vec<String>,
    seen: Option<f64>,
}

impl Aside {
    pub(super) fn new(texts: Vec<String>) -> Self {
        Self { texts, seen: None }
    }

    /// What counts of a read at `at`: nothing that was put away, until it was
    /// out of view for a while or another text is read.
    pub(super) fn keep(&mut self, now: Vec<String>, at: f64) -> Vec<String> {
        if now.iter().any(|text| !self.texts.contains(text)) {
            self.texts.clear();
        }
        if self.texts.is_empty() {
            return now;
        }
        // Counted from the first read: opening the camera takes its time.
        let seen = *self.seen.get_or_insert(at);
        if at - seen > AWAY_MS {
            self.texts.clear();
            return now;
        }
        if !now.is_empty() {
            self.seen = Some(at);
        }
        Vec::new()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Aside;

    fn keep(aside: &mut Aside, texts: &str, at: f64) -> String {
        aside.keep(texts.split_whitespace().map(str::to_owned).collect(), at).join(" ")
    }

    #[test]
    fn what_is_still_in_view_is_not_told_again() {
        let mut aside = Aside::new(vec!["a".into(), "b".into()]);
        for (texts, at) in [("a", 5_000.0), ("a b", 6_000.0), ("", 6_900.0), ("b", 7_100.0), ("", 8_200.0)] {
            assert_eq!(keep(&mut aside, texts, at), "", "{texts} {at}");
        }
        // Out of view, and back.
        assert_eq!(keep(&mut aside, "", 8_400.0), "");
        assert_eq!(keep(&mut aside, "a", 9_000.0), "a");
    }

    #[test]
    fn another_text_ends_it() {
        let mut aside = Aside::new(vec!["a".into()]);
        assert_eq!(keep(&mut aside, "a", 0.0), "");
        assert_eq!(keep(&mut aside, "c", 100.0), "c");
        assert_eq!(keep(&mut aside, "a", 200.0), "a");
        assert_eq!(keep(&mut Aside::new(Vec::new()), "a", 0.0), "a");
    }
}
