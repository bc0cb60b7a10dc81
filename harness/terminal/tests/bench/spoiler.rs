//! Spoils what card, host and store give.

use device::{Answer, Hidden};
use rand_core::Rng;

use super::Bench;

impl Bench {
    /// A valid answer with a byte changed, a piece cut off or doubled; a record often under a right check sum.
    pub(super) fn spoilt(&mut self, answer: Answer) -> Answer {
        let Some((rng, one_in)) = self.spoil.as_mut() else {
            return answer;
        };
        let bytes = match &answer {
            Answer::Record(_) if self.store_honest => return answer,
            Answer::Apdu(bytes) | Answer::Received(bytes) | Answer::Record(bytes) => bytes.expose().to_vec(),
            _ => return answer,
        };
        if bytes.is_empty() || !rng.next_u32().is_multiple_of(*one_in) {
            return answer;
        }
        let at = usize::try_from(rng.next_u32()).expect("an index") % bytes.len();
        let mut changed = bytes;
        match rng.next_u32() % 4 {
            0 | 1 => changed[at] ^= 1 << (rng.next_u32() % 8),
            2 => changed.truncate(at),
            _ => changed.extend_from_within(at..),
        }
        match answer {
            Answer::Apdu(_) => Answer::Apdu(Hidden::new(changed)),
            Answer::Received(_) => Answer::Received(Hidden::new(changed)),
            _ => {
                if changed.len() > 4 && rng.next_u32().is_multiple_of(2) {
                    changed.truncate(changed.len() - 4);
                    let sum = crc32fast::hash(&changed);
                    changed.extend(sum.to_be_bytes());
                }
                Answer::Record(Hidden::new(changed))
            }
        }
    }
}
