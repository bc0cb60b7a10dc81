//! Which patterns of a rig file ever fitted a screen or slip is known when all runs on a stand are over.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use std::path::Path;

use rig::Stand;
use source::{Flaw, Text};

fn stand(rig: impl Fn(String) -> String) -> Result<Stand, Flaw> {
    let text = |path: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = std::fs::read_to_string(root.join(path)).expect("shipped");
        Text { name: path.to_owned(), text }
    };
    let fixture = |kind: &str, name: &str| Ok(text(&format!("fixtures/{kind}/{name}.yaml")));
    let Text { name, text } = text("rigs/virtual.yaml");
    Stand::gather(&Text { name, text: rig(text) }, None, &fixture)
}

fn lines(written: &[&str]) -> Vec<String> {
    written.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn patterns_that_never_fitted_are_told_by_their_keys() {
    let stand = stand(|text| text).expect("shipped");
    // Each run has its own copy of the stand.
    let (one, other) = (stand.clone(), stand.clone());
    let all = [
        "transaction",
        "amount",
        "trace",
        "batch",
        "reference",
        "auth",
        "code",
        "state",
        "debit",
        "credit",
        "duplicate",
        "merchant_copy",
        "cardholder_copy",
    ];
    assert_eq!(stand.readers.never_fitted(), all);
    let slip =
        ["MERCHANT COPY", "交易类型/TYPE: 消费/SALE", "金额/AMOUNT: RMB 120.00", "凭证号/TRACE: 000123"];
    assert_eq!(one.readers.slip(&lines(&slip), true).amount_fen, Some(12_000));
    assert_eq!(
        stand.readers.never_fitted(),
        ["batch", "reference", "auth", "code", "state", "debit", "credit", "duplicate", "cardholder_copy"]
    );
    assert_eq!(other.readers.stands(&lines(&["STATE APPROVED"])), Some(true));
    assert_eq!(other.readers.screen("declined", lines(&["CODE 51"])).code.as_deref(), Some("51"));
    assert_eq!(
        stand.readers.never_fitted(),
        ["batch", "reference", "auth", "debit", "credit", "duplicate", "cardholder_copy"]
    );
    // A line that does not fit changes nothing.
    assert_eq!(other.readers.slip(&lines(&["批次号 000001"]), true).batch, None);
    assert_eq!(
        stand.readers.never_fitted(),
        ["batch", "reference", "auth", "debit", "credit", "duplicate", "cardholder_copy"]
    );
}

#[test]
fn a_pattern_that_is_none_is_refused_at_its_line() {
    let broken = stand(|text| text.replacen("duplicate: 'DUPLICATE'", "duplicate: '(DUPLICATE'", 1));
    let flaw = broken.expect_err("it does not compile");
    assert!(flaw.place.is_some() && flaw.reason.starts_with("not a pattern"), "{flaw}");
}
