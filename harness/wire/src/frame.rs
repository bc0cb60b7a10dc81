//! Framing on a byte stream: length prefix, TPDU, header, body.
//!
//! It knows nothing of the body. A stream whose length prefix is impossible cannot be put back into step: the
//! reader stays in error, and the connection has to be given up. Layout: PAYMENTS 1.1.

use std::fmt;
use std::str::FromStr;

use crate::hex::{self, HexError};

/// The transport header of five bytes: identifier (60), destination, source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tpdu(pub [u8; 5]);

impl Tpdu {
    /// The same with destination and source exchanged, as an answer carries it.
    #[must_use]
    pub const fn swapped(self) -> Self {
        let Self([id, d1, d2, s1, s2]) = self;
        Self([id, s1, s2, d1, d2])
    }
}

impl Default for Tpdu {
    /// `60 0000 0000`.
    fn default() -> Self {
        Self([0x60, 0, 0, 0, 0])
    }
}

/// The message header of six bytes, BCD: application class 2, software version 2, terminal state 1,
/// processing request 1, sub-version 6 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Header(pub [u8; 6]);

impl Header {
    /// The processing request that asks for a new sign-on.
    pub const SIGN_ON_AGAIN: u8 = 3;

    /// Application class: 60 for stripe and payment, 61 for chip.
    #[must_use]
    pub const fn application_class(self) -> u8 {
        let [class, ..] = self.0;
        decimal(class)
    }

    /// Software version, two digits.
    #[must_use]
    pub const fn software_version(self) -> u8 {
        let [_, version, ..] = self.0;
        decimal(version)
    }

    /// Terminal state, one digit.
    #[must_use]
    pub const fn terminal_state(self) -> u8 {
        let [_, _, both, ..] = self.0;
        both >> 4
    }

    /// What the host asks the terminal to do next: 0 nothing, 1 parameters, 2 status upload, 3 sign on again,
    /// 4 CA keys, 5 chip parameters, 6 management download.
    #[must_use]
    pub const fn processing_request(self) -> u8 {
        let [_, _, both, ..] = self.0;
        both & 0xF
    }

    /// The same header with another processing request (its lower four bits count).
    #[must_use]
    pub const fn with_processing_request(self, request: u8) -> Self {
        let [a, b, both, d, e, f] = self.0;
        Self([a, b, both & 0xF0 | request & 0x0F, d, e, f])
    }

    /// Sub-version, three BCD bytes.
    #[must_use]
    pub const fn sub_version(self) -> [u8; 3] {
        let [_, _, _, d, e, f] = self.0;
        [d, e, f]
    }
}

impl Default for Header {
    /// `603100311003`, the header of PAYMENTS 1.1.
    fn default() -> Self {
        Self([0x60, 0x31, 0x00, 0x31, 0x10, 0x03])
    }
}

const fn decimal(bcd: u8) -> u8 {
    (bcd >> 4) * 10 + (bcd & 0xF)
}

macro_rules! as_hex {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = HexError;

            fn from_str(text: &str) -> Result<Self, HexError> {
                hex::decode(text)?.try_into().map(Self).map_err(|_| HexError::Odd)
            }
        }
    )*};
}
as_hex!(Tpdu, Header);

/// What stands before the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Envelope {
    /// Transport header.
    pub tpdu: Tpdu,
    /// Message header.
    pub header: Header,
}

impl Envelope {
    /// The envelope of the answer: TPDU swapped, header kept.
    #[must_use]
    pub const fn reply(self) -> Self {
        Self { tpdu: self.tpdu.swapped(), header: self.header }
    }
}

/// One frame as received.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// TPDU and header; defaults for a part that the framing does not have.
    pub envelope: Envelope,
    /// MTI to the last field.
    pub body: Vec<u8>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} {} <{} bytes>)", self.envelope.tpdu, self.envelope.header, self.body.len())
    }
}

/// Which parts a frame has. The length prefix is two bytes, big-endian, and does not count itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Framing {
    /// A TPDU of five bytes.
    pub tpdu: bool,
    /// A header of six bytes.
    pub header: bool,
}

impl Default for Framing {
    /// Both.
    fn default() -> Self {
        Self { tpdu: true, header: true }
    }
}

