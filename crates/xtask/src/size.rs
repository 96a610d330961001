//! `cargo xtask size`: bytes per file, and what a first visit loads, against the budgets in Cargo.toml: until the first
//! feed is on screen (drawn by the boot script, `public/boot.look.js`), and until the app itself is there.

use crate::args::{Args, Spec};
use crate::report::kb;
use crate::{Result, client, compress, page, paths};

/// What the first feed of a backend of the contract needs; its answers are the backend's.
const FIRST_FEED: &[&str] = &["index.html", "boot.js", "config.json"];

/// When a file is loaded.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    #[default]
    Later,
    /// Before the app runs.
    FirstVisit,
    /// Before the first feed is on screen.
    FirstFeed,
}

impl When {
    fn mark(self) -> &'static str {
        match self {
            Self::Later => " ",
            Self::FirstVisit => "○",
            Self::FirstFeed => "●",
        }
    }
}

/// One file, or a sum of files.
#[derive(Default, Clone)]
struct Row {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    when: When,
}

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    Args::parse(raw, &Spec { flags: &[], values: &[] })?;
    let manifest = paths::read(&paths::root().join("Cargo.toml"))?;
    let (feed_budget, visit_budget) =
        (budget(&manifest, "first_feed_brotli_kb")?, budget(&manifest, "first_visit_brotli_kb")?);
    let dir = client::ensure()?;
    let index = paths::read(&dir.join("index.html"))?;
    let mut first = page::references(&index);
    // The page itself, and what its boot script asks for.
    first.extend(["index.html".to_owned(), "config.json".to_owned()]);
    let mut rows = Vec::new();
    for file in paths::files(&dir)? {
        let bytes = std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", paths::shown(&file)))?;
        let name = file.strip_prefix(&dir).unwrap_or(&file).display().to_string();
        let (gzip, brotli) = if compress::shrinks(&file) {
            (compress::gzip(&bytes)?.len(), compress::brotli(&bytes)?.len())
        } else {
            (bytes.len(), bytes.len())
        };
        let when = match () {
            () if FIRST_FEED.contains(&name.as_str()) => When::FirstFeed,
            () if first.contains(&name) => When::FirstVisit,
            () => When::Later,
        };
        rows.push(Row { name, raw: bytes.len(), gzip, brotli, when });
    }
    // Whoever reads another language than the first loads its words too: the largest counts.
    let words = rows.iter_mut().filter(|row| row.name.starts_with("split_words_"));
    if let Some(largest) = words.max_by_key(|row| row.brotli) {
        largest.when = When::FirstVisit;
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.when, row.brotli)));
    let feed = sum("until the first feed", When::FirstFeed, &rows);
    let visit = sum("until the app", When::FirstVisit, &rows);
    println!("{}", table(&rows, &[&feed, &visit]));
    check(feed.brotli, feed_budget, "What the first feed needs", "first_feed_brotli_kb")?;
    check(visit.brotli, visit_budget, "What is loaded until the app runs", "first_visit_brotli_kb")
}

/// What is loaded by then.
fn sum(name: &str, when: When, rows: &[Row]) -> Row {
    let start = Row { name: name.to_owned(), when, ..Row::default() };
    rows.iter().filter(|row| row.when >= when).fold(start, |mut sum, row| {
        sum.raw += row.raw;
        sum.gzip += row.gzip;
        sum.brotli += row.brotli;
        sum
    })
}

fn table(rows: &[Row], sums: &[&Row]) -> String {
    let all = || rows.iter().chain(sums.iter().copied());
    let width = all().map(|row| row.name.len()).max().unwrap_or(0);
    let mut text =
        format!("  {:<width$} {:>9} {:>9} {:>9}   (kB of 1000 bytes)\n", "file", "raw", "gzip", "brotli");
    for Row { name, raw, gzip, brotli, when } in all() {
        let (raw, gzip, brotli) = (kb(*raw), kb(*gzip), kb(*brotli));
        text += &format!("{} {name:<width$} {raw:>9} {gzip:>9} {brotli:>9}\n", when.mark());
    }
    text
}

fn check(bytes: usize, budget_kb: usize, what: &str, key: &str) -> Result<()> {
    if bytes > budget_kb * 1000 {
        return Err(format!(
            "{what}: {} kB with Brotli, over the budget of {budget_kb} kB. Make it smaller, or raise {key} in \
             Cargo.toml and say why.",
            kb(bytes)
        ));
    }
    println!("✓ {what}: {} kB with Brotli; the budget is {budget_kb} kB.", kb(bytes));
    Ok(())
}

fn budget(manifest: &str, key: &str) -> Result<usize> {
    let manifest: toml::Table = manifest.parse().map_err(|e| format!("Cargo.toml: {e}."))?;
    let path = ["package", "metadata", "qunli"];
    let table = path.iter().try_fold(&manifest, |table, key| table.get(*key)?.as_table());
    let kb = table.and_then(|table| table.get(key)?.as_integer());
    kb.and_then(|kb| usize::try_from(kb).ok())
        .ok_or(format!("Cargo.toml has no number at [package.metadata.qunli] {key}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, bytes: usize, when: When) -> Row {
        Row { name: name.to_owned(), raw: bytes * 3, gzip: bytes * 2, brotli: bytes, when }
    }

    #[test]
    fn the_table_marks_and_sums_what_is_loaded_by_then() {
        let rows = [
            row("boot.js", 100, When::FirstFeed),
            row("q.wasm", 1200, When::FirstVisit),
            row("qr_reader.wasm", 9000, When::Later),
        ];
        let sums = [sum("feed", When::FirstFeed, &rows), sum("app", When::FirstVisit, &rows)];
        let text = table(&rows, &[&sums[0], &sums[1]]);
        let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["●", "boot.js", "0.3", "0.2", "0.1"]);
        assert_eq!(lines[2], ["○", "q.wasm", "3.6", "2.4", "1.2"]);
        assert_eq!(lines[3], ["qr_reader.wasm", "27.0", "18.0", "9.0"]);
        assert_eq!(lines[4], ["●", "feed", "0.3", "0.2", "0.1"]);
        assert_eq!(lines[5], ["○", "app", "3.9", "2.6", "1.3"]);
    }

    #[test]
    fn the_budget_holds_to_the_byte() {
        assert!(check(160_000, 160, "It", "it_kb").is_ok());
        assert!(check(160_001, 160, "It", "it_kb").unwrap_err().contains("160.1 kB"));
    }

    #[test]
    fn the_budget_is_read_from_the_manifest() {
        assert_eq!(
            budget("[package.metadata.qunli]\nfirst_visit_brotli_kb = 150", "first_visit_brotli_kb"),
            Ok(150)
        );
        assert!(budget("[package]\nname = \"q\"", "first_visit_brotli_kb").is_err());
        let manifest = paths::read(&paths::root().join("Cargo.toml")).unwrap();
        assert!(
            budget(&manifest, "first_feed_brotli_kb").is_ok()
                && budget(&manifest, "first_visit_brotli_kb").is_ok()
        );
    }
}
