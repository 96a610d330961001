//! SHA-256, for pages without encryption: browsers keep their own from those.
//!
//! Pure. Pictures of a megabyte, now and then: small before fast.

/// The digest as hex, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write;
    let mut state: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    let (whole, rest) = bytes.split_at(bytes.len() - bytes.len() % 64);
    whole.chunks_exact(64).for_each(|block| mix(&mut state, block));
    // A one, zeros, and the length in bits.
    let mut last = rest.to_vec();
    last.push(0x80);
    last.resize(if rest.len() < 56 { 56 } else { 120 }, 0);
    last.extend_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    last.chunks_exact(64).for_each(|block| mix(&mut state, block));
    state.iter().fold(String::with_capacity(64), |mut out, word| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{word:08x}");
        out
    })
}

fn mix(state: &mut [u32; 8], block: &[u8]) {
    let words = block.chunks_exact(4).filter_map(|four| four.try_into().ok()).map(u32::from_be_bytes);
    // The last sixteen words of the schedule, and what it has become by now.
    let mut schedule: [u32; 16] = [0; 16];
    schedule.iter_mut().zip(words).for_each(|(to, word)| *to = word);
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for key in KEYS {
        let [word, second, .., fourteenth, _] = schedule;
        let ninth = schedule.get(9).copied().unwrap_or_default();
        let big_e = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let one = h.wrapping_add(big_e).wrapping_add(choice).wrapping_add(key).wrapping_add(word);
        let big_a = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        (h, g, f, e) = (g, f, e, d.wrapping_add(one));
        (d, c, b, a) = (c, b, a, one.wrapping_add(big_a.wrapping_add(majority)));
        let small_0 = second.rotate_right(7) ^ second.rotate_right(18) ^ (second >> 3);
        let small_1 = fourteenth.rotate_right(17) ^ fourteenth.rotate_right(19) ^ (fourteenth >> 10);
        schedule.rotate_left(1);
        let next = word.wrapping_add(small_0).wrapping_add(ninth).wrapping_add(small_1);
        schedule.iter_mut().next_back().into_iter().for_each(|last| *last = next);
    }
    let after = [a, b, c, d, e, f, g, h];
    state.iter_mut().zip(after).for_each(|(word, more)| *word = word.wrapping_add(more));
}

const KEYS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::hex;

    #[test]
    fn the_digests_of_the_standard() {
        assert_eq!(hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(two_blocks), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        let million = vec![b'a'; 1_000_000];
        assert_eq!(hex(&million), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        // Around the place where the length needs a block of its own.
        let all: Vec<String> = (54..66).map(|n| hex(&vec![0; n])).collect();
        assert!(all.iter().all(|d| d.len() == 64) && all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
