//! Secrets that people type or scan: link tokens, typed invite codes, recovery codes.
//!
//! One alphabet without look-alikes (no 0 O, 1 I L): 31 characters. 31 is prime, so a weighted sum
//! modulo 31 catches every single wrong character and every two neighbours swapped.

/// The characters of every typed code.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Characters of a typed invite code, the check character included.
pub const INVITE_CODE_LEN: usize = 8;

/// Characters of a link's token: 27 of 31 kinds are 133 bits.
pub const TOKEN_LEN: usize = 27;

/// Characters of a recovery code: 16 of 31 kinds are 79 bits, behind a rate limit.
pub const RECOVERY_LEN: usize = 16;

/// Characters of what a share carries: 10 of 31 kinds are 49 bits. It opens nothing, and counts in one group alone.
pub const SHARE_LEN: usize = 10;

/// What a member's shares carry in a group, from 32 random bytes.
pub fn share(random: &[u8; 32]) -> String {
    letters(random, SHARE_LEN)
}

/// A link token from 32 random bytes.
pub fn token(random: &[u8; 32]) -> String {
    letters(random, TOKEN_LEN)
}

/// A recovery code from 32 random bytes, in groups of four.
pub fn recovery_code(random: &[u8; 32]) -> String {
    let plain = letters(random, RECOVERY_LEN);
    let mut out = String::with_capacity(RECOVERY_LEN + 3);
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        out.push(c);
    }
    out
}

/// A typed invite code from 32 random bytes: seven characters and a check character.
pub fn invite_code(random: &[u8; 32]) -> String {
    let mut code = letters(random, INVITE_CODE_LEN - 1);
    code.push(check_character(&code));
    code
}

/// How many kinds the halves of a numbered code have: four letters, and three.
const HALVES: [u64; 2] = [31 * 31 * 31 * 31, 31 * 31 * 31];
/// How often the halves are mixed: enough that near numbers have nothing in common.
const ROUNDS: u8 = 8;

/// A typed code for a number, by a secret `mix` of round and half: every number has its own, and without the mix nobody
/// tells one from another. None for a number beyond all codes.
pub fn numbered_code(number: u64, mix: impl Fn(u8, u64) -> u64) -> Option<String> {
    let [many, few] = HALVES;
    let (mut left, mut right) = (number / few, number % few);
    if left >= many {
        return None;
    }
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            left = (left + mix(round, right) % many) % many;
        } else {
            right = (right + mix(round, left) % few) % few;
        }
    }
    let mut rest = left * few + right;
    let mut letters = Vec::with_capacity(INVITE_CODE_LEN);
    for _ in 1..INVITE_CODE_LEN {
        letters.push(usize::try_from(rest % 31).ok().and_then(|at| ALPHABET.get(at)).copied()?);
        rest /= 31;
    }
    let mut code: String = letters.into_iter().map(char::from).collect();
    code.push(check_character(&code));
    Some(code)
}

/// The number of such a code, from its letters without the check character; none for what is no code.
pub fn number_of_code(letters: &str, mix: impl Fn(u8, u64) -> u64) -> Option<u64> {
    if letters.len() != INVITE_CODE_LEN - 1 {
        return None;
    }
    let digit = |byte| ALPHABET.iter().position(|a| *a == byte).and_then(|at| u64::try_from(at).ok());
    let number = letters.bytes().rev().try_fold(0u64, |sum, byte| Some(sum * 31 + digit(byte)?))?;
    let [many, few] = HALVES;
    let (mut left, mut right) = (number / few, number % few);
    for round in (0..ROUNDS).rev() {
        if round % 2 == 0 {
            left = (left + many - mix(round, right) % many) % many;
        } else {
            right = (right + few - mix(round, left) % few) % few;
        }
    }
    Some(left * few + right)
}

/// A typed invite code as people read it: `7KQ4-M2XD`.
pub fn spaced(code: &str) -> String {
    match (code.get(..4), code.get(4..)) {
        (Some(head), Some(tail)) if !tail.is_empty() => format!("{head}-{tail}"),
        _ => code.to_owned(),
    }
}

/// What was typed, with case, spaces and dashes (also full-width ones) taken away.
pub fn normalised(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|c| match c {
            // Chinese keyboards write full-width letters and digits.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            c => Some(c),
        })
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Why a typed invite code cannot be right, found without asking anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistyped {
    /// It does not have eight characters.
    Length,
    /// It has a character that no code has.
    Character,
    /// The check character does not agree: a character is wrong, or two are swapped.
    Check,
}

