// Nicknames that cannot pass for another's, and codes that people type. Pure: knows no database.

const PRINTS = ["bloom", "plum", "seed", "sprig", "moon", "water", "hill", "fish", "star"];
const DYES = ["indigo", "moss", "turmeric", "madder", "plum", "celadon", "ash"];
// No look-alikes; 31 is prime, so a weighted sum catches every wrong character and every two swapped.
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const JOINER = 0x200d;

// Unicode's format controls: they could turn a name around, or hide in it.
const FORMAT = [[0xad, 0xad], [0x600, 0x605], [0x61c, 0x61c], [0x6dd, 0x6dd], [0x70f, 0x70f], [0x890, 0x891],
    [0x8e2, 0x8e2], [0x180e, 0x180e], [0x200b, 0x200f], [0x202a, 0x202e], [0x2060, 0x206f], [0xfeff, 0xfeff],
    [0xfff0, 0xfffb], [0x110bd, 0x110bd], [0x110cd, 0x110cd], [0x13430, 0x1343f], [0x1bca0, 0x1bca3],
    [0x1d173, 0x1d17a], [0xe0000, 0xe007f]];
// Letters without ink, and characters that choose how the one before them looks.
const BLANK = [[0x34f, 0x34f], [0x115f, 0x1160], [0x17b4, 0x17b5], [0x2800, 0x2800], [0x3164, 0x3164], [0xffa0, 0xffa0]];
const SELECTOR = [[0x180b, 0x180d], [0x180f, 0x180f], [0xfe00, 0xfe0f], [0xe0100, 0xe01ef]];

const within = (ranges, c) => ranges.some((r) => c >= r[0] && c <= r[1]);
const isControl = (c) => c < 0x20 || (c >= 0x7f && c < 0xa0);
const isSpace = (c) => /\s/.test(String.fromCodePoint(c)) && !isControl(c) && c !== 0x2028 && c !== 0x2029;
const isSelector = (c) => within(SELECTOR, c);
const isInk = (c) => !isControl(c) && !/\s/.test(String.fromCodePoint(c)) && !within(FORMAT, c) && !within(BLANK, c) &&
    !isSelector(c);
const joins = (c) => c !== undefined && c > 0x7f && (isInk(c) || isSelector(c));
const points = (text) => Array.from(text).map((c) => c.codePointAt(0));

/** What is wrong with a persona: {field: code}. */
exports.personaWrong = (nickname, avatar) => {
    const wrong = {};
    const name = points(String(nickname || "").trim());
    if (name.length === 0) wrong.nickname = "required";
    else if (name.length > 20) wrong.nickname = "too_long";
    else {
        const bad = name.some((c, i) => {
            if (c === JOINER) return !(joins(name[i - 1]) && joins(name[i + 1]));
            if (isSelector(c)) return i === 0 || !isInk(name[i - 1]);
            return !isInk(c) && !isSpace(c);
        });
        if (bad) wrong.nickname = "invalid";
    }
    const parts = String(avatar || "").split("-");
    if (parts.length !== 2 || PRINTS.indexOf(parts[0]) < 0 || DYES.indexOf(parts[1]) < 0) wrong.avatar = "invalid";
    return wrong;
};

/** What two nicknames share that a reader takes for the same: case, width, spaces and selectors differ. */
exports.nicknameKey = (nickname) => {
    const seen = points(nickname).filter((c) => c !== JOINER && !isSelector(c))
        .map((c) => String.fromCodePoint(c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c)).join("");
    return seen.split(/\s+/).filter((w) => w).join(" ").toLowerCase();
};

/** What was typed, without case, width, spaces and dashes. */
const normalised = (typed) => points(String(typed || ""))
    .map((c) => String.fromCodePoint(c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c)).join("")
    .replace(/[^A-Za-z0-9]/g, "").toUpperCase();
exports.normalised = normalised;

const check = (body) => {
    let sum = 0;
    for (let i = 0; i < body.length; i++) sum += (i + 1) * ALPHABET.indexOf(body[i]);
    return ALPHABET[sum % ALPHABET.length];
};

/** A link's token: 133 bits. */
exports.token = () => $security.randomStringWithAlphabet(27, ALPHABET);

/** A code to type: seven characters and a check. */
exports.code = () => {
    const body = $security.randomStringWithAlphabet(7, ALPHABET);
    return body + check(body);
};

/** Reads a typed code; "" when it cannot be one. */
exports.parseCode = (typed) => {
    const code = normalised(typed);
    const known = code.length === 8 && Array.from(code).every((c) => ALPHABET.indexOf(c) >= 0);
    return known && check(code.slice(0, 7)) === code[7] ? code : "";
};

/** A recovery code of 79 bits, the same for the same key and secret: a replay can say it again. */
exports.recovery = (key, secret) => {
    const hex = $security.hs256(key, secret);
    let code = "";
    for (let i = 0; i < 16; i++) {
        if (i > 0 && i % 4 === 0) code += "-";
        code += ALPHABET[parseInt(hex.slice(2 * i, 2 * i + 2), 16) % ALPHABET.length];
    }
    return code;
};
