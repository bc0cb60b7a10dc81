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
    /// Every nibble, as an enciphered track has them.
    pub(crate) const ZE: u8 = 128;
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
        if matches!(byte, b'0'..=b'?') {
            bits |= class::ZE;
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
    match class {
        class::ANS => return printable(bytes),
        class::Z => return track(bytes),
        _ => {}
    }
    bytes.iter().fold(class, |left, byte| left & of(*byte)) != 0
}

/// The class ANS, eight bytes at a step: none below 20, none 7F.
#[inline]
fn printable(bytes: &[u8]) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    let bad = eights.iter().fold(0, |bad, eight| {
        let x = u64::from_ne_bytes(*eight);
        let delete = x ^ 0x7F7F_7F7F_7F7F_7F7F;
        bad | x.wrapping_sub(0x2020_2020_2020_2020) & !x | delete.wrapping_sub(ONES) & !delete
    });
    bad & HIGH_BITS == 0 && rest.iter().fold(class::ANS, |left, byte| left & of(*byte)) != 0
}

/// The class Z, eight bytes at a step: each `=` is taken for a nought, then all must be digits.
#[inline]
fn track(bytes: &[u8]) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    let bad = eights.iter().fold(0, |bad, eight| {
        let values = u64::from_ne_bytes(*eight) ^ ZEROS;
        let other = values ^ 0x0D0D_0D0D_0D0D_0D0D;
        let equals = !(((other & !HIGH_BITS) + !HIGH_BITS) | other) & HIGH_BITS;
        let values = values ^ ((equals >> 7) * 0x0D);
        bad | values | values.wrapping_add(SIXES)
    });
    bad & HIGH_NIBBLES == 0 && rest.iter().fold(class::Z, |left, byte| left & of(*byte)) != 0
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
const HIGH_NIBBLES: u64 = 0xF0F0_F0F0_F0F0_F0F0;
/// Added to a nibble, it carries into the high nibble from A on.
const SIXES: u64 = 0x0606_0606_0606_0606;
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The first byte that is not of the class.
pub(crate) fn stranger(bytes: &[u8], class: u8) -> Option<usize> {
    bytes.iter().position(|byte| of(*byte) & class == 0)
}

/// Two characters for each byte, as far as there is room; true when all of them are decimal digits. For a
/// track the answer is of no use: [`all`] knows about `=`.
#[inline]
pub(crate) fn unpack(packed: &[u8], out: &mut [u8]) -> bool {
    let mut bad = 0;
    let (fours, rest) = packed.as_chunks::<4>();
    let (eights, room) = out.as_chunks_mut::<8>();
    for (four, to) in fours.iter().zip(eights) {
        let nibbles = spread(u32::from_be_bytes(*four));
        bad |= nibbles + SIXES;
        *to = (nibbles | ZEROS).to_be_bytes();
    }
    // One step at most each: there are less than four bytes left.
    let (twos, one) = rest.as_chunks::<2>();
    let (quads, room) = room.as_chunks_mut::<4>();
    if let (Some(two), Some(to)) = (twos.first(), quads.first_mut()) {
        let nibbles = spread(u32::from(u16::from_be_bytes(*two)));
        bad |= nibbles + SIXES;
        *to = ((nibbles | ZEROS) as u32).to_be_bytes();
    }
    if let (Some(byte), Some(to)) = (one.first(), room.first_chunk_mut()) {
        let (high, low) = (byte >> 4, byte & 0xF);
        bad |= u64::from((high + 6) | (low + 6));
        *to = [high | 0x30, low | 0x30];
    }
    bad & HIGH_NIBBLES == 0
}

/// One byte for every two characters, as far as there is room; an odd last one is left out. True when all of
/// them are decimal digits.
#[inline]
pub(crate) fn pack(digits: &[u8], out: &mut [u8]) -> bool {
    let mut bad = 0;
    let (eights, rest) = digits.as_chunks::<8>();
    let (fours, room) = out.as_chunks_mut::<4>();
    for (eight, to) in eights.iter().zip(fours) {
        let values = u64::from_be_bytes(*eight) ^ ZEROS;
        // A carry out of a byte needs its high nibble set, and that is bad already.
        bad |= values | values.wrapping_add(SIXES);
        *to = gather(values).to_be_bytes();
    }
    // One step at most each: there are less than eight digits left.
    let (quads, two) = rest.as_chunks::<4>();
    let (twos, room) = room.as_chunks_mut::<2>();
    if let (Some(four), Some(to)) = (quads.first(), twos.first_mut()) {
        let values = u64::from(u32::from_be_bytes(*four)) ^ (ZEROS >> 32);
        bad |= values | (values + (SIXES >> 32));
        *to = (gather(values) as u16).to_be_bytes();
    }
    if let (Some(pair), Some(to)) = (two.first_chunk::<2>(), room.first_mut()) {
        let [high, low] = pair.map(|byte| byte ^ 0x30);
        bad |= u64::from(high | low | high.wrapping_add(6) | low.wrapping_add(6));
        *to = high << 4 | (low & 0xF);
    }
    bad & HIGH_NIBBLES == 0
}

#[inline]
fn spread(packed: u32) -> u64 {
    let mut x = u64::from(packed);
    x = (x | x << 16) & 0x0000_FFFF_0000_FFFF;
    x = (x | x << 8) & 0x00FF_00FF_00FF_00FF;
    (x | x << 4) & 0x0F0F_0F0F_0F0F_0F0F
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
            let (mut digits, mut packed) = (vec![0; bytes.len() * 2], vec![0; bytes.len()]);
            let decimal = unpack(&bytes, &mut digits);
            prop_assert_eq!(decimal, all(&digits, class::N));
            let expected: Vec<u8> = bytes.iter().flat_map(|b| [0x30 | b >> 4, 0x30 | b & 15]).collect();
            prop_assert_eq!(&digits, &expected);
            prop_assert_eq!(pack(&digits, &mut packed), decimal);
            prop_assert_eq!(packed, bytes);
        }
    }

    proptest! {
        #[test]
        fn packing_knows_digits_from_anything_else(
            bytes in proptest::collection::vec(prop_oneof![8 => b'0'..=b'9', 4 => Just(b'='), 1 => any::<u8>()], 0..20)
        ) {
            let even = &bytes[..bytes.len() / 2 * 2];
            prop_assert_eq!(pack(even, &mut vec![0; even.len() / 2]), all(even, class::N));
            for class in [class::ANS, class::Z] {
                let one_by_one = bytes.iter().all(|b| all(&[*b], class));
                prop_assert_eq!(all(&bytes, class), one_by_one);
            }
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
