//! Drafts: what was typed is kept on each input, and cleared only when the backend confirmed. Where two tabs write at one
//! place, neither writes over the other.

use contract::AccountId;
use reactive_graph::effect::Effect;
use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked, GetValue, Set, SetValue, Track, UpdateValue, WithValue};

use crate::beside::{Fields, beside, read, together};
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
    /// Where this tab writes: under the name, or beside it where another tab's words are.
    slot: StoredValue<String>,
    /// What lies in the slot as far as this tab knows.
    seen: StoredValue<Option<String>>,
    /// What other tabs left beside it and is part of this now: gone with the next write.
    others: StoredValue<Vec<(String, String)>>,
    kept: StoredValue<Fields>,
    fields: StoredValue<Vec<Field>>,
}

impl Data {
    /// The draft of a place, such as `group/c81e/post`.
    pub fn draft(self, place: &str) -> Draft {
        let name = format!("{}{place}", prefix(self.account().as_ref()));
        let disk = &self.core().disk;
        let (kept, others) = together(disk.as_ref(), &name);
        let draft = Draft {
            data: self,
            slot: StoredValue::new(name.clone()),
            seen: StoredValue::new(disk.get(&name)),
            others: StoredValue::new(others),
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
        let (disk, name) = (&self.core().disk, format!("{}{place}", prefix(self.account().as_ref())));
        disk.names(&name).iter().filter_map(|name| disk.get(name)).any(|kept| kept.contains(text))
    }

    /// Whether anything lies on this phone that was typed and not sent.
    pub fn has_drafts(self) -> bool {
        let names = self.core().disk.names("draft/");
        names.iter().any(|name| !name.ends_with("/sign-in"))
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
        let (disk, name) = (self.data.core().disk.as_ref(), self.name.get_value());
        let (kept, others) = together(disk, &name);
        let mine = self.slot.get_value();
        // What this tab has beside it does not fit to what came: it stays as it is, and both are kept.
        if mine != name && disk.get(&mine).is_some() && others.iter().all(|(other, _)| *other != mine) {
            return;
        }
        self.seen.set_value(disk.get(&name));
        self.slot.set_value(name);
        self.others.set_value(others);
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
        self.remove();
        self.fields.update_value(|fields| {
            for field in fields {
                field.empty = field.text.get_untracked();
            }
        });
    }

    /// Forgets it: the backend has it now, or the member let it go. The fields are as at first.
    pub fn clear(self) {
        self.remove();
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
        Sent { draft: self, slot: self.slot.get_value(), fields, texts }
    }

    fn write(self, kept: Fields) -> bool {
        let nothing_typed = kept.keys().all(|name| name.starts_with('#'));
        let empty = nothing_typed && self.fields.with_value(|fields| !fields.is_empty());
        let text = serde_json::to_string(&kept).ok().filter(|_| !empty);
        self.kept.set_value(kept);
        let seen = self.seen.get_value();
        if text == seen && self.others.with_value(Vec::is_empty) {
            return true;
        }
        let (disk, mut slot) = (&self.data.core().disk, self.slot.get_value());
        // Another tab wrote here since: its words stay, and these lie beside them.
        if disk.get(&slot).is_some_and(|now| Some(now) != seen) {
            slot = beside(&self.name.get_value(), &self.data.new_key());
            self.slot.set_value(slot.clone());
        }
        let stored = text.as_ref().is_none_or(|text| disk.set(&slot, text));
        if text.is_none() {
            disk.remove(&slot);
        }
        if stored {
            self.seen.set_value(text);
            self.forget_others();
        }
        stored
    }

    /// Takes it off the disk, but for what another tab wrote there since.
    fn remove(self) {
        let (disk, slot) = (&self.data.core().disk, self.slot.get_value());
        if disk.get(&slot) == self.seen.get_value() {
            disk.remove(&slot);
        }
        self.kept.set_value(Fields::new());
        self.seen.set_value(None);
        self.forget_others();
    }

    /// What was beside it is in it now; what was written there since is not, and stays.
    fn forget_others(self) {
        let disk = &self.data.core().disk;
        for (other, text) in self.others.try_update_value(core::mem::take).unwrap_or_default() {
            if disk.get(&other) == Some(text) {
                disk.remove(&other);
            }
        }
    }
}

/// A draft on its way. Confirmed, it is forgotten, but for what was typed since.
pub(crate) struct Sent {
    draft: Draft,
    /// Where it lay when it was sent: the page may be gone.
    slot: String,
    fields: Vec<Field>,
    texts: Vec<String>,
}

impl Sent {
    /// The backend has it.
    pub(crate) fn confirmed(self) {
        let (draft, disk) = (self.draft, &self.draft.data.core().disk);
        let slot = draft.slot.try_get_value().unwrap_or(self.slot);
        let on_disk = disk.get(&slot);
        let mut kept = read(on_disk.as_deref());
        kept.retain(|name, _| !name.starts_with('#'));
        for (field, sent) in self.fields.into_iter().zip(self.texts) {
            if kept.get(&field.name).is_none_or(|now| *now == sent) {
                kept.remove(&field.name);
            }
            if field.text.try_get_untracked().is_some_and(|now| now == sent) {
                field.text.try_set(field.empty);
            }
        }
        let text = serde_json::to_string(&kept).ok().filter(|_| !kept.is_empty());
        match &text {
            Some(text) => drop(disk.set(&slot, text)),
            None => disk.remove(&slot),
        }
        // What another tab wrote there is still not this tab's.
        if draft.seen.try_get_value() == Some(on_disk) {
            draft.seen.try_set_value(text);
        }
        draft.kept.try_set_value(kept);
    }
}
