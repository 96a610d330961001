use proptest::prelude::*;

use super::*;

/// What must never come through: a place, a name, a film.
const SECRETS: [&[u8]; 4] = [b"GPS-SECRET", b"<x:xmpmeta", b"ftypmp42", b"thumbnail"];

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
}

/// EXIF that turns a picture and says where it was made, in either order of bytes.
fn exif_of(turned: u16, little: bool) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let mut out = b"Exif\0\0".to_vec();
    out.extend(if little { b"II" } else { b"MM" });
    out.extend([short(42).to_vec(), long(8).to_vec(), short(2).to_vec()].concat());
    // The GPS table first: a reader must look further.
    out.extend([short(0x8825).to_vec(), short(4).to_vec(), long(1).to_vec(), long(38).to_vec()].concat());
    out.extend(
        [short(0x0112).to_vec(), short(3).to_vec(), long(1).to_vec(), short(turned).to_vec()].concat(),
    );
    out.extend([short(0).to_vec(), long(0).to_vec()].concat());
    out.extend(b"GPS-SECRET thumbnail");
    out
}

/// A JPEG of 4 by 3 with everything in it that phones put there.
fn jpeg(exif: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    out.extend(segment(0xe1, exif));
    out.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPS-SECRET"));
    out.extend(segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"));
    out.extend(segment(0xe2, b"MPF\0GPS-SECRET"));
    out.extend(segment(0xed, b"Photoshop 3.0\0GPS-SECRET"));
    out.extend(segment(0xfe, b"GPS-SECRET by me"));
    out.extend(segment(0xdb, &[0; 65]));
    out.extend(segment(0xc2, &[8, 0, 3, 0, 4, 1, 1, 0x11, 0]));
    out.extend(segment(0xc4, &[0; 20]));
    out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    out.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]);
    // A second scan, as progressive pictures have.
    out.extend(segment(0xda, &[1, 1, 0, 1, 63, 0]));
    out.extend([0x78, 0xff, 0xd9]);
    out.extend(b"\0\0\0\x18ftypmp42 GPS-SECRET");
    out
}

fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], name, content, &[0; 4]].concat()
}

