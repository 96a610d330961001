//! Every size and level that another maker writes is read back, also when part of it is spoilt.

#![expect(clippy::indexing_slicing, reason = "test code, also its helpers")]

use proptest::prelude::*;
use qr::symbol::{Modules, data};
use qr::{solomon, text};
use qrcode::{Color, EcLevel, QrCode, Version};

fn modules(code: &QrCode) -> Modules {
    let (side, colors) = (code.width(), code.to_colors());
    Modules::new(side, |x, y| colors[y * side + x] == Color::Dark)
}

fn read(modules: &Modules) -> Option<String> {
    let data = data(modules)?;
    text::of(&data.bytes, data.version, data.strained, &|_, _| None)
}

#[test]
fn all_versions_and_levels_are_read() {
    let mut read_back = 0;
    for number in 1..=40 {
        for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
            for text in ["群里", "QUNLI 42", "0123456789"] {
                // Bytes as they are: the maker would pack Chinese as Shift-JIS pairs.
                let mut bits = qrcode::bits::Bits::new(Version::Normal(number));
                let pushed = match text.is_ascii() {
                    true => bits.push_optimal_data(text.as_bytes()),
                    false => bits.push_byte_data(text.as_bytes()),
                };
                pushed.and_then(|()| bits.push_terminator(level)).unwrap();
                let symbol = modules(&QrCode::with_bits(bits, level).unwrap());
                assert_eq!(read(&symbol).as_deref(), Some(text), "{number} {level:?}");
                read_back += 1;
            }
        }
    }
    assert_eq!(read_back, 40 * 4 * 3);
}

#[test]
fn spoilt_modules_are_mended() {
    let code = QrCode::with_error_correction_level(
        "https://qunli.example/#/j/7KQ4M2XD9HFTR4WAZC3P8NYJB6E",
        EcLevel::M,
    );
    let symbol = modules(&code.unwrap());
    let spoilt = Modules::new(symbol.side, |x, y| symbol.dark(x, y) ^ (x > 12 && y > 12 && x < 17 && y < 17));
    assert_eq!(read(&spoilt), read(&symbol));
    assert!(read(&spoilt).is_some());
    let gone = Modules::new(symbol.side, |x, y| symbol.dark(x, y) ^ (x > 9 && y > 9 && (x + y) % 2 == 0));
    assert_eq!(read(&gone), None);
}

proptest! {
    #[test]
    fn as_many_words_are_mended_as_the_check_allows(
        data in proptest::collection::vec(any::<u8>(), 1..100), check in 2usize..30, seed: u64,
    ) {
        // A block of zeros is a codeword; so is any sum of codewords: spoil zeros.
        let mut words = vec![0u8; data.len() + check];
        let wrong = (seed as usize) % (check / 2 + 1);
        let mut at = std::collections::BTreeSet::new();
        let mut x = seed;
        while at.len() < wrong.min(words.len()) {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            at.insert((x >> 33) as usize % words.len());
        }
        for i in &at { words[*i] = 1 + (x % 255) as u8; }
        prop_assert_eq!(solomon::mend(&mut words, check), Some(at.len()));
        prop_assert!(words.iter().all(|w| *w == 0));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), version in 1u8..=40, strained: bool) {
        let _ = text::of(&bytes, version, strained, &|_, _| None);
        let mut words = bytes.clone();
        let _ = solomon::mend(&mut words, (version as usize).min(bytes.len()));
    }
}
