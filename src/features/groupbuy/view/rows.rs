//! Rows of a form that are added and taken away: steps of the price, options, times. Kept in the draft on each input.

use std::array;

use data::Draft;
use leptos::prelude::*;

use crate::compose::form::ErrorOf;
use crate::ui::{Button, IconButton, Look, glyph};

/// The rows, each of `N` texts: as many as there may be, and how many are shown. `Copy`.
#[derive(Clone, Copy)]
pub struct Rows<const N: usize> {
    texts: StoredValue<Vec<[RwSignal<String>; N]>>,
    shown: RwSignal<String>,
    least: usize,
}

impl<const N: usize> Rows<N> {
    /// The rows that a draft keeps under a name, `first` until something is typed; `least` to `most` of them.
    pub fn of(
        draft: Draft,
        name: &str,
        parts: [&str; N],
        first: &[[String; N]],
        [least, most]: [usize; 2],
    ) -> Self {
        let text = |at: usize, part: usize| {
            let given = first.get(at).and_then(|row| row.get(part)).map_or("", String::as_str);
            let part = parts.get(part).copied().unwrap_or_default();
            draft.field(&format!("{name}/{at}/{part}"), given)
        };
        let texts = (0..most).map(|at| array::from_fn(|part| text(at, part))).collect();
        let shown = draft.field(name, &first.len().max(least).to_string());
        Self { texts: StoredValue::new(texts), shown, least }
    }

    /// How many there are.
    pub fn count(self) -> usize {
        let most = self.texts.with_value(Vec::len);
        self.shown.with(|n| n.parse::<usize>().unwrap_or(self.least)).clamp(self.least, most)
    }

    /// What was typed, tracked.
    pub fn get(self) -> Vec<[String; N]> {
        let count = self.count();
        self.texts
            .with_value(|texts| texts.iter().take(count).map(|row| row.map(|text| text.get())).collect())
    }

    fn at(self, at: usize) -> Option<[RwSignal<String>; N]> {
        self.texts.with_value(|texts| texts.get(at).copied())
    }

    fn add(self, more: usize) {
        self.shown.set((untrack(|| self.count()) + more).to_string());
    }

    /// Takes a row out; those after it move up.
    fn remove(self, at: usize) {
        let count = untrack(|| self.count());
        for to in at..count {
            let Some(row) = self.at(to) else { continue };
            let next = self.at(to + 1).filter(|_| to + 1 < count);
            for (part, text) in row.into_iter().enumerate() {
                let moved = next.and_then(|next| next.get(part).map(|text| text.get_untracked()));
                text.set(moved.unwrap_or_default());
            }
        }
        self.shown.set(count.saturating_sub(1).max(self.least).to_string());
    }
}

/// The words around the rows.
#[derive(Clone, Copy)]
pub struct RowWords {
    /// A row, by its number.
    pub nth: fn(i64) -> String,
    /// Adds one.
    pub add: &'static str,
    /// Takes one away, by its number.
    pub remove: fn(i64) -> String,
    /// How many the first press adds: one option alone is nothing to choose.
    pub begins_with: usize,
}

/// Draws the rows, each by `fields`, with what adds one and takes one away.
pub fn rows<const N: usize>(
    rows: Rows<N>,
    words: RowWords,
    fields: impl Fn(usize, [RwSignal<String>; N], ErrorOf) -> AnyView + Copy + Send + Sync + 'static,
    error: ErrorOf,
) -> AnyView {
    let has_room = Memo::new(move |_| rows.count() < rows.texts.with_value(Vec::len));
    let row = move |at: usize| {
        let nth = i64::try_from(at).unwrap_or(0) + 1;
        let inside = rows.at(at).map(|texts| fields(at, texts, error));
        let remove = (at >= rows.least).then(|| {
            view! { <IconButton icon=glyph::CLOSE label=(words.remove)(nth) plain=true on_press=move || rows.remove(at) /> }
        });
        view! { <li class="groupbuy-tier" data-one=(N == 1).then_some("") aria-label=(N > 1).then(|| (words.nth)(nth))>{inside}{remove}</li> }
    };
    let add = move || {
        let first = untrack(|| rows.count()) == 0;
        rows.add(if first { words.begins_with } else { 1 });
    };
    view! {
        <ol class="groupbuy-tiers">
            <For each=move || 0..rows.count() key=|at| *at children=row />
        </ol>
        {move || {
            has_room.get().then(|| {
                view! { <Button label=words.add icon=glyph::PLUS look=Look::Soft wide=true on_press=add /> }
            })
        }}
    }
    .into_any()
}
