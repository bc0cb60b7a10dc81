//! What goes over the line between a payment terminal and its acquiring host.
//!
//! ISO 8583 messages, the dialects that say how each field lies on the wire, framing, BER-TLV of the chip,
//! MAC, key exchange, PIN blocks and the chip's cryptograms. Secrets (card numbers, tracks, PINs, keys) are
//! types that show themselves masked; the raw value comes only from a method named `expose`.
//!
//! The room knows how a message is written, not when one is due: flows, books, retries and response codes
//! belong to `host`, `terminal` and `oracle`. It opens no file, no socket and no clock.
//!
//! ```
//! use wire::{Dialect, Message, Mti};
//!
//! let text = include_str!("../../../fixtures/dialects/unionpay.yaml");
//! let dialect = Dialect::from_yaml("unionpay.yaml", text).unwrap();
//! let mut request = Message::new(Mti::new(0x0200));
//! request.set_text(11, "000123");
//! request.set_text(60, &dialect.compose(60, &[("60.1", "22"), ("60.2", "000001")]).unwrap());
//! let body = dialect.encode(&request).unwrap();
//! assert_eq!(dialect.decode(&body).unwrap(), request);
//! assert_eq!(dialect.part(&request, "60.2"), Some("000001"));
//! ```

mod batch;
mod class;
mod des;
mod dialect;
mod digits;
mod error;
mod frame;
mod key;
mod mac;
mod mask;
mod message;
mod mti;
mod secret;
mod signature;

pub mod emv;
pub mod hex;
pub mod keys;
pub mod pin;
pub mod script;
pub mod tlv;
pub mod track;

pub use batch::{BatchTotals, DETAILS_AT_MOST, Detail, Side, Sum, Verdict};
pub use class::Class;
pub use dialect::{Align, Content, Dialect, Encoding, Place};
pub use error::{DecodeError, EncodeError, Spot};
pub use frame::{Envelope, Frame, FrameError, FrameReader, Framing, Header, Tpdu};
pub use key::{Key, KeyError};
pub use keys::WorkingKeys;
pub use mac::{MacCheck, MacKind};
pub use mask::shows_by_type;
pub use message::Message;
pub use mti::{Mti, MtiError};
pub use pin::PinError;
pub use script::{IssuerScript, ScriptOutcome, ScriptPhase, ScriptResult};
pub use secret::{Pan, PayCode, Phone, Pin, PinBlock, SecretError, Track2};
pub use signature::{Picture, Receipt, feature_code};
pub use tlv::{Tlv, TlvError};
