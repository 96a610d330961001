//! Letters, for the rule that an entry begins with the one that the last entry ends with. Pure text.
//!
//! A letter is what Unicode calls alphanumeric: a Chinese character, a Latin letter, a digit. Spaces, punctuation and
//! pictures between, before and after letters do not count. Letters are the same whatever their case and width, and
//! Latin ones whatever their accents, composed or not: café is continued by elephant. Chinese characters are compared
//! as written: 发 and 發, or two that only sound alike, are two.

/// A letter without case, width and accent.
fn folded(c: char) -> char {
    let narrow = match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')).unwrap_or(c)
        }
        other => other,
    };
    let mut lower = narrow.to_lowercase();
    // What has no lower case of one letter is as it is.
    let lower = lower.next().unwrap_or(narrow);
    match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ß' => 's',
        'ţ' | 'ť' | 'ŧ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// The letters of a text, folded, in order. Marks that stand on a letter belong to it and are none.
fn letters(words: &str) -> impl DoubleEndedIterator<Item = char> + '_ {
    words.chars().filter(|c| c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(c)).map(folded)
}

/// The letter that a text begins with; none when it has none.
pub fn first_letter(words: &str) -> Option<char> {
    letters(words).next()
}

/// The letter that a text ends with.
pub fn last_letter(words: &str) -> Option<char> {
    letters(words).next_back()
}

/// What two texts have in common that say the same: their letters; where there are none, the text without spaces.
pub fn normal(words: &str) -> String {
    let letters: String = letters(words).collect();
    if letters.is_empty() { words.chars().filter(|c| !c.is_whitespace()).collect() } else { letters }
}
