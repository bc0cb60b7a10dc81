//! The working keys that the answer to a sign-on carries in field 62, enciphered under the master key.
//!
//! Layouts (PAYMENTS 1.11): 24 bytes = PIN 8 + kcv 4, MAC 8 + kcv 4; 40 bytes = PIN 16 + kcv 4, MAC 16 + kcv 4;
//! 60 bytes = the same with a track key behind. A single-length key in a 16-byte place is followed by eight
//! zero bytes that are not enciphered. When keys change, and what a wrong check value leads to, is the
//! terminal's business.

use crate::key::{Key, KeyError};

/// The keys of one sign-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingKeys {
    /// Enciphers PIN blocks (PIK).
    pub pin: Key,
    /// Makes MACs (MAK).
    pub mac: Key,
    /// Enciphers tracks (TDK), when the acquirer hands one out.
    pub track: Option<Key>,
}

/// Writes the keys under `master` in the layout that fits them: 24 bytes when PIN and MAC key are single
/// length and there is no track key, else 40, else 60.
///
/// # Errors
/// [`KeyError::WrongLength`] for a working key of 24 bytes: no layout has room for it.
pub fn wrap(master: &Key, keys: &WorkingKeys) -> Result<Vec<u8>, KeyError> {
    let all = [Some(&keys.pin), Some(&keys.mac), keys.track.as_ref()];
    let place = if keys.track.is_none() && keys.pin.length() == 8 && keys.mac.length() == 8 { 8 } else { 16 };
    let mut block = Vec::with_capacity(60);
    for key in all.into_iter().flatten() {
        if key.length() > place {
            return Err(KeyError::WrongLength { operation: "a key block", expected: 16, got: key.length() });
        }
        block.extend(master.encrypt_ecb(key.expose())?);
        block.resize(block.len() + place - key.length(), 0);
        block.extend(key.kcv());
    }
    Ok(block)
}

/// Reads a key block and verifies each check value.
///
/// # Errors
/// [`KeyError::Layout`] for a length that is no layout, [`KeyError::CheckValue`] for the first key whose
/// check value differs.
pub fn unwrap(master: &Key, block: &[u8]) -> Result<WorkingKeys, KeyError> {
    read(master, block, true)
}

/// Reads a key block and believes it: the defect of a terminal that does not compare check values.
///
/// # Errors
/// [`KeyError::Layout`] for a length that is no layout.
pub fn unwrap_unchecked(master: &Key, block: &[u8]) -> Result<WorkingKeys, KeyError> {
    read(master, block, false)
}

fn read(master: &Key, block: &[u8], checked: bool) -> Result<WorkingKeys, KeyError> {
    let place = match block.len() {
        24 => 8,
        40 | 60 => 16,
        other => return Err(KeyError::Layout(other)),
    };
    let mut parts = block.chunks_exact(place + 4);
    let mut next = |which| parts.next().map(|part| one(master, part, place, which, checked)).transpose();
    let missing = KeyError::Layout(block.len());
    let pin = next("pin")?.ok_or(missing)?;
    let mac = next("mac")?.ok_or(missing)?;
    let track = next("track")?;
    Ok(WorkingKeys { pin, mac, track })
}

fn one(master: &Key, part: &[u8], place: usize, which: &'static str, checked: bool) -> Result<Key, KeyError> {
    let (wrapped, check) = part.split_at_checked(place).ok_or(KeyError::Layout(part.len()))?;
    let wrapped = match wrapped.split_at_checked(8) {
        Some((single, rest)) if !rest.is_empty() && rest.iter().all(|byte| *byte == 0) => single,
        _ => wrapped,
    };
    let key = Key::new(&master.decrypt_ecb(wrapped)?)?;
    if checked && key.kcv() != check {
        return Err(KeyError::CheckValue { which });
    }
    Ok(key)
}
