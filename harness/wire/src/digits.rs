//! Packed digits and character classes: the inner loops of the codec.
//!
//! A packed nibble becomes the ASCII character `0x30 | nibble`, so D becomes `=`: numbers and tracks share the
//! loops, and what is allowed is looked up in the class table. Nothing is known here of fields or errors.

/// Classes of characters, as bits of [`CLASS`].
pub(crate) mod class {
    /// Digits.
    pub(crate) const N: u8 = 1;
    /// Digits and `=`.
    pub(crate) const Z: u8 = 2;
    /// Letters.
    pub(crate) const A: u8 = 4;
    /// Letters and digits.
    pub(crate) const AN: u8 = 8;
    /// Letters, digits and blanks.
    pub(crate) const ANP: u8 = 16;
    /// Printable ASCII, and bytes from 80 up (GBK).
    pub(crate) const ANS: u8 = 32;
    /// Any byte.
    pub(crate) const B: u8 = 64;
}

static CLASS: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler; an index out of range would not build")]
const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        let byte = code as u8;
        let mut bits = class::B;
        if byte.is_ascii_digit() {
            bits |= class::N;
        }
        if byte.is_ascii_digit() || byte == b'=' {
            bits |= class::Z;
        }
        if byte.is_ascii_alphabetic() {
            bits |= class::A;
        }
        if byte.is_ascii_alphanumeric() {
            bits |= class::AN;
        }
        if byte.is_ascii_alphanumeric() || byte == b' ' {
            bits |= class::ANP;
        }
        if matches!(byte, b' '..=b'~' | 0x80..) {
            bits |= class::ANS;
        }
        table[code] = bits;
        code += 1;
    }
    table
}

#[inline]
fn of(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// True when every byte is of the class.
#[inline]
pub(crate) fn all(bytes: &[u8], class: u8) -> bool {
    bytes.iter().fold(class, |left, byte| left & of(*byte)) != 0
}

/// The first byte that is not of the class.
pub(crate) fn stranger(bytes: &[u8], class: u8) -> Option<usize> {
    bytes.iter().position(|byte| of(*byte) & class == 0)
}

/// Two digits for each byte, appended; whether they are digits is for [`all`] to say.
#[inline]
pub(crate) fn unpack(packed: &[u8], out: &mut Vec<u8>) {
    let (fours, rest) = packed.as_chunks::<4>();
    for four in fours {
        out.extend_from_slice(&spread(u32::from_be_bytes(*four)));
    }
    for byte in rest {
        out.extend_from_slice(&[0x30 | byte >> 4, 0x30 | byte & 0xF]);
    }
}

/// One byte for every two digits, appended; an odd last digit is left out.
#[inline]
pub(crate) fn pack(digits: &[u8], out: &mut Vec<u8>) {
    let (eights, rest) = digits.as_chunks::<8>();
    for eight in eights {
        out.extend_from_slice(&gather(u64::from_be_bytes(*eight)).to_be_bytes());
    }
    let (pairs, _) = rest.as_chunks::<2>();
    for [high, low] in pairs {
        out.push(high << 4 | low & 0xF);
    }
}

#[inline]
fn spread(packed: u32) -> [u8; 8] {
    let mut x = u64::from(packed);
    x = (x | x << 16) & 0x0000_FFFF_0000_FFFF;
    x = (x | x << 8) & 0x00FF_00FF_00FF_00FF;
    x = (x | x << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    (x | 0x3030_3030_3030_3030).to_be_bytes()
}

#[inline]
fn gather(digits: u64) -> u32 {
    let mut x = digits & 0x0F0F_0F0F_0F0F_0F0F;
    x = (x | x >> 4) & 0x00FF_00FF_00FF_00FF;
    x = (x | x >> 8) & 0x0000_FFFF_0000_FFFF;
    (x | x >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_undoes_unpacking(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let (mut digits, mut packed) = (Vec::new(), Vec::new());
            unpack(&bytes, &mut digits);
            let expected: Vec<u8> = bytes.iter().flat_map(|b| [0x30 | b >> 4, 0x30 | b & 15]).collect();
            prop_assert_eq!(&digits, &expected);
            pack(&digits, &mut packed);
            prop_assert_eq!(packed, bytes);
        }
    }

    #[test]
    fn classes_are_those_of_iso_8583() {
        assert!(all(b"0129", class::N) && !all(b"01=9", class::N) && all(b"01=9", class::Z));
        assert!(all(b"Ab", class::A) && !all(b"A1", class::A) && all(b"A1", class::AN));
        assert!(!all(b"A 1", class::AN) && all(b"A 1", class::ANP) && !all(b"A-1", class::ANP));
        assert!(all(&[b'-', 0xC8, 0xAB], class::ANS) && !all(&[0x7F], class::ANS));
        assert_eq!(stranger(b"12x4", class::N), Some(2));
    }
}
