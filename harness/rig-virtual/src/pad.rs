//! The signature pad: waits for strokes, lays the code over them and hands the picture out.
//!
//! The picture has the head of a JBIG file (ITU-T T.82, 6.2: twenty bytes), and behind it the code and the strokes as
//! they were drawn. Nothing here compresses them, and nobody who keeps the picture looks into it.

use device::{Answer, Call, Hidden, Sign};
use rig::{Capability, Happening};

use crate::body::Finish;
use crate::shell::{MS, Shell};

/// Points across and down.
const SIZE: (u32, u32) = (240, 80);

impl Shell {
    pub(crate) fn begin_signature(&mut self, limit_ms: u64) {
        if self.pad_works() {
            self.finish_in(limit_ms * MS, Finish::TimeOut);
        } else {
            self.finish_in(20 * MS, Finish::Answer(Answer::PadFailed));
        }
    }

    fn pad_works(&self) -> bool {
        !self.pad_dead && self.desk.can(Capability::SignaturePad)
    }

    /// The cardholder signs, if the pad waits for that.
    pub(crate) fn sign(&mut self, strokes: &Hidden, phone: Hidden) {
        let Some(code) = self.waits_for_a_signature().filter(|_| self.pad_works()) else { return };
        let picture = Hidden::new(picture(&code, strokes.expose()));
        let (life, number) = (self.life, self.pending.as_ref().map_or(0, |pending| pending.number));
        self.report(Happening::Signed { picture: picture.clone() });
        if self.waits_in(life, number) {
            self.answer(Answer::Signed { picture, phone });
        }
    }

    pub(crate) fn switch_pad(&mut self, dead: bool) {
        self.pad_dead = dead;
        if dead && self.waits_for_a_signature().is_some() {
            self.answer(Answer::PadFailed);
        }
    }

    fn waits_for_a_signature(&self) -> Option<String> {
        match self.pending.as_ref().map(|pending| &pending.call) {
            Some(Call::Sign(Sign { code, .. })) => Some(code.clone()),
            _ => None,
        }
    }
}

fn picture(code: &str, strokes: &[u8]) -> Vec<u8> {
    let (across, down) = SIZE;
    // One plane of one resolution, in one stripe.
    let mut bytes = vec![0, 0, 1, 0];
    bytes.extend([across, down, down].into_iter().flat_map(u32::to_be_bytes));
    bytes.extend([8, 0, 3, 0]);
    bytes.extend(code.bytes());
    bytes.extend(strokes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_head_its_code_and_its_strokes() {
        let picture = picture("557A8226", &[1, 2, 3]);
        assert_eq!(picture.get(..20).map(<[u8]>::len), Some(20));
        assert_eq!(picture.get(20..), Some(&b"557A8226\x01\x02\x03"[..]));
    }
}
