//! DES and triple DES (FIPS 46-3) by tables, with the key schedule worked out once and kept.
//!
//! The harness spends most of its time in single blocks under few keys, where the `des` crate takes several
//! times as long; the tests below hold this file to that crate. It is not written to run in constant time:
//! the keys of a test bench are no secret worth that. Modes and paddings live in `key`, `mac` and `emv`.

/// Round keys of one to three DES passes.
#[derive(Clone)]
pub(crate) struct Schedule {
    passes: [[u64; 16]; 3],
    triple: bool,
}

impl Schedule {
    /// Works out the round keys of 8, 16 or 24 key bytes; `None` for another length.
    pub(crate) fn new(key: &[u8]) -> Option<Self> {
        let (halves, rest) = key.as_chunks::<8>();
        if !rest.is_empty() {
            return None;
        }
        match *halves {
            [a] => Some(Self { passes: [rounds(a), [0; 16], [0; 16]], triple: false }),
            [a, b] => {
                let first = rounds(a);
                Some(Self { passes: [first, rounds(b), first], triple: true })
            }
            [a, b, c] => Some(Self { passes: [rounds(a), rounds(b), rounds(c)], triple: true }),
            _ => None,
        }
    }

    pub(crate) fn encrypt(&self, block: [u8; 8]) -> [u8; 8] {
        let [first, second, third] = &self.passes;
        let mut state = enter(block);
        state = pass(state, first.iter());
        if self.triple {
            state = pass(state, second.iter().rev());
            state = pass(state, third.iter());
        }
        leave(state)
    }

    pub(crate) fn decrypt(&self, block: [u8; 8]) -> [u8; 8] {
        let [first, second, third] = &self.passes;
        let mut state = enter(block);
        if self.triple {
            state = pass(state, third.iter().rev());
            state = pass(state, second.iter());
        }
        leave(pass(state, first.iter().rev()))
    }
}

/// Sixteen rounds and the swap behind the last one.
fn pass<'k>((mut left, mut right): (u32, u32), keys: impl Iterator<Item = &'k u64>) -> (u32, u32) {
    for key in keys {
        // The expansion is two rotations: boxes 1, 3, 5, 7 read the first word, 2, 4, 6, 8 the second.
        let odd = right.rotate_right(1) ^ (key >> 32) as u32;
        let even = right.rotate_left(3) ^ *key as u32;
        let [s1, s2, s3, s4, s5, s6, s7, s8] = &BOXES;
        let mixed = look(s1, odd >> 26)
            ^ look(s3, odd >> 18)
            ^ look(s5, odd >> 10)
            ^ look(s7, odd >> 2)
            ^ look(s2, even >> 26)
            ^ look(s4, even >> 18)
            ^ look(s6, even >> 10)
            ^ look(s8, even >> 2);
        (left, right) = (right, left ^ mixed);
    }
    (right, left)
}

#[inline(always)]
fn look(table: &[u32; 64], index: u32) -> u32 {
    // The index is below 64 by its mask; the compiler drops the check.
    table.get((index & 63) as usize).copied().unwrap_or(0)
}

/// The initial permutation, as swaps of bit groups between the halves.
fn enter(block: [u8; 8]) -> (u32, u32) {
    let whole = u64::from_be_bytes(block);
    let (mut l, mut r) = ((whole >> 32) as u32, whole as u32);
    swap(&mut l, &mut r, 4, 0x0F0F_0F0F);
    swap(&mut l, &mut r, 16, 0x0000_FFFF);
    swap(&mut r, &mut l, 2, 0x3333_3333);
    swap(&mut r, &mut l, 8, 0x00FF_00FF);
    swap(&mut l, &mut r, 1, 0x5555_5555);
    (l, r)
}

/// The final permutation: the same swaps backwards.
fn leave((mut l, mut r): (u32, u32)) -> [u8; 8] {
    swap(&mut l, &mut r, 1, 0x5555_5555);
    swap(&mut r, &mut l, 8, 0x00FF_00FF);
    swap(&mut r, &mut l, 2, 0x3333_3333);
    swap(&mut l, &mut r, 16, 0x0000_FFFF);
    swap(&mut l, &mut r, 4, 0x0F0F_0F0F);
    (u64::from(l) << 32 | u64::from(r)).to_be_bytes()
}

#[inline(always)]
fn swap(a: &mut u32, b: &mut u32, by: u32, mask: u32) {
    let moved = (*a >> by ^ *b) & mask;
    *b ^= moved;
    *a ^= moved << by;
}

