//! `cargo xtask size`: bytes per file, and what a first visit loads, against the budget in Cargo.toml.

use crate::args::{Args, Spec};
use crate::report::kb;
use crate::{Result, client, compress, page, paths};

/// One file, or a sum of files.
#[derive(Default, Clone)]
struct Row {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    first_visit: bool,
}

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    Args::parse(raw, &Spec { flags: &[], values: &[] })?;
    let budget = budget(&paths::read(&paths::root().join("Cargo.toml"))?)?;
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
        let first_visit = first.contains(&name);
        rows.push(Row { name, raw: bytes.len(), gzip, brotli, first_visit });
    }
    // Whoever reads another language than the first loads its words too: the largest counts.
    let words = rows.iter_mut().filter(|row| row.name.starts_with("split_words_"));
    if let Some(largest) = words.max_by_key(|row| row.brotli) {
        largest.first_visit = true;
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.first_visit, row.brotli)));
    let total = sum(rows.iter().filter(|row| row.first_visit));
    println!("{}", table(&rows, &total));
    check(total.brotli, budget)
}

fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> Row {
    let start = Row { name: "first visit".to_owned(), ..Row::default() };
    rows.fold(start, |mut sum, row| {
        sum.raw += row.raw;
        sum.gzip += row.gzip;
        sum.brotli += row.brotli;
        sum
    })
}

fn table(rows: &[Row], total: &Row) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0).max(total.name.len());
    let line = |mark: &str, row: &Row| {
        let Row { name, raw, gzip, brotli, .. } = row;
        format!("{mark} {name:<width$} {:>9} {:>9} {:>9}\n", kb(*raw), kb(*gzip), kb(*brotli))
    };
    let mut text =
        format!("  {:<width$} {:>9} {:>9} {:>9}   (kB of 1000 bytes)\n", "file", "raw", "gzip", "brotli");
    text.extend(rows.iter().map(|row| line(if row.first_visit { "●" } else { " " }, row)));
    text + &line("●", total)
}

fn check(bytes: usize, budget_kb: usize) -> Result<()> {
    if bytes > budget_kb * 1000 {
        return Err(format!(
            "A first visit loads {} kB with Brotli, over the budget of {budget_kb} kB. Make it smaller, or raise \
             first_visit_brotli_kb in Cargo.toml and say why.",
            kb(bytes)
        ));
    }
    println!("✓ A first visit loads {} kB with Brotli; the budget is {budget_kb} kB.", kb(bytes));
    Ok(())
}

fn budget(manifest: &str) -> Result<usize> {
    let manifest: toml::Table = manifest.parse().map_err(|e| format!("Cargo.toml: {e}."))?;
    let path = ["package", "metadata", "qunli"];
    let table = path.iter().try_fold(&manifest, |table, key| table.get(*key)?.as_table());
    let kb = table.and_then(|table| table.get("first_visit_brotli_kb")?.as_integer());
    kb.and_then(|kb| usize::try_from(kb).ok())
        .ok_or("Cargo.toml has no number at [package.metadata.qunli] first_visit_brotli_kb.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, bytes: usize, first_visit: bool) -> Row {
        Row { name: name.to_owned(), raw: bytes * 3, gzip: bytes * 2, brotli: bytes, first_visit }
    }

    #[test]
    fn the_table_marks_and_sums_the_first_visit() {
        let rows =
            [row("q.wasm", 1200, true), row("config.json", 100, true), row("qr_reader.wasm", 9000, false)];
        let total = sum(rows.iter().filter(|row| row.first_visit));
        let text = table(&rows, &total);
        let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["●", "q.wasm", "3.6", "2.4", "1.2"]);
        assert_eq!(lines[3], ["qr_reader.wasm", "27.0", "18.0", "9.0"]);
        assert_eq!(lines[4], ["●", "first", "visit", "3.9", "2.6", "1.3"]);
    }

    #[test]
    fn the_budget_holds_to_the_byte() {
        assert!(check(160_000, 160).is_ok());
        assert!(check(160_001, 160).unwrap_err().contains("160.1 kB"));
    }

    #[test]
    fn the_budget_is_read_from_the_manifest() {
        assert_eq!(budget("[package.metadata.qunli]\nfirst_visit_brotli_kb = 150"), Ok(150));
        assert!(budget("[package]\nname = \"q\"").is_err());
        assert!(budget(&paths::read(&paths::root().join("Cargo.toml")).unwrap()).is_ok());
    }
}
