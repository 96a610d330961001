//! The compressed copies of a file: sent at all, and of the same file.

use super::files::Site;
use super::findings::Findings;
use super::wire::{self, Answer};
use crate::{compress, report};
use std::path::Path;

/// Less is not worth a word.
const SMALL: usize = 1400;

/// Is it compressed for who can unpack it, and the same file then?
pub fn is_packed(site: &Site, file: &str, name: &str, plain: &Answer, found: &mut Findings) {
    if plain.body.len() < SMALL || !compress::shrinks(Path::new(name)) {
        return;
    }
    let Ok(packed) = wire::get(&site.at(file), "gzip, br") else { return };
    let way = packed.header("content-encoding").unwrap_or_default();
    if way.is_empty() || way == "identity" {
        let could = compress::gzip(&plain.body).map_or(0, |small| small.len());
        let sizes = format!("{name} ({} kB, {} with gzip)", report::kb(plain.body.len()), report::kb(could));
        let mend = "Switch on brotli_static and gzip_static, or compression on the CDN; the copies are beside each file.";
        return found.warning("not-compressed", &sizes, "These files are not compressed on the way.", mend);
    }
    if packed.unpacked() != plain.unpacked() {
        let what =
            format!("The compressed copy ({way}) is not this file: most likely of an earlier version.");
        return found.error(
            "stale-copy",
            name,
            &what,
            "Upload .br and .gz together with their file, or delete them beside a file that you have edited.",
        );
    }
    if way != "br" {
        found.warning(
            "no-brotli",
            name,
            "Only gzip is sent to browsers that can unpack Brotli, which is smaller.",
            "Serve the .br files: brotli_static in nginx, `precompressed br` in Caddy.",
        );
    }
    if !packed
        .header("vary")
        .is_some_and(|vary| vary.to_ascii_lowercase().contains("accept-encoding") || vary == "*")
    {
        found.warning(
            "no-vary",
            name,
            "A compressed answer says nothing of Vary: a proxy may hand it to who cannot unpack it.",
            "Send Vary: Accept-Encoding (gzip_vary on).",
        );
    }
}
