//! The signature of a page, as the JS-SDK's documentation has it: SHA-1 over four values in the order of their names.

use sha1::{Digest, Sha1};

use crate::secret::hex;

/// The signature of a page.
pub fn of(ticket: &str, nonce: &str, timestamp: &str, page: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}");
    hex(&Sha1::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_of_the_documentation() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let signature =
            super::of(ticket, "Wm3WZYTPz0wzccnW", "1414587457", "http://mp.weixin.qq.com?params=value");
        assert_eq!(signature, "0f9de62fce790f9a083d5c99e95740ceb90c27ed");
    }
}
