//! The picture is judged by others' code: `png` opens it, `rxing` reads it.

use expect_test::expect;
use qrcode::{EcLevel, QrCode, Version};
use rxing::common::HybridBinarizer;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, ImmutableReader, Luma8LuminanceSource};

use super::{QUIET, encode, modules, plain, png};

fn draw(text: &str) -> Option<Vec<u8>> {
    Some(plain(&modules(text)?))
}

/// Width, height and one byte a pixel (0 black, 255 white).
fn open(file: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let info = reader.info();
    assert_eq!(info.bit_depth, ::png::BitDepth::One);
    assert_eq!(info.color_type, ::png::ColorType::Grayscale);
    let (width, height) = (info.width as usize, info.height as usize);
    let mut packed = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut packed).unwrap();
    reader.finish().unwrap();
    let bit = |x: usize, line: &[u8]| if line[x / 8] >> (7 - x % 8) & 1 == 1 { 255 } else { 0 };
    let lines = packed.chunks(width.div_ceil(8));
    (width, height, lines.flat_map(|line| (0..width).map(move |x| bit(x, line))).collect())
}

fn scan(width: usize, height: usize, grey: Vec<u8>) -> String {
    let source = Luma8LuminanceSource::new(grey, width as u32, height as u32).unwrap();
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    QrReader.immutable_decode_with_hints(&mut bitmap, &Default::default()).unwrap().getText().to_owned()
}

#[test]
fn the_picture_says_what_was_put_in() {
    let check = |text: &str| {
        let (width, height, grey) = open(&draw(text).unwrap());
        assert_eq!(width, height);
        assert!(width >= 660, "{width} px for {} bytes", text.len());
        assert_eq!(scan(width, height, grey), text);
    };
    check("A");
    check("https://qunli.example/#/i/3f9Zk2LwQm8vXr5TyB1dNc");
    check("https://qunli.example/sub/folder/index.html#/i/3f9Zk2LwQm8vXr5TyB1dNcQ?from=qr");
    check("群里：周四普拉提 ABCDEFGH");
    check("https://qunli.example/#/j/7KQ4M2XDABCDEFGHJKMNPQRSTUV");
    check("HTTPS://QUNLI.EXAMPLE/");
    check(&"0123456789abcdef".repeat(60));
}

#[test]
fn four_light_modules_surround_the_code() {
    let (width, _, grey) = open(&draw("https://qunli.example/#/i/abc").unwrap());
    let first_dark = grey.iter().position(|p| *p == 0).unwrap();
    let (top, left) = (first_dark / width, first_dark % width);
    assert_eq!(top, left, "the corner of a finder pattern");
    // Its upper edge is seven modules of one colour.
    let edge = grey[first_dark..].iter().take_while(|p| **p == 0).count();
    assert_eq!(top, QUIET * edge / 7);
    let last_dark = grey.iter().rposition(|p| *p == 0).unwrap();
    assert_eq!(width - 1 - last_dark / width, top);
}

#[test]
fn a_code_is_small_enough_for_a_data_url() {
    let file = draw("https://qunli.example/#/i/3f9Zk2LwQm8vXr5TyB1dNc").unwrap();
    assert!(file.len() < 4_000, "{} bytes", file.len());
    assert!(png::data_url(&file).starts_with("data:image/png;base64,iVBORw0KGgo"));
}

#[test]
fn an_invite_is_a_small_code_and_gets_the_best_level_that_costs_no_module() {
    // A token has 27 characters of the alphanumeric kind: two of them are 11 bits.
    let token = "7KQ4M2XDABCDEFGHJKMNPQRSTUV";
    let code = encode(&format!("https://qunli.example/#/j/{token}")).unwrap();
    assert_eq!((code.version(), code.error_correction_level()), (Version::Normal(4), EcLevel::Q));
    let longer = encode(&format!("https://community.qunli.example/app/#/j/{token}")).unwrap();
    assert_eq!((longer.version(), longer.error_correction_level()), (Version::Normal(4), EcLevel::M));
    let shorter = encode(&format!("https://q.cn/#/j/{token}")).unwrap();
    assert_eq!((shorter.version(), shorter.error_correction_level()), (Version::Normal(3), EcLevel::M));
    for length in (1..300).step_by(23) {
        let text = "x".repeat(length);
        let code = encode(&text).unwrap();
        let least = QrCode::with_error_correction_level(&text, EcLevel::M).unwrap();
        assert_eq!(code.version(), least.version(), "{length} bytes");
        assert!(code.max_allowed_errors() >= least.max_allowed_errors());
    }
}

#[test]
fn too_long_a_text_is_refused() {
    assert!(draw(&"x".repeat(2_331)).is_some());
    assert!(draw(&"x".repeat(2_332)).is_none());
}

#[test]
fn a_checkerboard_byte_by_byte() {
    let file = png::encode(&[vec![true, false], vec![false, true]], 4);
    let mut dump = String::new();
    for line in file.chunks(16) {
        let hex: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        dump.push_str(&hex.join(" "));
        dump.push('\n');
    }
    expect![[r#"
        89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52
        00 00 00 08 00 00 00 08 01 00 00 00 00 ec 74 83
        26 00 00 00 0e 49 44 41 54 78 01 63 e0 87 c2 0f
        10 08 00 11 e0 03 fd 9a 52 62 e9 00 00 00 00 49
        45 4e 44 ae 42 60 82
    "#]]
    .assert_eq(&dump);
}
