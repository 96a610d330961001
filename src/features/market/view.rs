//! The pages of this feature, one file each, and what they share. No rule and no arithmetic here.

pub mod bar;
pub mod calendar;
pub mod card;
pub mod class;
pub mod classes;
pub mod line;
pub mod listing;
pub mod new_class;
pub mod new_listing;
pub mod price;
mod refuse;
pub mod roster;
pub mod run;
pub mod seats;

use contract::group::Group;
use leptos::prelude::*;
use loadable::{Loadable, Notice};

use crate::i18n::field_text;

/// A value that is here, as a memo that keeps the last one; none while there is none.
pub fn present<T>(value: Signal<Loadable<T>>) -> Option<Memo<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let first = value.with_untracked(|v| v.value().cloned())?;
    Some(Memo::new(move |last: Option<&T>| {
        value.with(|v| v.value().cloned()).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    }))
}

/// Why a field was not accepted, for the field's `error`.
pub fn field_error(
    notice: Signal<Option<Notice>>,
    field: &'static str,
) -> impl Fn() -> Option<String> + Send + Sync + Copy + 'static {
    move || notice.with(|n| n.as_ref()?.field(field).map(|code| field_text(code).to_owned()))
}

/// Whether I run a group, and so its classes; false until it is known.
pub fn group_runs(group: Signal<Loadable<Group>>) -> Memo<bool> {
    Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())))
}