/// Reads a typed invite code.
///
/// # Errors
/// [`Mistyped`] says what is wrong with it.
pub fn parse_invite_code(typed: &str) -> Result<String, Mistyped> {
    let code = normalised(typed);
    if code.len() != INVITE_CODE_LEN {
        return Err(Mistyped::Length);
    }
    if !code.bytes().all(|b| ALPHABET.contains(&b)) {
        return Err(Mistyped::Character);
    }
    let (body, check) = code.split_at(INVITE_CODE_LEN - 1);
    if check.chars().eq([check_character(body)]) { Ok(code) } else { Err(Mistyped::Check) }
}

/// Whether a text can be a link's token: so that a scanner need not ask about anything else.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LEN && text.bytes().all(|b| ALPHABET.contains(&b))
}

fn letters(random: &[u8; 32], count: usize) -> String {
    // 8 bits onto 31 characters favours the first 8 of them by 1/8; the loss is under 0.02 bit a character.
    random
        .iter()
        .take(count)
        .map(|byte| char::from(ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied().unwrap_or(b'2')))
        .collect()
}

fn check_character(body: &str) -> char {
    let sum: usize = body
        .bytes()
        .enumerate()
        .map(|(i, b)| (i + 1) * ALPHABET.iter().position(|a| *a == b).unwrap_or(0))
        .sum();
    char::from(ALPHABET.get(sum % ALPHABET.len()).copied().unwrap_or(b'2'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_have_at_least_128_bits() {
        assert!((ALPHABET.len() as f64).log2() * TOKEN_LEN as f64 >= 128.0 + 0.02 * TOKEN_LEN as f64);
        assert!(is_token(&token(&[7; 32])));
        assert!(!is_token("7KQ4M2XD"));
    }

    #[test]
    fn no_character_looks_like_another() {
        for look_alike in *b"0O1IL" {
            assert!(!ALPHABET.contains(&look_alike));
        }
    }

    fn mixed(key: u64) -> impl Fn(u8, u64) -> u64 {
        move |round, half| {
            let sum = (key ^ u64::from(round)).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(half);
            sum.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
        }
    }

    #[test]
    fn numbers_beyond_all_codes_have_none() {
        let all = HALVES[0] * HALVES[1];
        assert!(numbered_code(all - 1, mixed(1)).is_some() && numbered_code(all, mixed(1)).is_none());
        for no_code in ["", "2345678", "ABCDEF", "ABCDEFGH"] {
            assert_eq!(number_of_code(no_code, mixed(1)).is_some(), no_code == "2345678", "{no_code}");
        }
    }

    proptest! {
        /// A code says its number to who knows the secret, and another to everybody else.
        #[test]
        fn numbers_have_codes_of_their_own(number in 0..HALVES[0] * HALVES[1], key: u64) {
            let code = numbered_code(number, mixed(key)).unwrap();
            prop_assert_eq!(parse_invite_code(&code), Ok(code.clone()));
            let letters = &code[..INVITE_CODE_LEN - 1];
            prop_assert_eq!(number_of_code(letters, mixed(key)), Some(number));
            prop_assert_ne!(number_of_code(letters, mixed(key.wrapping_add(1))), Some(number));
        }
    }

    #[test]
    fn what_people_type_is_understood() {
        let code = invite_code(&[200; 32]);
        let wide: String = code.chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect();
        for typed in [code.to_lowercase(), spaced(&code), format!(" {code} "), wide] {
            assert_eq!(parse_invite_code(&typed), Ok(code.clone()), "{typed}");
        }
        assert_eq!(parse_invite_code("7KQ4"), Err(Mistyped::Length));
        assert_eq!(parse_invite_code("0KQ4M2XD"), Err(Mistyped::Character));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_caught(random: [u8; 32], at in 0..INVITE_CODE_LEN, other in 0..31usize) {
            let code = invite_code(&random);
            let mut wrong: Vec<u8> = code.bytes().collect();
            prop_assume!(wrong[at] != ALPHABET[other]);
            wrong[at] = ALPHABET[other];
            prop_assert_eq!(parse_invite_code(std::str::from_utf8(&wrong).unwrap()), Err(Mistyped::Check));
        }

        #[test]
        fn two_swapped_neighbours_are_always_caught(random: [u8; 32], at in 0..INVITE_CODE_LEN - 1) {
            let code = invite_code(&random);
            let mut wrong: Vec<u8> = code.bytes().collect();
            prop_assume!(wrong[at] != wrong[at + 1]);
            wrong.swap(at, at + 1);
            prop_assert_eq!(parse_invite_code(std::str::from_utf8(&wrong).unwrap()), Err(Mistyped::Check));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            let _ = parse_invite_code(&text);
            let _ = spaced(&text);
        }
    }
}
