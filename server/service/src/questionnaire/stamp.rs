//! What ties a workbook to one selection: a keyed digest over what was asked, so that the file of another candidate, or one with other questions, is
//! told from a sound one.

use sha2::{Digest, Sha256};

use super::{Asked, FORMAT};

/// The register's key, made when it is first needed and kept in the database, so that workbooks that are out survive a restore.
#[derive(Clone)]
pub struct Key(pub Vec<u8>);

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

impl Key {
    /// 256 random bits.
    pub fn random() -> Self {
        Self(rand::random::<[u8; 32]>().to_vec())
    }

    /// The digest of what is asked of whom, in hexadecimal.
    pub fn digest(&self, asked: &Asked<'_>) -> String {
        let mut message = format!("itakumori questionnaire {FORMAT}\n{}\n{}\n", asked.selection, asked.criteria_version);
        for question in &asked.questionnaire.questions {
            message.push_str(&question.id);
            message.push('\n');
        }
        hex::encode(hmac(&self.0, message.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::hmac;

    /// RFC 4231, 4.3 and 4.7.
    #[test]
    fn the_digest_is_the_standards() {
        assert_eq!(hex::encode(hmac(b"Jefe", b"what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_eq!(
            hex::encode(hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
