//! `signature.told`: signatures that were made on the pad, and whether the host has them.
//!
//! It owns the way of a picture from the pad to the host. What the sale itself came to is everybody else's.

use std::collections::BTreeSet;

use journal::{Event, TxnKey};

use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "signature.told",
    sentence: "a signature taken on the pad reaches the host once, under its own sale, before the batch is settled",
    checks: "each signature that the terminal said it has taken: that the host keeps it under the sale that was signed \
             and under no other; that no settlement of its batch went before that, unless the terminal had it signed on \
             paper; that nothing is uploaded again once a right answer has said that the host has it",
    does_not_check: "when it is uploaded while no batch is settled; what is on the picture; signatures on paper",
};

/// Codes that say that the host has it.
const TAKEN: [&str; 2] = ["00", "94"];

pub(super) struct Told;

impl Rule for Told {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let taken = taken(case);
        for signature in &taken {
            kept_elsewhere(case, signature, out);
            settled_over(case, signature, out);
        }
        sent_again(case, out);
    }
}

/// A signature that the terminal said it has taken.
struct Signature<'c, 'a> {
    /// Entry with which the terminal said so.
    n: u64,
    /// Entry with which it was made.
    made: u64,
    picture: &'a str,
    sale: &'c Txn<'a>,
}

fn taken<'c, 'a>(case: &'c Case<'a>) -> Vec<Signature<'c, 'a>> {
    let mut made: Option<(u64, &str)> = None;
    let mut taken = Vec::new();
    for entry in case.record.entries() {
        match &entry.event {
            Event::Signed { picture, .. } => made = Some((entry.n, picture)),
            Event::Shown(note) if note.screen == "signature-taken" => {
                let sale = case.txns.iter().rev().find(|t| {
                    t.kind == Kind::Sale && t.n < entry.n && note.trace.as_deref() == Some(&t.key.stan)
                });
                let signature = made.take().zip(sale);
                taken.extend(signature.map(|((made, picture), sale)| Signature {
                    n: entry.n,
                    made,
                    picture,
                    sale,
                }));
            }
            _ => {}
        }
    }
    taken
}

/// Entries with which the host kept a picture, each with what it kept it for.
fn kept<'c>(case: &'c Case<'_>, picture: &'c str) -> impl Iterator<Item = (u64, &'c TxnKey)> {
    case.record.entries().iter().filter_map(move |entry| match &entry.event {
        Event::SignatureKept { key, picture: own, .. } if own == picture => Some((entry.n, key)),
        _ => None,
    })
}

fn kept_elsewhere(case: &Case<'_>, signature: &Signature<'_, '_>, out: &mut Findings) {
    let foreign: Vec<(u64, &TxnKey)> =
        kept(case, signature.picture).filter(|(_, key)| *key != signature.sale.key).collect();
    if let Some((n, key)) = foreign.first() {
        let sentence =
            format!("the signature on {} was uploaded under trace {}", signature.sale.name(), key.stan);
        out.terminal(sentence, [signature.made, signature.n, *n]);
    }
}

/// A settlement of its batch that went before the host had it.
fn settled_over(case: &Case<'_>, signature: &Signature<'_, '_>, out: &mut Findings) {
    let sale = signature.sale;
    let own = kept(case, signature.picture).find(|(_, key)| *key == sale.key).map(|(n, _)| n);
    let end = [own, given_to_paper(case, signature)].into_iter().flatten().min().unwrap_or(u64::MAX);
    let settles = |r: &&Req<'_>| {
        let same = r.note.key.batch == sale.key.batch && r.note.key.terminal == sale.key.terminal;
        r.note.class == "settlement" && same && r.sent > signature.n && r.n < end
    };
    if let Some(ask) = case.reqs.iter().find(settles) {
        let sentence = format!(
            "batch {} was settled before the host had the signature on {}",
            sale.key.batch,
            sale.name()
        );
        out.terminal(sentence, [signature.n, ask.n].into_iter().chain(own));
    }
}

/// Entry with which the terminal had it signed on paper instead.
fn given_to_paper(case: &Case<'_>, signature: &Signature<'_, '_>) -> Option<u64> {
    let trace = signature.sale.key.stan.as_str();
    let said = |event: &Event| match event {
        Event::Shown(note) => note.screen == "sign-on-paper" && note.trace.as_deref() == Some(trace),
        _ => false,
    };
    case.between(signature.n, u64::MAX, said)
}

/// Uploads that were sent though a right answer had said that the host has the signature.
fn sent_again(case: &Case<'_>, out: &mut Findings) {
    let mut done: BTreeSet<&TxnKey> = BTreeSet::new();
    let mut heard: Vec<(u64, &TxnKey)> = Vec::new();
    for upload in case.reqs.iter().filter(|r| r.note.class == Kind::Signature.name()) {
        let key = &upload.note.key;
        // What a cut, or the loss of the keys, kept from being noted is not known to have been answered.
        let forgot = |n: u64| {
            let lost = |e: &Event| matches!(e, Event::KeysAre { .. } | Event::PowerIs { on: false, .. });
            case.between(n, upload.sent, lost).is_some()
        };
        let known = |(n, own): &&(u64, &TxnKey)| *own == key && *n < upload.sent && !forgot(*n);
        let before = heard.iter().find(known).map(|(n, _)| *n);
        if let Some(answered) = before.filter(|_| done.insert(key)) {
            let sentence =
                format!("the signature under trace {} was sent again after the host had it", key.stan);
            out.terminal(sentence, [answered, upload.n]);
        }
        let right =
            |answer: &crate::case::Ans<'_>| TAKEN.contains(&answer.code) && answer.deviation.is_none();
        let reached = upload.answers.iter().filter(|a| right(a)).flat_map(|a| a.reached.iter().copied());
        heard.extend(reached.map(|n| (n, key)));
    }
}
