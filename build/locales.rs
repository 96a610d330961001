//! The locale compiler: reads the files of every language, checks that they agree, and prints a Rust module.
//!
//! Pure: text in, text or sentences out, so that `build.rs` and a native test run the same code. Every fault is
//! a sentence that names the file and the key, because the reader is a translator.

use super::rules::{CATEGORIES, coded, is_name, placeholders, required_forms};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// One language as found on disk: its tag and its files, `(stem, contents)`.
pub struct Language {
    /// The folder's name, such as `zh-CN`.
    pub tag: String,
    /// File stems with their text.
    pub files: Vec<(String, String)>,
}

/// A text as a translator wrote it.
#[derive(PartialEq)]
enum Entry {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

type Entries = BTreeMap<String, Entry>;
type Modules = BTreeMap<String, Entries>;

/// Compile all languages; the first one is the fallback and the one that the others are compared with.
///
/// `looked_up` names the modules whose texts can be found by their key at run time.
pub fn compile(languages: &[Language], looked_up: &[&str]) -> Result<String, Vec<String>> {
    let mut faults = Vec::new();
    let parsed: Vec<(&str, Modules)> =
        languages.iter().map(|language| (language.tag.as_str(), read(language, &mut faults))).collect();
    let Some(((base_tag, base), others)) = parsed.split_first() else {
        return Err(vec!["locales/: there is no language folder.".into()]);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    for (tag, modules) in others {
        compare((base_tag, base), (tag, modules), &mut faults);
    }
    for name in looked_up {
        for (key, entry) in base.get(*name).into_iter().flatten() {
            if params(entry).next().is_some() || matches!(entry, Entry::Plural(_)) {
                faults.push(format!(
                    "locales/{base_tag}/{name}.toml: `{key}` is found by its code at run time, so it may have neither placeholders nor plural forms."
                ));
            }
        }
    }
    if faults.is_empty() { Ok(super::emit::module(&parsed_views(&parsed), looked_up)) } else { Err(faults) }
}

/// What the printer needs to know of a key.
pub struct KeyView {
    pub name: String,
    /// Parameters without the count, by name: moving a word in a text never swaps two arguments.
    pub params: Vec<String>,
    pub plural: bool,
    /// For each language its text or texts, aligned with [`View::forms`]; unused forms are empty.
    pub texts: Vec<Vec<String>>,
}

/// The checked languages, ready to print.
pub struct View {
    pub tags: Vec<String>,
    /// Plural categories in use, in storage order.
    pub forms: Vec<&'static str>,
    pub modules: Vec<(String, Vec<KeyView>)>,
}

fn parsed_views(parsed: &[(&str, Modules)]) -> View {
    let used: BTreeSet<&str> = parsed.iter().flat_map(|(tag, _)| required_forms(tag)).copied().collect();
    let forms: Vec<&'static str> = CATEGORIES.into_iter().filter(|c| used.contains(c)).collect();
    let Some((_, base)) = parsed.first() else { return View { tags: vec![], forms, modules: vec![] } };
    let text = |entry: Option<&Entry>, params: &[String]| match entry {
        Some(Entry::Plain(text)) => vec![coded(text, params)],
        Some(Entry::Plural(by_form)) => {
            forms.iter().map(|f| by_form.get(*f).map(|t| coded(t, params)).unwrap_or_default()).collect()
        }
        None => vec![],
    };
    let modules = base.iter().map(|(module, entries)| {
        let keys = entries.iter().map(|(name, entry)| {
            let plural = matches!(entry, Entry::Plural(_));
            let mut names: Vec<String> = params(entry).collect();
            if plural {
                names.retain(|p| p != "n");
            }
            let mut slots = names.clone();
            if plural {
                slots.insert(0, "n".into());
            }
            let of =
                |(_, modules): &(&str, Modules)| text(modules.get(module).and_then(|m| m.get(name)), &slots);
            KeyView { name: name.clone(), params: names, plural, texts: parsed.iter().map(of).collect() }
        });
        (module.clone(), keys.collect())
    });
    let modules = modules.collect();
    View { tags: parsed.iter().map(|(tag, _)| (*tag).to_owned()).collect(), forms, modules }
}

fn read(language: &Language, faults: &mut Vec<String>) -> Modules {
    let mut modules = Modules::new();
    for (stem, text) in &language.files {
        let file = format!("locales/{}/{stem}.toml", language.tag);
        if !is_name(stem) {
            faults.push(format!("{file}: a file's name may hold only a-z, 0-9 and _ ."));
        }
        match text.parse::<Table>() {
            Ok(table) => {
                let mut entries = Entries::new();
                read_table(&file, &language.tag, "", &table, &mut entries, faults);
                modules.insert(stem.clone(), entries);
            }
            Err(error) => faults.push(format!("{file}: this is not TOML: {}", error.message())),
        }
    }
    modules
}

fn read_table(
    file: &str,
    tag: &str,
    prefix: &str,
    table: &Table,
    into: &mut Entries,
    faults: &mut Vec<String>,
) {
    for (raw, value) in table {
        let key = format!("{prefix}{raw}");
        if !is_name(&key) {
            faults.push(format!("{file}: `{key}` is no key: use a-z, 0-9 and _, starting with a letter."));
            continue;
        }
        let entry = match value {
            Value::String(text) => Entry::Plain(text.clone()),
            Value::Table(inner) if inner.keys().any(|k| CATEGORIES.contains(&k.as_str())) => {
                match plural(file, tag, &key, inner, faults) {
                    Some(entry) => entry,
                    None => continue,
                }
            }
            Value::Table(inner) if prefix.is_empty() => {
                read_table(file, tag, &format!("{key}_"), inner, into, faults);
                continue;
            }
            _ => {
                faults.push(format!("{file}: `{key}` must be a text in quotes or a table of plural forms."));
                continue;
            }
        };
        check_texts(file, &key, &entry, faults);
        if into.insert(key.clone(), entry).is_some() {
            faults.push(format!("{file}: `{key}` is there twice."));
        }
    }
}

fn plural(file: &str, tag: &str, key: &str, table: &Table, faults: &mut Vec<String>) -> Option<Entry> {
    let wanted = required_forms(tag);
    let before = faults.len();
    for form in wanted.iter().filter(|form| !table.contains_key(**form)) {
        faults.push(format!("{file}: `{key}` lacks the plural form `{form}`, which {tag} needs."));
    }
    let mut forms = BTreeMap::new();
    for (form, value) in table {
        match value {
            _ if !wanted.contains(&form.as_str()) => faults.push(format!(
                "{file}: `{key}` has a plural form `{form}`; {tag} uses only {}.",
                wanted.join(", ")
            )),
            Value::String(text) => {
                forms.insert(form.clone(), text.clone());
            }
            _ => faults.push(format!("{file}: the form `{form}` of `{key}` must be a text in quotes.")),
        }
    }
    (faults.len() == before).then_some(Entry::Plural(forms))
}

fn check_texts(file: &str, key: &str, entry: &Entry, faults: &mut Vec<String>) {
    for text in texts(entry) {
        if text.trim().is_empty() {
            faults.push(format!("{file}: `{key}` is empty."));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            faults.push(format!("{file}: `{key}` holds a control character."));
        }
        if let Err(fault) = placeholders(text) {
            faults.push(format!("{file}: `{key}`: {fault}"));
        }
    }
    if params(entry).count() > 7 {
        faults.push(format!("{file}: `{key}` has more than 7 placeholders."));
    }
    // The form for one thing may leave the number out ("one new post"); nothing else may differ.
    let sets: BTreeSet<BTreeSet<String>> = texts(entry)
        .map(|t| placeholders(t).unwrap_or_default().into_iter().filter(|p| p != "n").collect())
        .collect();
    if sets.len() > 1 {
        faults.push(format!("{file}: the plural forms of `{key}` have different placeholders."));
    }
}

fn compare(base: (&str, &Modules), other: (&str, &Modules), faults: &mut Vec<String>) {
    let nothing = Entries::new();
    let names: BTreeSet<&String> = base.1.keys().chain(other.1.keys()).collect();
    for name in names {
        let file = format!("locales/{}/{name}.toml", other.0);
        let origin = format!("locales/{}/{name}.toml", base.0);
        if !other.1.contains_key(name) {
            faults.push(format!("{file}: the file is missing; {origin} exists."));
            continue;
        }
        if !base.1.contains_key(name) {
            faults.push(format!("{origin}: the file is missing; {file} exists."));
            continue;
        }
        let (ours, theirs) = (base.1.get(name).unwrap_or(&nothing), other.1.get(name).unwrap_or(&nothing));
        let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            match (ours.get(key), theirs.get(key)) {
                (Some(_), None) => faults.push(format!("{file}: `{key}` is missing; {origin} has it.")),
                (None, Some(_)) => faults
                    .push(format!("{file}: `{key}` is not in {origin}: remove it here or add it there.")),
                (Some(a), Some(b)) => compare_entry(key, (&origin, a), (&file, b), faults),
                (None, None) => {}
            }
        }
    }
}

fn compare_entry(key: &str, a: (&str, &Entry), b: (&str, &Entry), faults: &mut Vec<String>) {
    if matches!(a.1, Entry::Plural(_)) != matches!(b.1, Entry::Plural(_)) {
        faults
            .push(format!("{}: `{key}` must have plural forms here exactly if it has them in {}.", b.0, a.0));
        return;
    }
    let (ours, theirs): (BTreeSet<String>, BTreeSet<String>) = (params(a.1).collect(), params(b.1).collect());
    if ours != theirs {
        let list =
            |set: &BTreeSet<String>| set.iter().map(|p| format!("{{{p}}}")).collect::<Vec<_>>().join(" ");
        faults.push(format!(
            "{}: `{key}` has the placeholders [{}], but {} has [{}].",
            b.0,
            list(&theirs),
            a.0,
            list(&ours)
        ));
    }
}

fn texts(entry: &Entry) -> impl Iterator<Item = &String> {
    let (plain, plural) = match entry {
        Entry::Plain(text) => (Some(text), None),
        Entry::Plural(forms) => (None, Some(forms.values())),
    };
    plain.into_iter().chain(plural.into_iter().flatten())
}

/// Placeholders of all forms, sorted by name.
fn params(entry: &Entry) -> impl Iterator<Item = String> {
    let names: BTreeSet<String> = texts(entry).filter_map(|t| placeholders(t).ok()).flatten().collect();
    names.into_iter()
}
