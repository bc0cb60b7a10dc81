//! What a terminal asks of its body, one [`Call`] at a time, and what it is told: an [`Answer`].
//!
//! Keys, card, screen, printer, store, line and clock are all reached through these two enums, so that the
//! application above is straight-line code and the bench below can stop it between any two calls. The same
//! two enums, as newline JSON, are the link to terminal software in another process.
//!
//! The room holds no behaviour: what a body does with a call is decided by the bench.

mod call;
mod hidden;
mod screen;

pub use call::{
    Answer, Call, CardFace, DateTime, Key, LineCall, LineTrouble, PrinterTrouble, Sign, StoreCall, Wait, Wish,
};
pub use hidden::Hidden;
pub use screen::{Screen, ScreenKind};
