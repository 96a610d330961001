//! Drafts: what was typed is kept on each input, and cleared only when the backend confirmed.

use std::collections::BTreeMap;

use contract::AccountId;
use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{GetUntracked, GetValue, Set, SetValue, UpdateValue, WithValue};

use crate::core::Data;

/// The names of an account's drafts on disk.
pub(crate) fn prefix(account: Option<&AccountId>) -> String {
    format!("draft/{}/", account.map_or("", AccountId::as_str))
}

/// The fields of one form at one place, kept across reloads. `Copy`.
#[derive(Clone, Copy)]
pub struct Draft {
    data: Data,
    name: StoredValue<String>,
    kept: StoredValue<BTreeMap<String, String>>,
    fields: StoredValue<Vec<(String, RwSignal<String>)>>,
}

impl Data {
    /// The draft of a place, such as `group/c81e/post`.
    pub fn draft(self, place: &str) -> Draft {
        let name = format!("{}{place}", prefix(self.account().as_ref()));
        let kept = self
            .core()
            .disk
            .get(&name)
            .and_then(|text| serde_json::from_str::<BTreeMap<String, String>>(&text).ok())
            .unwrap_or_default();
        Draft {
            data: self,
            name: StoredValue::new(name),
            kept: StoredValue::new(kept),
            fields: StoredValue::new(Vec::new()),
        }
    }
}

impl Draft {
    /// A field's text, with what it says when nothing was typed.
    ///
    /// Call [`Self::keep`] on each input of the field.
    pub fn field(self, name: &str, empty: &str) -> RwSignal<String> {
        let text = self.kept.with_value(|kept| kept.get(name).cloned()).unwrap_or_else(|| empty.to_owned());
        let signal = RwSignal::new(text);
        self.fields.update_value(|fields| fields.push((name.to_owned(), signal)));
        signal
    }

    /// Whether something was kept from before.
    pub fn was_kept(self) -> bool {
        self.kept
            .with_value(|kept| kept.iter().any(|(name, text)| !name.starts_with('#') && !text.is_empty()))
    }

    /// Writes the fields down as they are. Returns false when the phone would not keep them.
    pub fn keep(self) -> bool {
        let mut kept = self.kept.get_value();
        for (name, signal) in self.fields.get_value() {
            kept.insert(name, signal.get_untracked());
        }
        self.write(kept)
    }

    /// Forgets it: the backend has it now. The fields become empty.
    pub fn clear(self) {
        self.kept.set_value(BTreeMap::new());
        self.data.core().disk.remove(&self.name.get_value());
        for (_, signal) in self.fields.get_value() {
            signal.set(String::new());
        }
    }

    /// The key of the intent that carries `body`: the one of the last try when the body is the same, also
    /// after a reload; a new one when the body is another.
    pub(crate) fn key_for(self, body: &str) -> String {
        let mut kept = self.kept.get_value();
        if let (Some(key), Some(before)) = (kept.get("#key"), kept.get("#body"))
            && before == body
        {
            return key.clone();
        }
        let key = self.data.new_key();
        kept.insert("#key".to_owned(), key.clone());
        kept.insert("#body".to_owned(), body.to_owned());
        self.write(kept);
        key
    }

    fn write(self, kept: BTreeMap<String, String>) -> bool {
        let stored = serde_json::to_string(&kept)
            .is_ok_and(|text| self.data.core().disk.set(&self.name.get_value(), &text));
        self.kept.set_value(kept);
        stored
    }
}
