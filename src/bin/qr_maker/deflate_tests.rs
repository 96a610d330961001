//! What is packed here is unpacked by someone else's code.

use miniz_oxide::inflate::decompress_to_vec_zlib;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{adler32, zlib};

#[test]
fn every_match_length_and_every_class_of_distance_comes_back() {
    for length in 0..600 {
        let mut run = vec![7; length];
        run.push(200);
        assert_eq!(decompress_to_vec_zlib(&zlib(&run, 90)).unwrap(), run, "run of {length}");
    }
    for line in [2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 84, 192, 193, 1_000, 5_000, 24_577, 32_768, 40_000] {
        let noise: Vec<u8> = (0..line as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let data = noise.repeat(3);
        let packed = zlib(&data, line);
        assert_eq!(decompress_to_vec_zlib(&packed).unwrap(), data, "line of {line}");
        assert_eq!(packed.len() < data.len() / 2, (84..=32_768).contains(&line), "line of {line}");
    }
}

#[test]
fn the_checksum_is_the_well_known_one() {
    assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    assert_eq!(adler32(b""), 1);
}

proptest! {
    #[test]
    fn whatever_goes_in_comes_out(
        runs in vec((any::<u8>(), 1usize..300), 0..40),
        line in 0usize..500,
    ) {
        let data: Vec<u8> = runs.iter().flat_map(|(byte, n)| std::iter::repeat_n(*byte, *n)).collect();
        prop_assert_eq!(decompress_to_vec_zlib(&zlib(&data, line)).unwrap(), data);
    }
}
