//! `offline.chip-alone`: an offline sale rests on the chip's word, and on nothing that the host was asked.
//!
//! It owns the offline approval at the counter. That the host is told of it is `advice.told`'s, that nobody pays twice
//! `intent.charged-once`'s. Whether the chip did approve no bench shows: the issuer refuses what is no TC.

use std::collections::BTreeMap;

use journal::OrderKind;
use profile::WithoutLine;

use crate::{
    RuleInfo,
    case::{Case, Kind, Word},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "offline.chip-alone",
    sentence: "an offline sale is within the floor limit, and no request of its order has left",
    checks: "each offline sale that screen or paper claims: its amount against the practice's floor limit; that no request \
             for the money left the terminal before, in the same attempt, be it taken or lost; where an ordinary sale was \
             ordered, that the practice leaves it to the chip",
    does_not_check: "whether the chip gave a TC, which the issuer sees; what the host is told (advice.told)",
};

pub(super) struct ChipAlone;

impl Rule for ChipAlone {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut claims: BTreeMap<(Option<usize>, Option<&str>), &Word<'_>> = BTreeMap::new();
        let offline = |w: &&Word<'_>| w.kind == Some(Kind::OfflineSale) && w.said.is_claim();
        for word in case.words.iter().filter(offline) {
            // A claim may come again behind a cut; without a number, nobody can tell it from another one's.
            let attempt = if word.trace.is_none() { case.attempt_at(word.n) } else { None };
            claims.entry((attempt, word.trace)).or_insert(word);
        }
        for word in claims.into_values() {
            claimed(case, word, out);
        }
    }
}

fn claimed(case: &Case<'_>, word: &Word<'_>, out: &mut Findings) {
    let practice = &case.profile.terminal.offline;
    let name = format!("an offline sale ({})", word.trace.unwrap_or("without a trace number"));
    let floor = i64::try_from(practice.floor_limit_fen).unwrap_or(i64::MAX);
    if let Some(fen) = word.amount_fen.filter(|fen| *fen > floor) {
        out.terminal(
            format!("{name} of {} is above the floor limit of {}", yuan(fen), yuan(floor)),
            [word.n],
        );
    }
    if let Some(left) = has_left(case, word) {
        out.terminal(format!("{name} is claimed, and a request for the money had left"), [left, word.n]);
        return;
    }
    let intent = case.intent_at(word.n).and_then(|i| case.intents.get(&i));
    if let Some(intent) = intent.filter(|i| i.order == OrderKind::Sale)
        && practice.without_line == WithoutLine::Decline
    {
        let sentence = format!("{name} was made of an ordinary sale, which fails where there is no line");
        out.terminal(sentence, [intent.n, word.n]);
    }
}

/// Entry with which a request for money that the host has to answer left, or was taken, in the attempt of a claim and
/// before it.
fn has_left(case: &Case<'_>, word: &Word<'_>) -> Option<u64> {
    let attempt = case.attempt_at(word.n)?;
    let began = case.attempts.get(attempt)?.n;
    let asks = |kind: Kind| kind.is_reversible();
    let taken = case.reqs.iter().filter(|r| r.attempt == Some(attempt) && r.sent < word.n);
    let taken = taken.filter(|r| r.kind().is_some_and(asks)).map(|r| r.n).min();
    let lost = case.lines.lost_between(began, word.n);
    let lost = lost.filter(|s| Kind::named(s.class).is_some_and(asks)).map(|s| s.n).min();
    [taken, lost].into_iter().flatten().min()
}
