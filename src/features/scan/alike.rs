//! Names of sites that could be taken for ours. Pure.

use super::puny;

/// Whether a host's name could be taken for ours without being it.
pub fn looks_like(host: &str, ours: &str) -> bool {
    // Addresses in figures differ by one figure all the time, and one's own machine is nobody's disguise.
    let has_name = ours.contains('.') && !ours.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if host == ours || !has_name || host.ends_with(&format!(".{ours}")) {
        return false;
    }
    // Our very name in front of another.
    if host.strip_prefix(ours).is_some_and(|rest| rest.starts_with(['.', '-'])) {
        return true;
    }
    let (whole, name) = (skeleton(host), skeleton(ours));
    whole == name || (name.chars().count() >= TELLING && (holds(host, &name) || within_one(&whole, &name)))
}

/// Letters of a name that others have by chance no more: `a.cn` is one letter from a thousand sites.
const TELLING: usize = 6;

/// Whether some parts of a host in a row, between its dots and dashes, have the shape `name`.
fn holds(host: &str, name: &str) -> bool {
    let decoded: Vec<String> = host.split('.').map(puny::decode).collect();
    let decoded = decoded.join(".");
    let starts = decoded.match_indices(['.', '-', '_']).map(|(at, _)| at + 1);
    std::iter::once(0).chain(starts).filter_map(|from| decoded.get(from..)).any(|rest| {
        let ends = rest.match_indices(['.', '-', '_']).map(|(at, _)| at);
        let mut parts = ends.chain([rest.len()]).filter_map(|to| rest.get(..to));
        parts.any(|part| shape_of(part) == name)
    })
}

/// The shape of a name: letters that look alike become one, dots and dashes go.
fn skeleton(host: &str) -> String {
    shape_of(&host.split('.').map(puny::decode).collect::<String>())
}

fn shape_of(letters: &str) -> String {
    letters.chars().filter_map(shape).collect::<String>().replace("rn", "m").replace("vv", "w")
}

#[rustfmt::skip]
fn shape(c: char) -> Option<char> {
    Some(match c {
        '.' | '-' | '_' | '\u{2010}'..='\u{2015}' | '·' => return None,
        // Accents over a letter of its own, and those that stand alone.
        '\u{300}'..='\u{36f}' => return None,
        '0' | 'о' | 'ο' | 'օ' | 'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ọ' | '०' | '๐' => 'o',
        '1' | 'i' | 'j' | '|' | 'і' | 'ı' | 'ӏ' | 'ι' | 'ì'..='ï' | 'ī' | 'ĭ' | 'į' | 'ị' | 'ĺ' | 'ľ' | 'ł' | 'ļ' | 'ḷ' => 'l',
        '5' | 'ѕ' | 'ś' | 'š' | 'ş' | 'ș' => 's',
        'а' | 'α' | 'ɑ' | 'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' => 'a',
        'е' | 'ε' | 'є' | 'ё' | 'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ' => 'e',
        'с' | 'ϲ' | 'ç' | 'ć' | 'č' => 'c',
        'р' | 'ρ' => 'p',
        'у' | 'γ' | 'ý' | 'ÿ' | 'ỵ' => 'y',
        'х' | 'χ' => 'x',
        'ո' | 'п' | 'η' | 'ñ' | 'ń' | 'ņ' | 'ň' | 'ṇ' | 'ŋ' => 'n',
        'ս' | 'υ' | 'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ụ' => 'u',
        'ԛ' | 'գ' | 'զ' | 'ɋ' | '9' | 'g' => 'q',
        'һ' | 'հ' => 'h',
        'ԁ' | 'ɗ' | 'ď' => 'd',
        'ⅿ' | 'м' => 'm',
        'ѡ' | 'ԝ' | 'ω' => 'w',
        'к' | 'κ' => 'k',
        'т' | 'τ' => 't',
        'ν' | 'ѵ' => 'v',
        'г' | 'ɾ' => 'r',
        c => c,
    })
}

/// Whether one letter more, less, other, or two swapped makes one text the other.
fn within_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([], []) => true,
        ([x1, y1, ra @ ..], [x2, y2, rb @ ..]) if x1 == y2 && y1 == x2 && ra == rb => true,
        ([_, ra @ ..], [_, rb @ ..]) if ra == rb => true,
        ([_, ra @ ..], b) if ra == b => true,
        (a, [_, rb @ ..]) if a == rb => true,
        _ => false,
    }
}
