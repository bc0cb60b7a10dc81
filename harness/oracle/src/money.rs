//! Amounts as people write them, and sums that cannot wrap.

/// Fen as yuan with two places, e.g. `120.00`, `-0.05`.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let abs = fen.unsigned_abs();
    format!("{sign}{}.{:02}", abs / 100, abs % 100)
}

/// A sum of fen. It stops at the ends of the type, which no sum of amounts that a reader lets pass can reach.
pub(crate) fn total(amounts: impl IntoIterator<Item = i64>) -> i64 {
    let sum: i128 = amounts.into_iter().map(i128::from).sum();
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_stands_before_what_is_below_nought() {
        assert_eq!([-12_005, -5, 0, 5, 12_000].map(yuan), ["-120.05", "-0.05", "0.00", "0.05", "120.00"]);
    }

    #[test]
    fn sums_do_not_wrap() {
        assert_eq!(total([i64::MAX, i64::MAX, 2]), i64::MAX);
        assert_eq!(total([i64::MIN, -1]), i64::MIN);
        assert_eq!(total([7, -2]), 5);
    }
}