fn png() -> Vec<u8> {
    let mut out = png::MAGIC.to_vec();
    out.extend(chunk(b"IHDR", &[0, 0, 0, 5, 0, 0, 0, 7, 8, 2, 0, 0, 0]));
    out.extend(chunk(b"eXIf", b"II GPS-SECRET"));
    out.extend(chunk(b"tEXt", b"Comment\0GPS-SECRET"));
    out.extend(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta"));
    out.extend(chunk(b"tIME", b"thumbnail"));
    out.extend(chunk(b"IDAT", b"drawn"));
    out.extend(chunk(b"IEND", b""));
    out.extend(b"ftypmp42");
    out
}

fn riff(chunks: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    chunks.iter().for_each(|(name, content)| {
        body.extend_from_slice(name);
        body.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        body.extend_from_slice(content);
        body.extend(vec![0; content.len() % 2]);
    });
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    out.extend(body);
    out
}

/// A WebP of 6 by 9.
fn webp() -> Vec<u8> {
    let mut out = riff(&[
        (b"VP8X", vec![0x2c | 0x10, 0, 0, 0, 5, 0, 0, 8, 0, 0]),
        (b"VP8 ", vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 6, 0, 9, 0, 1]),
        (b"EXIF", b"II GPS-SECRET".to_vec()),
        (b"XMP ", b"<x:xmpmeta".to_vec()),
        (b"misc", b"thumbnail".to_vec()),
    ]);
    out.extend(b"ftypmp42");
    out
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn clean(file: &[u8]) -> Picture {
    let picture = picture(file).unwrap();
    for secret in SECRETS {
        assert!(!holds(&picture.bytes, secret), "{} came through", String::from_utf8_lossy(secret));
    }
    assert_eq!(super::picture(&picture.bytes).unwrap(), picture, "what is clean stays as it is");
    picture
}

#[test]
fn a_jpeg_keeps_its_picture_and_its_colours_and_loses_its_places() {
    let file = jpeg(&exif_of(1, false));
    assert!(SECRETS.iter().all(|secret| holds(&file, secret)), "the test has what it looks for");
    let picture = clean(&file);
    assert_eq!((picture.media_type, picture.width, picture.height), ("image/jpeg", 4, 3));
    assert!(
        holds(&picture.bytes, b"ICC_PROFILE")
            && holds(&picture.bytes, &[0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56])
    );
    assert!(picture.bytes.ends_with(&[0x78, 0xff, 0xd9]), "both scans, and nothing behind them");
    assert!(!holds(&picture.bytes, b"Exif"), "nothing is turned, nothing is said");
}

#[test]
fn a_turned_jpeg_stays_turned() {
    for (turned, little) in [(3, true), (6, false), (8, true)] {
        let picture = clean(&jpeg(&exif_of(turned, little)));
        let upright = if turned == 3 { (4, 3) } else { (3, 4) };
        assert_eq!((picture.width, picture.height), upright, "{turned}");
        let start = picture.bytes.windows(6).position(|window| window == exif::MARK).unwrap();
        assert_eq!(exif::orientation(&picture.bytes[start + 6..]).map(u16::from), Some(turned));
    }
}

#[test]
fn a_png_and_a_webp_keep_their_picture_and_nothing_else() {
    let (png, webp) = (clean(&png()), clean(&webp()));
    assert_eq!((png.media_type, png.width, png.height), ("image/png", 5, 7));
    assert!(holds(&png.bytes, b"drawn") && !holds(&png.bytes, b"eXIf"));
    assert_eq!((webp.media_type, webp.width, webp.height), ("image/webp", 6, 9));
    assert_eq!(webp.bytes.get(20), Some(&0x30), "the flags of EXIF and XMP are gone with them");
    let lossless = riff(&[(b"VP8L", vec![0x2f, 0x03, 0x40, 0x01, 0x00, 0])]);
    let lossless = clean(&lossless);
    assert_eq!((lossless.width, lossless.height), (4, 6));
}

#[test]
fn other_files_are_refused() {
    let moving = riff(&[(b"VP8X", vec![0x02, 0, 0, 0, 5, 0, 0, 8, 0, 0])]);
    for file in [&b"GIF89a"[..], b"<svg onload=alert(1)>", b"\0\0\0\x18ftypheic", b"%PDF-1.7", b"", &moving] {
        assert_eq!(picture(file), Err(Refusal::Kind));
    }
    let cut = jpeg(&exif_of(1, true));
    for end in 3..cut.len() - 26 {
        assert!(picture(&cut[..end]).is_err(), "cut at {end}");
    }
    let mut huge = png();
    huge[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    assert_eq!(picture(&huge), Err(Refusal::Pixels));
}

#[test]
fn uploads_and_photos_of_a_post_are_checked() {
    let upload = NewUpload { size: 1, media_type: "image/png".into(), sha256: "a".repeat(64) };
    assert_eq!(check_upload(&upload), vec![]);
    let wrong =
        NewUpload { size: MOST_BYTES + 1, media_type: "image/svg+xml".into(), sha256: "z".repeat(64) };
    assert_eq!(check_upload(&wrong).len(), 3);
    let photo = |id: &str| NewPhoto { id: id.into(), alt: String::new() };
    let nine: Vec<_> = (0..9).map(|i| photo(&i.to_string())).collect();
    assert_eq!(check_photos(&nine), vec![]);
    let ten = [nine, vec![photo("0")]].concat();
    let codes: Vec<_> = check_photos(&ten).into_iter().map(|(pointer, code)| pointer + &code).collect();
    assert_eq!(codes, ["/photosout_of_range", "/photos/9/idtaken"]);
    let long = NewPhoto { id: "a".into(), alt: "字".repeat(ALT + 1) };
    assert_eq!(check_photos(&[long]), vec![("/photos/0/alt".to_owned(), "too_long".to_owned())]);
}

proptest! {
    #[test]
    fn an_address_holds_for_ten_to_twenty_minutes(now in -1_000_000_000_000i64..4_000_000_000_000) {
        let left = address_ends(Timestamp(now)).0 - now;
        prop_assert!(left > ADDRESS_S.0 * 1000 && left <= ADDRESS_S.1 * 1000);
    }

    #[test]
    fn no_file_breaks_the_reader_and_what_it_gives_it_takes(
        which in 0usize..3,
        edits in prop::collection::vec((0usize..400, any::<u8>()), 0..8),
        cut in 0usize..400,
    ) {
        let mut file = [jpeg(&exif_of(6, true)), png(), webp()][which].clone();
        for (at, byte) in edits {
            let at = at % file.len();
            file[at] = byte;
        }
        file.truncate(file.len() - cut % file.len());
        if let Ok(first) = picture(&file) {
            prop_assert_eq!(picture(&first.bytes), Ok(first));
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for magic in [&jpeg::MAGIC[..], &png::MAGIC[..], b"RIFF\x20\0\0\0WEBP", b""] {
            let _ = picture(&[magic, &bytes].concat());
        }
        let _ = exif::orientation(&[b"II*\0\x08\0\0\0", &bytes[..]].concat());
    }
}

#[test]
fn a_second_frame_does_not_hide_how_large_a_picture_is() {
    let mut file = vec![0xff, 0xd8];
    file.extend(segment(0xc0, &[8, 0x3e, 0x80, 0x3e, 0x80, 1, 1, 0x11, 0]));
    file.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    file.extend([0x12, 0x34]);
    assert_eq!(picture(&[&file[..], &[0xff, 0xd9]].concat()), Err(Refusal::Pixels));
    file.extend(segment(0xc0, &[8, 0, 100, 0, 100, 1, 1, 0x11, 0]));
    assert_eq!(picture(&[&file[..], &[0xff, 0xd9]].concat()), Err(Refusal::Broken));
}

#[test]
fn blocks_that_promise_more_entries_than_they_have_cost_nothing() {
    // Each says that it has 65,535 entries: read one by one, a file full of them would take half a minute.
    let block = segment(0xe1, b"Exif\0\0MM\0*\xff\xff\0\0\0\x08\xff\xff");
    let mut file = vec![0xff, 0xd8];
    file.extend(block.repeat(200_000));
    file.extend(segment(0xc0, &[8, 0, 3, 0, 4, 1, 1, 0x11, 0]));
    file.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    file.extend([0x12, 0xff, 0xd9]);
    assert_eq!(picture(&file).map(|picture| (picture.width, picture.height)), Ok((4, 3)));
}
