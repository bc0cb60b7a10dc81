//! Dialects out of what labs already have: the XML that jPOS's `GenericPackager` reads.
//!
//! Every field class that this room knows is written out as facets of a dialect. What it does not know, or what a
//! dialect cannot say, is listed with its place and never guessed. The room does not say which message carries
//! which field (neither does the XML), and it does not open files.
//!
//! Source of the format: jPOS Programmer's Guide, "GenericPackager", and the field packagers' public classes.

mod class;
mod import;
mod sheet;
mod write;

pub use import::{Import, import};
pub use sheet::Unmapped;
