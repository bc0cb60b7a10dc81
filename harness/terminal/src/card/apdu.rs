//! Command and response APDUs, as far as a payment card needs them (ISO 7816-4, short form).
//!
//! Of secure messaging (class 84) the MAC is the card's business; chaining and logical channels are not understood.

/// A command APDU, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apdu<'a> {
    /// Class byte.
    pub class: u8,
    /// Instruction byte.
    pub instruction: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Command data; empty when there is none.
    pub data: &'a [u8],
}

impl<'a> Apdu<'a> {
    /// Takes a command apart; `None` when its lengths contradict each other.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], rest) = bytes.split_first_chunk::<4>()?;
        let data = match rest {
            [] | [_] => &[],
            [length, rest @ ..] => {
                let length = usize::from(*length);
                let (data, behind) = rest.split_at_checked(length)?;
                if behind.len() > 1 {
                    return None;
                }
                data
            }
        };
        Some(Self { class, instruction, p1, p2, data })
    }

    /// The command's name in the trade, as events name it; `None` for one a payment card does not know.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        Some(match self.instruction {
            0xA4 => "select",
            0xA8 => "get-processing-options",
            0xB2 => "read-record",
            0xCA => "get-data",
            0x20 => "verify",
            0x84 => "get-challenge",
            0xAE => "generate-ac",
            0xDA => "put-data",
            _ => return None,
        })
    }
}

/// Status words at the end of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    /// 9000.
    pub const DONE: Self = Self(0x9000);
    /// 6700: wrong length.
    pub const LENGTH: Self = Self(0x6700);
    /// 6983: the PIN is blocked.
    pub const BLOCKED: Self = Self(0x6983);
    /// 6985: not now.
    pub const NOT_NOW: Self = Self(0x6985);
    /// 6988: the MAC of a script's command is wrong.
    pub const UNPROVEN: Self = Self(0x6988);
    /// 6A82: no such file or application.
    pub const NOT_FOUND: Self = Self(0x6A82);
    /// 6A83: no such record.
    pub const NO_RECORD: Self = Self(0x6A83);
    /// 6A86: wrong parameters.
    pub const PARAMETERS: Self = Self(0x6A86);
    /// 6A88: no such data object.
    pub const NO_DATA: Self = Self(0x6A88);
    /// 6D00: instruction not known.
    pub const INSTRUCTION: Self = Self(0x6D00);
    /// 6E00: class not known.
    pub const CLASS: Self = Self(0x6E00);

    /// The status words of a response; `None` when there are none.
    #[must_use]
    pub fn of(response: &[u8]) -> Option<Self> {
        response.last_chunk::<2>().map(|words| Self(u16::from_be_bytes(*words)))
    }

    /// Whether the command was done, with or without a warning (90, 62, 63), as a script goes on behind it.
    #[must_use]
    pub const fn is_done_or_warns(self) -> bool {
        matches!(self.0 >> 8, 0x90 | 0x62 | 0x63)
    }

    /// A response of these words alone.
    #[must_use]
    pub fn alone(self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    /// A response of data and these words.
    #[must_use]
    pub fn with(self, mut data: Vec<u8>) -> Vec<u8> {
        data.extend(self.0.to_be_bytes());
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_short_cases_are_read_and_contradictions_refused() {
        let read = |bytes: &'static [u8]| Apdu::parse(bytes).map(|apdu| apdu.data);
        assert_eq!(read(&[0, 0xA4, 4, 0]), Some(&[][..]));
        assert_eq!(read(&[0, 0xB2, 1, 0x0C, 0]), Some(&[][..]));
        assert_eq!(read(&[0, 0xA4, 4, 0, 2, 1, 2]), Some(&[1, 2][..]));
        assert_eq!(read(&[0, 0xA4, 4, 0, 2, 1, 2, 0]), Some(&[1, 2][..]));
        assert_eq!(read(&[0, 0xA4, 4, 0, 3, 1, 2]), None);
        assert_eq!(read(&[0, 0xA4, 4, 0, 1, 1, 2, 0]), None);
        assert_eq!(read(&[0, 0xA4]), None);
    }
}
