//! Random bytes. Must not know what they become (keys, ids).

/// Sixteen random bytes, good on plain HTTP too (randomUUID is not there).
pub fn bytes16() -> [u8; 16] {
    let mut bytes = [0u8; 16];
    let filled = web_sys::window()
        .and_then(|w| w.crypto().ok())
        .is_some_and(|c| c.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Every engine above the floor has getRandomValues; should a shell
        // hide it, unique is still better than zeros. Secrets come from the
        // server, never from here.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes
}

/// A random UUID (version 4) in lower case with hyphens.
pub fn uuid() -> String {
    format_uuid(bytes16())
}

fn format_uuid(mut bytes: [u8; 16]) -> String {
    use std::fmt::Write;
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::format_uuid;

    #[test]
    fn a_uuid_carries_version_and_variant() {
        assert_eq!(format_uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(format_uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
