//! Card numbers as tokens, keyed for one run.
//!
//! A bare hash of a card number can be searched by trying all numbers; a keyed one cannot without the key. On
//! the virtual bench the key comes from the seed, since only test cards stand there; a live bench draws it at
//! random and forgets it. Tokens of different runs do not compare.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The key of one run.
#[derive(Clone)]
pub struct TokenKey([u8; 32]);

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({})", self.id())
    }
}

impl TokenKey {
    /// The key of a virtual run.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"tearproof token key of a virtual run");
        hasher.update(seed.to_be_bytes());
        Self(hasher.finalize().into())
    }

    /// A key drawn elsewhere.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Eight hex digits that tell one key from another without giving it away.
    #[must_use]
    pub fn id(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"id");
        hasher.update(self.0);
        hex(hasher.finalize().iter().take(4))
    }

    /// The token of a card number: `card-` and 16 hex digits.
    #[must_use]
    pub fn token(&self, digits: &str) -> String {
        format!("card-{}", self.tag(digits.as_bytes()))
    }

    /// The token of a picture.
    #[must_use]
    pub fn picture(&self, bytes: &[u8]) -> String {
        format!("picture-{}", self.tag(bytes))
    }

    fn tag(&self, bytes: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            // HMAC takes keys of any length; a fixed 32 bytes cannot be refused.
            return String::new();
        };
        mac.update(bytes);
        hex(mac.finalize().into_bytes().iter().take(8))
    }
}

fn hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    bytes.flat_map(|b| [b >> 4, b & 15]).filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}
