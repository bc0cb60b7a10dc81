//! The field classes of jPOS, and how each lies on the wire.
//!
//! A class name is a sentence: `IF` field, `A` ASCII or `B` binary, `LL` the digits of its length prefix, `H` a
//! prefix in binary, then what it holds. The table lists what was looked up, and nothing is inferred for others.

/// How a class lies on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) holds: Holds,
    pub(crate) prefix: Option<Prefix>,
}

/// What a field holds, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Digits, a character each.
    Digits,
    /// Digits, two a byte; an odd number is filled with this nibble.
    Packed { fill: u8 },
    /// A sign, C or D, and digits, a character each.
    SignedAmount,
    /// Text as it is.
    Text,
    /// Bytes as they are.
    Bytes,
    /// Bytes as hex characters.
    HexBytes,
}

/// A length prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefix {
    /// `ascii`, `bcd` or `binary`.
    pub(crate) encoding: &'static str,
    /// Decimal digits; bytes where it is binary.
    pub(crate) digits: u8,
}

/// What is known of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A field that a dialect can describe.
    Shape(Shape),
    /// The bitmap.
    Bitmap {
        /// In hex characters instead of bytes.
        hex: bool,
    },
    /// A class that is known and that no dialect can describe, with the reason.
    Beyond(&'static str),
    /// Nothing.
    Unknown,
}

const fn fixed(holds: Holds) -> Known {
    Known::Shape(Shape { holds, prefix: None })
}

const fn variable(holds: Holds, encoding: &'static str, digits: u8) -> Known {
    Known::Shape(Shape { holds, prefix: Some(Prefix { encoding, digits }) })
}

/// What is known of a class by its full name.
pub(crate) fn class(name: &str) -> Known {
    use Holds::{Bytes, Digits, HexBytes, Packed, SignedAmount, Text};
    let Some(short) = name.strip_prefix("org.jpos.iso.") else {
        return Known::Unknown;
    };
    match short {
        "IFA_BITMAP" => Known::Bitmap { hex: true },
        "IFB_BITMAP" => Known::Bitmap { hex: false },
        "IFA_NUMERIC" => fixed(Digits),
        "IFA_LLNUM" => variable(Digits, "ascii", 2),
        "IFA_LLLNUM" => variable(Digits, "ascii", 3),
        "IFB_NUMERIC" => fixed(Packed { fill: 0 }),
        "IFB_FNUMERIC" => fixed(Packed { fill: 15 }),
        "IFB_LLNUM" => variable(Packed { fill: 0 }, "bcd", 2),
        "IFB_LLLNUM" => variable(Packed { fill: 0 }, "bcd", 3),
        "IFB_FLLNUM" => variable(Packed { fill: 15 }, "bcd", 2),
        "IFB_FLLLNUM" => variable(Packed { fill: 15 }, "bcd", 3),
        "IFB_LLHNUM" => variable(Packed { fill: 0 }, "binary", 1),
        "IFB_LLLHNUM" => variable(Packed { fill: 0 }, "binary", 2),
        "IFA_AMOUNT" => fixed(SignedAmount),
        "IF_CHAR" => fixed(Text),
        "IFA_LCHAR" => variable(Text, "ascii", 1),
        "IFA_LLCHAR" => variable(Text, "ascii", 2),
        "IFA_LLLCHAR" => variable(Text, "ascii", 3),
        "IFA_LLLLCHAR" => variable(Text, "ascii", 4),
        "IFB_LLCHAR" => variable(Text, "bcd", 2),
        "IFB_LLLCHAR" => variable(Text, "bcd", 3),
        "IFB_LLLLCHAR" => variable(Text, "bcd", 4),
        "IFB_LLHCHAR" => variable(Text, "binary", 1),
        "IFB_LLLHCHAR" => variable(Text, "binary", 2),
        "IFA_BINARY" => fixed(HexBytes),
        "IFB_BINARY" => fixed(Bytes),
        "IFA_LBINARY" => variable(Bytes, "ascii", 1),
        "IFA_LLBINARY" => variable(Bytes, "ascii", 2),
        "IFA_LLLBINARY" => variable(Bytes, "ascii", 3),
        "IFA_LLLLBINARY" => variable(Bytes, "ascii", 4),
        "IFB_LLBINARY" => variable(Bytes, "bcd", 2),
        "IFB_LLLBINARY" => variable(Bytes, "bcd", 3),
        "IFB_LLLLBINARY" => variable(Bytes, "bcd", 4),
        "IFB_LLHBINARY" => variable(Bytes, "binary", 1),
        "IFB_LLLHBINARY" => variable(Bytes, "binary", 2),
        "IFB_AMOUNT" => Known::Beyond("a sign character before packed digits is no single encoding"),
        "IFA_FLLCHAR" | "IFA_FLLNUM" => Known::Beyond("a variable field filled up to its greatest length"),
        "IF_UNUSED" | "IF_NOP" => Known::Beyond("the class stands for a field that is never sent"),
        _ if short.starts_with("IFE") || short.ends_with("ECHAR") => Known::Beyond("EBCDIC"),
        _ if short.starts_with("IFA_TT") || short.starts_with("IF_T") => {
            Known::Beyond("tagged or terminated fields")
        }
        _ => Known::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_known_by_its_full_name_only() {
        assert_eq!(class("org.jpos.iso.IF_CHAR"), fixed(Holds::Text));
        assert_eq!(class("IF_CHAR"), Known::Unknown);
        assert_eq!(class("com.example.IF_CHAR"), Known::Unknown);
        assert_eq!(class("org.jpos.iso.IFA_LLLLLCHAR"), Known::Unknown, "five digits are nobody's prefix");
        assert!(matches!(class("org.jpos.iso.IFE_NUMERIC"), Known::Beyond("EBCDIC")));
    }
}
