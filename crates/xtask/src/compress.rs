//! Gzip and Brotli at their best settings, for files that are compressed once and sent often.

use crate::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

/// Kinds of files that shrink. Pictures and fonts are compressed already.
const KINDS: &[&str] = &["html", "js", "css", "wasm", "json", "svg", "txt", "webmanifest", "xml"];

/// Is it worth a compressed copy?
pub fn shrinks(file: &Path) -> bool {
    file.extension().and_then(|e| e.to_str()).is_some_and(|e| KINDS.contains(&e))
}

/// Gzip at level 9.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|e| format!("gzip: {e}."))
}

/// Brotli at quality 11 with a window that holds the whole app.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).map_err(|e| format!("brotli: {e}."))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_unpacks() {
        let text = "群里 the same words again and again. ".repeat(200);
        let mut back = String::new();
        flate2::read::GzDecoder::new(&gzip(text.as_bytes()).unwrap()[..]).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        let packed = brotli(text.as_bytes()).unwrap();
        assert!(packed.len() < text.len() / 10);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn pictures_stay_as_they_are() {
        assert!(
            shrinks(Path::new("a/b.wasm")) && !shrinks(Path::new("a.png")) && !shrinks(Path::new("LICENSE"))
        );
    }
}
