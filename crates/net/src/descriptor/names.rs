//! The command's fields under the names that a backend knows them by, read off the body that is sent to it.

use super::place::Place;
use super::source::{Source, What};

/// Adds `(foreign, contract)` of every field: dotted names to pointers, `*` for a place in a list.
pub(super) fn collect(prefix: &str, source: &Source, names: &mut Vec<(String, String)>) {
    match &source.what {
        What::Object(_, fields) => {
            for (name, source) in fields {
                let dotted = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                collect(&dotted, source, names);
            }
        }
        What::At(Place::Here | Place::Command, pointer) => {
            names.push((prefix.to_owned(), pointer.to_string()))
        }
        What::Each(list, item) => {
            if let What::At(Place::Here | Place::Command, pointer) = &list.what {
                let mut inner = Vec::new();
                collect("", item, &mut inner);
                let below = |(name, ours)| (format!("{prefix}.*.{name}"), format!("{pointer}/*{ours}"));
                names.extend(inner.into_iter().map(below));
                names.push((prefix.to_owned(), pointer.to_string()));
            }
        }
        What::First(sources) => sources.iter().take(1).for_each(|source| collect(prefix, source, names)),
        _ => {}
    }
}
