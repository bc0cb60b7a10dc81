//! Which bytes of a chip's data go into its cryptogram.
//!
//! Card and issuer must agree on it; the card model of the terminal's room builds the same input by the same
//! sentence. The cryptogram itself (master key, session key, padding) is made in `wire::emv`.

use wire::Tlv;

/// The tags whose values are joined, in this order.
const INPUT: [u32; 11] = [0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36, 0x9F10];

/// The input of the application cryptogram (9F26), from the data of F55 or of the card.
///
/// The values of 9F02, 9F03, 9F1A, 95, 5F2A, 9A, 9C, 9F37, 82, 9F36 and 9F10, joined in this order, each whole as it
/// stands in the list, without tags and lengths. 9F03 that is absent counts as six zero bytes; any other tag
/// that is absent makes the input `None`. No padding: `wire::emv::cryptogram` adds it.
#[must_use]
pub fn cryptogram_input(data: &Tlv) -> Option<Vec<u8>> {
    let mut input = Vec::with_capacity(64);
    for tag in INPUT {
        match data.get(tag) {
            Some(value) => input.extend_from_slice(value),
            None if tag == 0x9F03 => input.extend_from_slice(&[0; 6]),
            None => return None,
        }
    }
    Some(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_joined_in_the_fixed_order() {
        let mut data = Tlv::new();
        for (n, tag) in INPUT.iter().rev().enumerate() {
            data.push(*tag, &[u8::try_from(n).unwrap()]);
        }
        assert_eq!(cryptogram_input(&data), Some(vec![10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]));
        data.remove(0x9F03);
        assert_eq!(cryptogram_input(&data), Some(vec![10, 0, 0, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 0]));
        data.remove(0x95);
        assert_eq!(cryptogram_input(&data), None);
    }
}
