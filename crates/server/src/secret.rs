//! Random ids, derived secrets and hashes. The one place that touches the server's key.
//!
//! Only hashes of secrets are stored, and still a replay of sign-in or joining must return the same
//! secret: each is derived from the server's key, its purpose, the intent's key and the account.

use std::io::{Read, Write};
use std::path::Path;

use contract::AccountId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The file of the server's key inside the data folder.
pub const KEY_FILE: &str = "server.key";

/// The server's key.
pub struct Keys([u8; 32]);

/// What a derived secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A session's bearer token.
    Session,
    /// A recovery code.
    Recovery,
    /// The state of a way to WeChat.
    WechatState,
    /// What the phone keeps of it.
    WechatKey,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[Self::Session, Self::Recovery, Self::WechatState, Self::WechatKey];
}

impl Keys {
    /// Reads the key in this folder; makes it when there is none, readable by the owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is not 32 bytes long.
    pub fn in_folder(folder: &Path) -> std::io::Result<Self> {
        let path = folder.join(KEY_FILE);
        match std::fs::File::open(&path) {
            Ok(mut file) => {
                let mut key = Vec::new();
                file.read_to_end(&mut key)?;
                let wrong = |_| std::io::Error::other(format!("{} is not 32 bytes long", path.display()));
                Ok(Self(key.try_into().map_err(wrong)?))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let key = random();
                // Written aside and renamed, so that a crash leaves no half key.
                let aside = folder.join("server.key.new");
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create(true).truncate(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(&aside)?;
                file.write_all(&key)?;
                file.sync_all()?;
                std::fs::rename(&aside, &path)?;
                Ok(Self(key))
            }
            Err(e) => Err(e),
        }
    }

    /// A keyed hash over parts, each with its length so that no two lists of parts collide.
    pub fn mac(&self, parts: &[&str]) -> [u8; 32] {
        // HMAC fills a key up to its block with zeros; done here, because a whole block cannot be refused.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The same as hex.
    pub fn mac_hex(&self, parts: &[&str]) -> String {
        hex(&self.mac(parts))
    }

    /// The secret of an account that this intent made.
    pub fn derive(&self, purpose: Purpose, intent: &str, account: &AccountId) -> String {
        match purpose {
            Purpose::Session => format!("q1_{}", self.mac_hex(&["session", intent, account.as_str()])),
            Purpose::Recovery => {
                domain::code::recovery_code(&self.mac(&["recovery", intent, account.as_str()]))
            }
            Purpose::WechatState => self.mac_hex(&["wechat state", intent, account.as_str()]),
            Purpose::WechatKey => self.mac_hex(&["wechat key", intent, account.as_str()]),
        }
    }

    /// How a recovery code is stored.
    pub fn recovery_hash(&self, typed: &str) -> String {
        self.mac_hex(&["recovery code", &domain::code::normalised(typed)])
    }

    /// How a sign-in code is stored: keyed, because a million codes are soon tried.
    pub fn code_hash(&self, phone: &str, code: &str) -> String {
        self.mac_hex(&["sign-in code", phone, code])
    }
}

/// How a bearer token is stored: it has 256 random bits, so a plain hash will do.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A hash over parts, to know a request again.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// 32 random bytes from the system.
pub fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    if let Err(error) = getrandom::fill(&mut bytes) {
        // Without randomness no secret is safe: better no server than a predictable one.
        tracing::error!(%error, "the system gives no random bytes");
        std::process::abort();
    }
    bytes
}

/// A new id of 128 random bits.
pub fn new_id<T: From<String>>() -> T {
    let bytes = random();
    T::from(hex(bytes.get(..16).unwrap_or(&bytes)))
}

/// A six-digit code.
pub fn sign_in_code() -> String {
    let bytes = random();
    let number = bytes.iter().take(8).fold(0u64, |n, b| (n << 8) | u64::from(*b));
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept_private() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keys::in_folder(folder.path()).unwrap();
        let second = Keys::in_folder(folder.path()).unwrap();
        assert_eq!(first.mac(&["a"]), second.mac(&["a"]));
        let other = Keys::in_folder(tempfile::tempdir().unwrap().path()).unwrap();
        assert_ne!(first.mac(&["a"]), other.mac(&["a"]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join(KEY_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn secrets_differ_by_purpose_intent_and_account() {
        let keys = Keys([7; 32]);
        let (a, b) = (AccountId::from("a"), AccountId::from("b"));
        let token = keys.derive(Purpose::Session, "k1", &a);
        assert_eq!(token, keys.derive(Purpose::Session, "k1", &a));
        assert_ne!(token, keys.derive(Purpose::Session, "k2", &a));
        assert_ne!(token, keys.derive(Purpose::Session, "k1", &b));
        assert_eq!(token.len(), 3 + 64);
        assert_eq!(keys.derive(Purpose::Recovery, "k1", &a).len(), 19);
        assert_ne!(keys.mac(&["ab", "c"]), keys.mac(&["a", "bc"]));
    }
}
