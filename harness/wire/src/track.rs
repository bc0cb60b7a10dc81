//! 磁道加密: one block of a track enciphered under the track key.
//!
//! Of the track as it lies packed in field 35 or 36, two characters a byte, the eight bytes in front of the last one
//! (TDB) are enciphered in their place with two-key 3DES, so that the length stays and what the issuer wrote on the
//! stripe cannot be read; the card number in front of it stays clear for routing (磁道加密算法, 4.4,
//! <http://doc.xrtinfo.com/docs/ss_api/ss_api-1cb9530kl7sa4>). Digit 3 of field 53 says that it was done. Other
//! acquirers encipher the whole track; that is another algorithm, and not this one.
//!
//! A nibble stands here as the character `0x30 | nibble`, as in every packed field.

use std::ops::Range;

use crate::{Key, KeyError, Message, Pan, digits};

/// Fields that hold tracks.
const TRACKS: [u8; 2] = [35, 36];

/// Why tracks cannot be enciphered or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrackError {
    /// Too short to have a block.
    #[error("a track of {0} characters has no block to encipher")]
    Short(usize),
    /// What comes out is no track.
    #[error("what is deciphered is no track")]
    NoTrack,
    /// The key does not do it.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Whether a message says, in digit 3 of field 53, that its tracks are enciphered.
#[must_use]
pub fn says_sealed(message: &Message) -> bool {
    message.text(53).is_some_and(|how| how.as_bytes().get(2) == Some(&b'1'))
}

/// Enciphers the tracks of a message.
///
/// # Errors
/// [`TrackError`] for a track that is too short; the message is as it was then.
pub fn seal(message: &mut Message, key: &Key) -> Result<(), TrackError> {
    each(message, |text| exchange(text, |block| key.encrypt_ecb(block)))
}

/// Deciphers the tracks of a message; the fields that were there.
///
/// # Errors
/// [`TrackError`] where no track comes out; the message is as it was then.
pub fn open(message: &mut Message, key: &Key) -> Result<Vec<u8>, TrackError> {
    let there = TRACKS.into_iter().filter(|field| message.has(*field)).collect();
    each(message, |text| {
        let track = exchange(text, |block| key.decrypt_ecb(block))?;
        if digits::all(&track, digits::class::Z) { Ok(track) } else { Err(TrackError::NoTrack) }
    })?;
    Ok(there)
}

/// The card number in front of a second track that may be enciphered behind it; `None` where the block reaches into it.
#[must_use]
pub fn number(message: &Message) -> Option<Pan> {
    let text = std::str::from_utf8(message.expose(35)?).ok()?;
    Pan::new(text.split_once('=')?.0).ok()
}

/// Changes each track of a message, or none.
fn each(
    message: &mut Message,
    change: impl Fn(&[u8]) -> Result<Vec<u8>, TrackError>,
) -> Result<(), TrackError> {
    let mut changed = Vec::new();
    for field in TRACKS {
        if let Some(text) = message.expose(field) {
            changed.push((field, change(text)?));
        }
    }
    for (field, text) in changed {
        message.set_bytes(field, &text);
    }
    Ok(())
}

/// The characters of the block in a track of this length.
fn block(length: usize) -> Option<Range<usize>> {
    let end = length.div_ceil(2).checked_sub(1)? * 2;
    Some(end.checked_sub(16)?..end)
}

fn exchange(text: &[u8], cipher: impl Fn(&[u8]) -> Result<Vec<u8>, KeyError>) -> Result<Vec<u8>, TrackError> {
    let short = TrackError::Short(text.len());
    let place = block(text.len()).ok_or(short)?;
    let (pairs, _) = text.get(place.clone()).ok_or(short)?.as_chunks::<2>();
    let packed: Vec<u8> = pairs.iter().map(|[high, low]| (high & 0xF) << 4 | low & 0xF).collect();
    let mut changed = text.to_vec();
    let nibbles = cipher(&packed)?.into_iter().flat_map(|byte| [0x30 | byte >> 4, 0x30 | byte & 0xF]);
    changed.splice(place, nibbles);
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mti, Track2, hex};

    const KEY: &str = "0123456789ABCDEFFEDCBA9876543210";

    fn packed(text: &str) -> Vec<u8> {
        let digits = text.replace('=', "D");
        hex::decode(&if digits.len().is_multiple_of(2) { digits } else { format!("{digits}0") })
            .expect("nibbles")
    }

    #[test]
    fn the_blocks_are_those_of_the_published_example() {
        let track2 = "1234567890123456789=0508201781999168302";
        let filled = format!("991234567890123456789=156{}", "0".repeat(64));
        let track3 = format!("{}=000000000003000", &filled[..89]);
        let bytes = |text: &str| {
            let place = block(text.len()).expect("long enough");
            hex::encode(&packed(text)[place.start / 2..place.end / 2])
        };
        assert_eq!(bytes(track2), "0820178199916830");
        assert_eq!((bytes(&track3).len(), block(104)), (16, Some(86..102)));
        assert_eq!(block(16), None);
    }

    #[test]
    fn a_sealed_track_keeps_its_length_and_its_card_number_and_opens_again() {
        let key = Key::from_hex(KEY).expect("a key");
        let track = Track2::new("6228480402564890018=30121200000012345").expect("a track");
        let mut message = Message::new(Mti::new(0x0200));
        message.set_track2(&track);
        seal(&mut message, &key).expect("long enough");
        let sealed = message.expose(35).expect("there").to_vec();
        assert_eq!(sealed.len(), track.expose().len());
        assert_eq!(sealed[..20], track.expose().as_bytes()[..20]);
        assert_eq!(sealed[36..], track.expose().as_bytes()[36..]);
        assert_eq!((message.track2(), number(&message)), (None, Some(track.pan())));
        let enciphered = key.encrypt_ecb(&packed(&track.expose()[20..36])).expect("one block");
        let nibbles: Vec<u8> = enciphered.iter().flat_map(|b| [0x30 | b >> 4, 0x30 | b & 0xF]).collect();
        assert_eq!(sealed[20..36], nibbles);
        assert_eq!(open(&mut message, &key), Ok(vec![35]));
        assert_eq!(message.track2(), Some(track));
    }

    #[test]
    fn what_was_not_sealed_under_the_key_does_not_open() {
        let (key, other) =
            (Key::from_hex(KEY).expect("a key"), Key::from_hex(&KEY.replace('0', "1")).expect("a key"));
        let mut message = Message::new(Mti::new(0x0200));
        message.set_text(35, "6228480402564890018=30121200000012345");
        assert_eq!(open(&mut message.clone(), &key), Err(TrackError::NoTrack));
        seal(&mut message, &other).expect("long enough");
        let sealed = message.clone();
        assert_eq!(open(&mut message, &key), Err(TrackError::NoTrack));
        assert_eq!(message, sealed);
        message.set_text(36, "99123");
        assert_eq!(seal(&mut message, &key), Err(TrackError::Short(5)));
    }
}