/// Sixteen round keys, each with its eight six-bit groups where [`pass`] wants them.
fn rounds(key: [u8; 8]) -> [u64; 16] {
    let chosen = gather(&CHOICE_1, key);
    let (mut c, mut d) = ((chosen >> 28) as u32, chosen as u32 & HALF);
    let mut keys = [0; 16];
    for (round, slot) in keys.iter_mut().enumerate() {
        let by = if matches!(round, 0 | 1 | 8 | 15) { 1 } else { 2 };
        c = (c << by | c >> (28 - by)) & HALF;
        d = (d << by | d >> (28 - by)) & HALF;
        let [_, rest @ ..] = (u64::from(c) << 28 | u64::from(d)).to_be_bytes();
        *slot = gather(&CHOICE_2, rest);
    }
    keys
}

const HALF: u32 = 0x0FFF_FFFF;

fn gather<const N: usize>(tables: &[[u64; 256]; N], bytes: [u8; N]) -> u64 {
    tables
        .iter()
        .zip(bytes)
        .fold(0, |sum, (table, byte)| sum | table.get(usize::from(byte)).copied().unwrap_or(0))
}

/// Permuted choice 1: eight key bytes to 56 bits.
static CHOICE_1: [[u64; 256]; 8] = spread(&PC_1, 55);
/// Permuted choice 2: seven bytes of the 56 bits to 48 bits in eight groups.
static CHOICE_2: [[u64; 256]; 7] = spread_groups(&PC_2);
/// S-boxes with the permutation P behind them.
static BOXES: [[u32; 64]; 8] = boxes();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler; an index out of range would not build")]
const fn spread(choice: &[u8; 56], top: usize) -> [[u64; 256]; 8] {
    let mut single = [0u64; 64];
    let mut j = 0;
    while j < 56 {
        single[choice[j] as usize - 1] |= 1 << (top - j);
        j += 1;
    }
    fill(&single)
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler; an index out of range would not build")]
const fn spread_groups(choice: &[u8; 48]) -> [[u64; 256]; 7] {
    let mut single = [0u64; 64];
    let mut j = 0;
    while j < 48 {
        // Group g of six bits: even g (boxes 1, 3, 5, 7) in the upper word, odd g in the lower one.
        let (group, bit) = (j / 6, j % 6);
        let word = if group % 2 == 0 { 32 } else { 0 };
        let low = word + 26 - 8 * (group / 2);
        single[choice[j] as usize - 1] |= 1 << (low + 5 - bit);
        j += 1;
    }
    fill(&single)
}

/// From what each single bit gives to what each byte gives.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler; an index out of range would not build")]
const fn fill<const N: usize>(single: &[u64; 64]) -> [[u64; 256]; N] {
    let mut tables = [[0u64; 256]; N];
    let mut place = 0;
    while place < N {
        let mut value = 1usize;
        while value < 256 {
            let lowest = value.trailing_zeros() as usize;
            tables[place][value] = tables[place][value & (value - 1)] | single[place * 8 + 7 - lowest];
            value += 1;
        }
        place += 1;
    }
    tables
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler; an index out of range would not build")]
const fn boxes() -> [[u32; 64]; 8] {
    let mut tables = [[0u32; 64]; 8];
    let mut number = 0;
    while number < 8 {
        let mut six = 0usize;
        while six < 64 {
            let (row, column) = (six >> 4 & 2 | six & 1, six >> 1 & 15);
            let plain = (S[number][row * 16 + column] as u32) << (28 - 4 * number);
            let mut j = 0;
            while j < 32 {
                tables[number][six] |= (plain >> (32 - P[j]) & 1) << (31 - j);
                j += 1;
            }
            six += 1;
        }
        number += 1;
    }
    tables
}

#[rustfmt::skip]
const PC_1: [u8; 56] = [
    57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
    63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
#[rustfmt::skip]
const PC_2: [u8; 48] = [
    14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
    41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
#[rustfmt::skip]
const P: [u32; 32] = [
    16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
    2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
#[rustfmt::skip]
const S: [[u8; 64]; 8] = [
    [14, 4, 13, 1, 2, 15, 11, 8, 3, 10, 6, 12, 5, 9, 0, 7, 0, 15, 7, 4, 14, 2, 13, 1, 10, 6, 12, 11, 9, 5, 3, 8,
     4, 1, 14, 8, 13, 6, 2, 11, 15, 12, 9, 7, 3, 10, 5, 0, 15, 12, 8, 2, 4, 9, 1, 7, 5, 11, 3, 14, 10, 0, 6, 13],
    [15, 1, 8, 14, 6, 11, 3, 4, 9, 7, 2, 13, 12, 0, 5, 10, 3, 13, 4, 7, 15, 2, 8, 14, 12, 0, 1, 10, 6, 9, 11, 5,
     0, 14, 7, 11, 10, 4, 13, 1, 5, 8, 12, 6, 9, 3, 2, 15, 13, 8, 10, 1, 3, 15, 4, 2, 11, 6, 7, 12, 0, 5, 14, 9],
    [10, 0, 9, 14, 6, 3, 15, 5, 1, 13, 12, 7, 11, 4, 2, 8, 13, 7, 0, 9, 3, 4, 6, 10, 2, 8, 5, 14, 12, 11, 15, 1,
     13, 6, 4, 9, 8, 15, 3, 0, 11, 1, 2, 12, 5, 10, 14, 7, 1, 10, 13, 0, 6, 9, 8, 7, 4, 15, 14, 3, 11, 5, 2, 12],
    [7, 13, 14, 3, 0, 6, 9, 10, 1, 2, 8, 5, 11, 12, 4, 15, 13, 8, 11, 5, 6, 15, 0, 3, 4, 7, 2, 12, 1, 10, 14, 9,
     10, 6, 9, 0, 12, 11, 7, 13, 15, 1, 3, 14, 5, 2, 8, 4, 3, 15, 0, 6, 10, 1, 13, 8, 9, 4, 5, 11, 12, 7, 2, 14],
    [2, 12, 4, 1, 7, 10, 11, 6, 8, 5, 3, 15, 13, 0, 14, 9, 14, 11, 2, 12, 4, 7, 13, 1, 5, 0, 15, 10, 3, 9, 8, 6,
     4, 2, 1, 11, 10, 13, 7, 8, 15, 9, 12, 5, 6, 3, 0, 14, 11, 8, 12, 7, 1, 14, 2, 13, 6, 15, 0, 9, 10, 4, 5, 3],
    [12, 1, 10, 15, 9, 2, 6, 8, 0, 13, 3, 4, 14, 7, 5, 11, 10, 15, 4, 2, 7, 12, 9, 5, 6, 1, 13, 14, 0, 11, 3, 8,
     9, 14, 15, 5, 2, 8, 12, 3, 7, 0, 4, 10, 1, 13, 11, 6, 4, 3, 2, 12, 9, 5, 15, 10, 11, 14, 1, 7, 6, 0, 8, 13],
    [4, 11, 2, 14, 15, 0, 8, 13, 3, 12, 9, 7, 5, 10, 6, 1, 13, 0, 11, 7, 4, 9, 1, 10, 14, 3, 5, 12, 2, 15, 8, 6,
     1, 4, 11, 13, 12, 3, 7, 14, 10, 15, 6, 8, 0, 5, 9, 2, 6, 11, 13, 8, 1, 4, 10, 7, 9, 5, 0, 15, 14, 2, 3, 12],
    [13, 2, 8, 4, 6, 15, 11, 1, 10, 9, 3, 14, 5, 0, 12, 7, 1, 15, 13, 8, 10, 3, 7, 4, 12, 5, 6, 11, 0, 14, 9, 2,
     7, 11, 4, 1, 9, 12, 14, 2, 0, 6, 10, 13, 15, 3, 5, 8, 2, 1, 14, 7, 4, 10, 8, 13, 15, 12, 9, 0, 3, 5, 6, 11],
];

#[cfg(test)]
mod tests {
    use super::*;
    use cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};
    use proptest::prelude::*;

    fn crate_says(key: &[u8], block: [u8; 8], enciphers: bool) -> [u8; 8] {
        let mut block = block.into();
        macro_rules! run {
            ($cipher:ty) => {{
                let cipher = <$cipher>::new_from_slice(key).unwrap();
                if enciphers { cipher.encrypt_block(&mut block) } else { cipher.decrypt_block(&mut block) }
            }};
        }
        match key.len() {
            8 => run!(des::Des),
            16 => run!(des::TdesEde2),
            _ => run!(des::TdesEde3),
        }
        block.into()
    }

    proptest! {
        #[test]
        fn every_block_is_what_the_des_crate_makes_of_it(
            key in proptest::collection::vec(any::<u8>(), 24),
            length in 1usize..=3,
            block in any::<[u8; 8]>(),
        ) {
            let key = &key[..length * 8];
            let ours = Schedule::new(key).unwrap();
            prop_assert_eq!(ours.encrypt(block), crate_says(key, block, true));
            prop_assert_eq!(ours.decrypt(block), crate_says(key, block, false));
        }
    }

    #[test]
    fn other_lengths_are_no_keys() {
        for length in [0, 7, 9, 12, 32] {
            assert!(Schedule::new(&vec![0; length]).is_none());
        }
    }
}
