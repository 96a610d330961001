//! When what was read on moving pictures counts: read twice in a row. Pure.

/// Reads that a second code, seen once, is waited for.
const WAITS: u8 = 3;

/// What the last read said.
#[derive(Default)]
pub(super) struct Agreement {
    last: Vec<String>,
    waited: u8,
}

impl Agreement {
    /// The texts that count, once there are any: each was in two reads in a
    /// row. A frame in which nothing was read is no read.
    pub(super) fn hear(&mut self, now: Vec<String>) -> Option<Vec<String>> {
        if now.is_empty() {
            return None;
        }
        let agreed: Vec<String> = now.iter().filter(|text| self.last.contains(text)).cloned().collect();
        // Another code is in the picture, and a little later may be sure too.
        let more = agreed.len() < now.len().max(self.last.len());
        self.waited = if more && !agreed.is_empty() { self.waited + 1 } else { 0 };
        self.last = now;
        (!agreed.is_empty() && (!more || self.waited >= WAITS)).then_some(agreed)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Agreement;

    fn hear(agreement: &mut Agreement, texts: &str) -> Option<String> {
        agreement.hear(texts.split_whitespace().map(str::to_owned).collect()).map(|all| all.join(" "))
    }

    #[test]
    fn one_read_is_no_read() {
        let mut all = Agreement::default();
        assert_eq!(hear(&mut all, "a"), None);
        assert_eq!(hear(&mut all, "b"), None, "a misread is not taken for it");
        assert_eq!(hear(&mut all, ""), None);
        assert_eq!(hear(&mut all, "b").as_deref(), Some("b"));
    }

    #[test]
    fn a_second_code_is_waited_for_but_not_for_ever() {
        let mut all = Agreement::default();
        assert_eq!(hear(&mut all, "a"), None);
        assert_eq!(hear(&mut all, "a b"), None);
        assert_eq!(hear(&mut all, "b a").as_deref(), Some("b a"));
        let mut all = Agreement::default();
        let heard = ["a", "a b", "a c", "a d"].map(|texts| hear(&mut all, texts));
        assert_eq!(heard, [None, None, None, Some("a".to_owned())]);
    }
}
