//! A version for the workers' addresses, which Trunk does not hash.
//!
//! A number over what the workers are built from: it changes when they do, so
//! that no cache pairs a new script with an old module.

const fn fold(mut hash: u64, mut bytes: &[u8]) -> u64 {
    // FNV-1a.
    while let Some((first, rest)) = bytes.split_first() {
        hash = (hash ^ *first as u64).wrapping_mul(0x100_0000_01b3);
        bytes = rest;
    }
    hash
}

const SOURCES: [&[u8]; 27] = [
    include_bytes!("../../../Cargo.lock"),
    include_bytes!("../../../Cargo.toml"),
    include_bytes!("qr_worker.js"),
    include_bytes!("../../bin/qr_port/mod.rs"),
    include_bytes!("../../bin/qr_maker/main.rs"),
    include_bytes!("../../bin/qr_maker/deflate.rs"),
    include_bytes!("../../bin/qr_maker/png.rs"),
    include_bytes!("../../bin/qr_maker/canvas.rs"),
    include_bytes!("../../bin/qr_maker/cloth.rs"),
    include_bytes!("../../bin/qr_maker/ink.rs"),
    include_bytes!("../../bin/qr_maker/poster.rs"),
    include_bytes!("../../bin/qr_maker/wrap.rs"),
    include_bytes!("../../bin/qr_reader/main.rs"),
    include_bytes!("../../../crates/qr/src/binary.rs"),
    include_bytes!("../../../crates/qr/src/corners.rs"),
    include_bytes!("../../../crates/qr/src/finder.rs"),
    include_bytes!("../../../crates/qr/src/geometry.rs"),
    include_bytes!("../../../crates/qr/src/grey.rs"),
    include_bytes!("../../../crates/qr/src/grid.rs"),
    include_bytes!("../../../crates/qr/src/ladder.rs"),
    include_bytes!("../../../crates/qr/src/lib.rs"),
    include_bytes!("../../../crates/qr/src/look.rs"),
    include_bytes!("../../../crates/qr/src/shade.rs"),
    include_bytes!("../../../crates/qr/src/solomon.rs"),
    include_bytes!("../../../crates/qr/src/symbol.rs"),
    include_bytes!("../../../crates/qr/src/text.rs"),
    include_bytes!("../../../crates/qr/src/version.rs"),
];

const fn over(mut sources: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    while let Some((first, rest)) = sources.split_first() {
        hash = fold(hash, first);
        sources = rest;
    }
    hash
}

/// The version of the workers this app was built together with.
pub(super) const VERSION: u64 = over(&SOURCES);

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{fold, over};

    #[test]
    fn the_hash_is_fnv_1a_and_sees_every_byte() {
        assert_eq!(over(&[b"foobar"]), 0x8594_4171_f739_67e8);
        assert_eq!(over(&[b"foo", b"bar"]), over(&[b"foobar"]));
        assert_ne!(fold(1, b"ab"), fold(1, b"ac"));
    }
}