impl Framing {
    /// Bytes between length prefix and body.
    #[must_use]
    pub const fn overhead(self) -> usize {
        self.tpdu as usize * 5 + self.header as usize * 6
    }

    /// Puts prefix and envelope before a body.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] when two bytes cannot say the length.
    pub fn write(self, envelope: &Envelope, body: &[u8]) -> Result<Vec<u8>, FrameError> {
        let length = self.overhead() + body.len();
        let max = usize::from(u16::MAX);
        let prefix = u16::try_from(length).map_err(|_| FrameError::TooLong { declared: length, max })?;
        let mut out = Vec::with_capacity(2 + length);
        out.extend(prefix.to_be_bytes());
        if self.tpdu {
            out.extend(envelope.tpdu.0);
        }
        if self.header {
            out.extend(envelope.header.0);
        }
        out.extend_from_slice(body);
        Ok(out)
    }

    /// Takes a frame without its prefix apart; `None` when it is too short.
    fn split(self, frame: &[u8]) -> Option<Frame> {
        let mut envelope = Envelope::default();
        let mut rest = frame;
        if self.tpdu {
            let (tpdu, after) = rest.split_first_chunk()?;
            envelope.tpdu = Tpdu(*tpdu);
            rest = after;
        }
        if self.header {
            let (header, after) = rest.split_first_chunk()?;
            envelope.header = Header(*header);
            rest = after;
        }
        Some(Frame { envelope, body: rest.to_vec() })
    }
}

/// Why a stream cannot be read on, or a body not be framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The length is beyond what is allowed.
    #[error("frame of {declared} bytes, {max} at most")]
    TooLong {
        /// Bytes behind the prefix.
        declared: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// The length has no room for TPDU and header.
    #[error("frame of {declared} bytes, {least} at least")]
    TooShort {
        /// Bytes behind the prefix.
        declared: usize,
        /// Bytes of TPDU and header.
        least: usize,
    },
}

/// Finds frames in a stream that arrives in pieces of any size.
#[derive(Clone)]
pub struct FrameReader {
    framing: Framing,
    max_len: usize,
    buffer: Vec<u8>,
    /// Bytes of the buffer that have been handed out already.
    taken: usize,
    broken: Option<FrameError>,
}

impl FrameReader {
    /// A reader for frames with TPDU and header of at most `max_len` bytes behind the prefix.
    #[must_use]
    pub const fn new(max_len: usize) -> Self {
        Self::with(Framing { tpdu: true, header: true }, max_len)
    }

    /// A reader for a given framing.
    #[must_use]
    pub const fn with(framing: Framing, max_len: usize) -> Self {
        Self { framing, max_len, buffer: Vec::new(), taken: 0, broken: None }
    }

    /// Takes the next bytes of the stream. Behind an error they are dropped.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.broken.is_some() {
            return;
        }
        if self.taken > 0 {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole frame; `None` until one is complete.
    ///
    /// # Errors
    /// A length that is too large or too small. The stream is then lost: the same error comes again.
    #[expect(
        clippy::should_implement_trait,
        reason = "a reader is asked again after `None`; it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = self.broken {
            return Err(error);
        }
        let Some((prefix, rest)) = self.unread().split_first_chunk() else {
            return Ok(None);
        };
        let declared = usize::from(u16::from_be_bytes(*prefix));
        let least = self.framing.overhead();
        if declared > self.max_len {
            return Err(self.give_up(FrameError::TooLong { declared, max: self.max_len }));
        }
        let Some(bytes) = rest.get(..declared) else {
            // The length itself may already be impossible; there is no need to wait for the rest.
            return if declared < least {
                Err(self.give_up(FrameError::TooShort { declared, least }))
            } else {
                Ok(None)
            };
        };
        let Some(frame) = self.framing.split(bytes) else {
            return Err(self.give_up(FrameError::TooShort { declared, least }));
        };
        self.taken += 2 + declared;
        Ok(Some(frame))
    }

    /// Bytes received that belong to no complete frame yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.unread().len()
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }

    fn give_up(&mut self, error: FrameError) -> FrameError {
        self.broken = Some(error);
        self.buffer = Vec::new();
        self.taken = 0;
        error
    }
}

impl fmt::Debug for FrameReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameReader(<{} bytes> pending, broken: {:?})", self.pending(), self.broken)
    }
}
