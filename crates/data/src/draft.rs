//! Drafts: what was typed is kept on each input, and cleared only when the backend confirmed.

use std::collections::BTreeMap;

use contract::AccountId;
use reactive_graph::effect::Effect;
use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked, GetValue, Set, SetValue, Track, UpdateValue, WithValue};

use crate::core::Data;

/// The names of an account's drafts on disk.
pub(crate) fn prefix(account: Option<&AccountId>) -> String {
    format!("draft/{}/", account.map_or("", AccountId::as_str))
}

#[derive(Clone)]
struct Field {
    name: String,
    /// What it says when nothing was typed.
    empty: String,
    text: RwSignal<String>,
}

/// The fields of one form at one place, kept across reloads. `Copy`.
#[derive(Clone, Copy)]
pub struct Draft {
    data: Data,
    name: StoredValue<String>,
    kept: StoredValue<BTreeMap<String, String>>,
    fields: StoredValue<Vec<Field>>,
}

impl Data {
    /// The draft of a place, such as `group/c81e/post`.
    pub fn draft(self, place: &str) -> Draft {
        let name = format!("{}{place}", prefix(self.account().as_ref()));
        let kept = self
            .core()
            .disk
            .get(&name)
            .and_then(|text| net::json::from_text::<BTreeMap<String, String>>(&text))
            .unwrap_or_default();
        let draft = Draft {
            data: self,
            name: StoredValue::new(name),
            kept: StoredValue::new(kept),
            fields: StoredValue::new(Vec::new()),
        };
        // Words that come back from the outbox are seen where they were typed.
        let (given_back, place) = (self.given_back(), place.to_owned());
        Effect::new(move |before: Option<u64>| {
            let (count, to) = given_back.get();
            if before.is_some_and(|before| before < count) && to == place {
                draft.read_again();
            }
            count
        });
        draft
    }

    /// Whether what is kept of a draft has this text in it.
    pub(crate) fn draft_has(self, place: &str, text: &str) -> bool {
        let kept = self.core().disk.get(&format!("{}{place}", prefix(self.account().as_ref())));
        kept.is_some_and(|kept| kept.contains(text))
    }
}

impl Draft {
    /// A field's text, kept on each input; `empty` is what it says when nothing was typed.
    /// A name with `#` before it is of what was typed (such as what it answers): alone it is nothing, and is not kept.
    pub fn field(self, name: &str, empty: &str) -> RwSignal<String> {
        let kept = self.kept.with_value(|kept| kept.get(name).cloned());
        let text = RwSignal::new(kept.unwrap_or_else(|| empty.to_owned()));
        let field = Field { name: name.to_owned(), empty: empty.to_owned(), text };
        self.fields.update_value(|fields| fields.push(field));
        Effect::new(move |before: Option<()>| {
            text.track();
            if before.is_some() {
                self.keep();
            }
        });
        text
    }

    /// The fields are as they are on disk.
    fn read_again(self) {
        let text = self.data.core().disk.get(&self.name.get_value());
        let kept: BTreeMap<String, String> =
            text.and_then(|text| net::json::from_text(&text)).unwrap_or_default();
        for field in self.fields.get_value() {
            field.text.set(kept.get(&field.name).cloned().unwrap_or(field.empty));
        }
        self.kept.set_value(kept);
    }

    /// Whether something was kept from before.
    pub fn was_kept(self) -> bool {
        self.kept.with_value(|kept| kept.keys().any(|name| !name.starts_with('#')))
    }

    /// Whether anything but this field was kept from before.
    pub fn was_kept_besides(self, field: &str) -> bool {
        self.kept.with_value(|kept| kept.keys().any(|name| !name.starts_with('#') && name != field))
    }

    /// Writes the fields down as they are. Returns false when the phone would not keep them.
    pub fn keep(self) -> bool {
        let mut kept = self.kept.get_value();
        for field in self.fields.get_value() {
            let text = field.text.get_untracked();
            if text == field.empty {
                kept.remove(&field.name);
            } else {
                kept.insert(field.name, text);
            }
        }
        self.write(kept)
    }

    /// The fields now say what the backend says: nothing is typed any more.
    pub fn clear_as_is(self) {
        self.kept.set_value(BTreeMap::new());
        self.data.core().disk.remove(&self.name.get_value());
        self.fields.update_value(|fields| {
            for field in fields {
                field.empty = field.text.get_untracked();
            }
        });
    }

    /// Forgets it: the backend has it now, or the member let it go. The fields are as at first.
    pub fn clear(self) {
        self.kept.set_value(BTreeMap::new());
        self.data.core().disk.remove(&self.name.get_value());
        for field in self.fields.get_value() {
            field.text.set(field.empty);
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

    /// What was typed and where, to be given back if it does not arrive.
    pub(crate) fn typed(self) -> crate::outbox::Typed {
        self.keep();
        let name = self.name.get_value();
        let place = name.strip_prefix(&prefix(self.data.account().as_ref())).unwrap_or(&name);
        crate::outbox::Typed { place: place.to_owned(), fields: self.kept.get_value() }
    }

    /// What is being sent, apart from the page: the page may be left before the answer comes.
    pub(crate) fn sent(self) -> Sent {
        let fields = self.fields.get_value();
        let texts = fields.iter().map(|field| field.text.get_untracked()).collect();
        Sent { data: self.data, name: self.name.get_value(), kept: self.kept, fields, texts }
    }

    fn write(self, kept: BTreeMap<String, String>) -> bool {
        let name = self.name.get_value();
        let disk = &self.data.core().disk;
        let nothing_typed = kept.keys().all(|name| name.starts_with('#'));
        let stored = if nothing_typed && self.fields.with_value(|fields| !fields.is_empty()) {
            disk.remove(&name);
            true
        } else {
            serde_json::to_string(&kept).is_ok_and(|text| disk.set(&name, &text))
        };
        self.kept.set_value(kept);
        stored
    }
}

/// A draft on its way. Confirmed, it is forgotten, but for what was typed since.
pub(crate) struct Sent {
    data: Data,
    name: String,
    kept: StoredValue<BTreeMap<String, String>>,
    fields: Vec<Field>,
    texts: Vec<String>,
}

impl Sent {
    /// The backend has it.
    pub(crate) fn confirmed(self) {
        let disk = &self.data.core().disk;
        let on_disk = disk.get(&self.name).and_then(|text| net::json::from_text(&text));
        let mut kept: BTreeMap<String, String> = on_disk.unwrap_or_default();
        kept.retain(|name, _| !name.starts_with('#'));
        for (field, sent) in self.fields.into_iter().zip(self.texts) {
            if kept.get(&field.name).is_none_or(|now| *now == sent) {
                kept.remove(&field.name);
            }
            if field.text.try_get_untracked().is_some_and(|now| now == sent) {
                field.text.try_set(field.empty);
            }
        }
        if kept.is_empty() {
            disk.remove(&self.name);
        } else if let Ok(text) = serde_json::to_string(&kept) {
            disk.set(&self.name, &text);
        }
        self.kept.try_set_value(kept);
    }
}
