//! `reversal.own-original`: a reversal undoes its own original and nothing else.
//!
//! Owns the content of reversals, card data in them included. Its reason is `reversal.reason`'s, its MAC
//! `mac.valid`'s, and whether it had to be sent `reversal.warranted`'s.

use journal::Book;
use wire::Place;

use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Txn, legs},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.own-original",
    sentence: "a reversal undoes its own original and nothing else",
    checks: "terminal, batch and trace number against what was sent; F3, F4, F22, F25, F60.1 and card against the \
             original; what a void's reversal names against the void itself; a repeat that says so, where an advice is \
             written otherwise when it comes again; no track, no PIN block; chip data where the \
             original had them; the posting against the original's amount",
    does_not_check: "which tags of the chip data are there; F38; whether an original that never reached the host had \
                     this number: then it is enough that one was lost",
};

pub(super) struct OwnOriginal;

impl Rule for OwnOriginal {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for (reversal, original) in case.all_reversals() {
            stale(reversal, out);
            match original {
                Some(txn) if reversal.is_partial() => part(case, reversal, txn, out),
                Some(txn) if txn.kind.is_reversible() && !is_claimed_before(case, reversal, txn) => {
                    content(case, reversal, txn, out);
                    posting(case, reversal, txn, out);
                }
                // What is claimed is `reversal.not-claimed`'s, what was never reversible `reversal.warranted`'s; what
                // is unknown stands below.
                Some(_) | None => {}
            }
        }
        for reversal in case.misdirected() {
            let (stan, batch) = (&reversal.note.key.stan, &reversal.note.key.batch);
            let sentence =
                format!("the reversal names {stan} of batch {batch}, and no such request was ever sent");
            out.terminal(sentence, [reversal.n]);
        }
    }
}

/// Of a partial reversal the amounts and the order are `reversal.in-part`'s.
fn part(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>, out: &mut Findings) {
    if txn.kind == Kind::Sale {
        return content(case, reversal, txn, out);
    }
    let sentence =
        format!("a partial reversal names {}; only of a sale can a part be taken back", txn.name());
    out.terminal(sentence, [txn.n, reversal.n]);
}

/// Whether there should be no such reversal at all, whatever is in it.
fn is_claimed_before(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>) -> bool {
    case.claimed_before(txn, reversal.n).is_some()
}

/// What has no place in a reversal.
fn stale(reversal: &Req<'_>, out: &mut Findings) {
    for (field, what) in [("35", "track 2"), ("36", "track 3"), ("52", "a PIN block")] {
        if reversal.note.field(field).is_some() {
            let sentence = format!("the reversal of {} carries {what} (F{field})", reversal.stan());
            out.terminal(sentence, [reversal.n]);
        }
    }
}

fn content(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let wrong = flaws(case, reversal, txn);
    if !wrong.is_empty() {
        let sentence = format!("the reversal of {} has {}", txn.name(), wrong.join(", "));
        out.terminal(sentence, [txn.n, reversal.n]);
    }
}

/// What of a reversal is not its original's.
pub(super) fn flaws(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>) -> Vec<String> {
    let Some(original) = case.sends(txn).next() else {
        return Vec::new();
    };
    let mut wrong: Vec<String> = Vec::new();
    for path in ["3", "22", "25", "60.1"] {
        let (asked, undone) = (original.note.field(path), reversal.note.field(path));
        if asked != undone && (asked.is_some() && undone.is_some() || path == "3") {
            wrong.push(format!(
                "F{path} {} instead of {}",
                undone.unwrap_or("missing"),
                asked.unwrap_or("none")
            ));
        }
    }
    if reversal.note.amount_fen != original.note.amount_fen {
        wrong.push(format!("amount {} instead of {}", fen(reversal), fen(original)));
    }
    if let (Some(card), Some(of)) = (&reversal.note.card, &original.note.card)
        && card != of
    {
        wrong.push("another card".to_owned());
    }
    let chip = |r: &Req<'_>| r.note.fields.iter().any(|(path, _)| path == "55" || path.starts_with("55."));
    // A part is taken back long after the chip has spoken.
    if chip(original) && !chip(reversal) && !reversal.is_partial() {
        wrong.push("no chip data (F55)".to_owned());
    }
    wrong.extend(named(case, reversal, txn));
    let advice = |r: &Req<'_>| r.note.mti.starts_with("042") && r.note.mti.ends_with('0');
    if advice(reversal) && is_sent_again(case, reversal, txn) {
        wrong.push(format!("type {} though it was sent before", reversal.note.mti));
    }
    wrong
}

/// Whether a reversal had been sent before, a partial one for the same order.
fn is_sent_again(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>) -> bool {
    let earlier = |r: &Req<'_>| r.n < reversal.n;
    if !reversal.is_partial() {
        return case.reversals(txn).any(earlier);
    }
    let own = case.parts_of(txn).find(|part| case.part_sends(part).any(|r| r.n == reversal.n));
    own.is_some_and(|part| case.part_sends(part).any(earlier))
}

/// What is wrong with the original that a reversal names. Where it is named by type and number, that name is the
/// reversal's identity, and its own number has to be the same; elsewhere a void's reversal names the void itself.
fn named(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>) -> Option<String> {
    if case.path(Place::OriginalType).is_some() {
        let own = reversal.note.field("11").unwrap_or("missing");
        return (own != txn.key.stan).then(|| format!("F11 {own} instead of {}", txn.key.stan));
    }
    if !txn.kind.is_reversible() || txn.kind.follows().is_empty() {
        return None;
    }
    let at = |place| case.placed(reversal.note, place);
    let (batch, stan) = (at(Place::OriginalBatch), at(Place::OriginalTrace));
    if batch == Some(txn.key.batch.as_str()) && stan == Some(txn.key.stan.as_str()) {
        return None;
    }
    let field = case.path(Place::OriginalTrace).and_then(|path| path.split('.').next()).unwrap_or_default();
    let named = stan.unwrap_or("nothing");
    Some(format!("F{field} that names {named} instead of the {} itself, {}", txn.kind, txn.key.stan))
}

fn fen(req: &Req<'_>) -> String {
    req.note.amount_fen.map_or_else(|| "none".to_owned(), yuan)
}

/// What the acquirer undid for it.
fn posting(case: &Case<'_>, reversal: &Req<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let undone = case
        .postings_of(txn, Book::Acquirer)
        .find(|p| p.n > reversal.n && p.note.class.ends_with("-reversal"));
    let made = case.postings_of(txn, Book::Acquirer).find(|p| !p.note.class.ends_with("-reversal"));
    if let (Some(made), Some(undone)) = (made, undone)
        && legs(made.note, "clearing-issuer") != -legs(undone.note, "clearing-issuer")
    {
        out.bench(format!("the acquirer undid {} with another amount", txn.name()), [made.n, undone.n]);
    }
}
