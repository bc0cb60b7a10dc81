//! `mac.valid` and `keys.renewed`: messages are sealed under the key of the latest sign-on, and a key that the
//! host refused is not used again.

use journal::{Event, MacNote};

use crate::{
    RuleInfo,
    case::{Case, Kind, Proof, Req},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "mac.valid",
    sentence: "every message of the terminal that needs a MAC has a right one under the current key",
    checks: "the MAC of each request as the host found it, and that the key's check value changes with a sign-on only",
    does_not_check: "requests after a sign-on whose answer was lost or cut off, until the terminal was answered once \
                     more, or while the host had no key: it cannot have known the key; the MAC itself, which the \
                     host computed",
};

pub(super) const RENEWED: RuleInfo = RuleInfo {
    id: "keys.renewed",
    sentence: "a key that was refused, or whose check value is wrong, is not used",
    checks: "a sign-on between each A0 or 77 that reached the terminal, each answer whose header asked for a sign-on, or \
             each sign-on whose check value was wrong, and the next sale, void, refund or reversal",
    does_not_check: "whether that sign-on was answered; the check value itself, which the host spoils on order only; \
                     keys after a cut at which the terminal had neither shown nor sent anything since it heard: it \
                     may not have kept what it heard",
};

pub(super) struct Valid;

impl Rule for Valid {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut current: Option<(&str, u64)> = None;
        for request in &case.reqs {
            if request.note.class == "sign-on" {
                current = None;
                continue;
            }
            let (class, stan) = (&request.note.class, request.stan());
            match &request.note.mac {
                MacNote::Absent => out.terminal(format!("{class} {stan} has no MAC"), [request.n]),
                MacNote::Wrong { check_value } if !check_value.is_empty() && knows_key(case, request) => {
                    let sentence = format!("the MAC of {class} {stan} is wrong under the key {check_value}");
                    out.terminal(sentence, [request.n]);
                }
                MacNote::Valid { check_value } => match current {
                    Some((known, n)) if known != check_value => {
                        let sentence = format!(
                            "{class} {stan} is sealed under the key {check_value}; the current one is {known}"
                        );
                        out.terminal(sentence, [n, request.n]);
                    }
                    Some(_) => {}
                    None => current = Some((check_value, request.n)),
                },
                MacNote::Wrong { .. } | MacNote::NotRequired => {}
            }
        }
    }
}

/// Whether the latest sign-on before a request brought its keys to the terminal. One that was never made counts:
/// the keys were there from the start.
fn knows_key(case: &Case<'_>, request: &Req<'_>) -> bool {
    let sign_on = case.reqs.iter().rev().find(|r| r.note.class == "sign-on" && r.n < request.n);
    let Some(sign_on) = sign_on else { return true };
    let arrived = sign_on.heard().iter().map(|(n, ..)| *n).find(|n| *n < request.n);
    let kept = |e: &Event| matches!(e, Event::Shown(s) if s.screen == "signed-on");
    let has = arrived.is_some_and(|arrived| {
        case.cut_between(arrived, request.n).is_none_or(|cut| case.between(arrived, cut, kept).is_some())
    });
    // Whoever is answered under a key that it does not have knows that it needs another.
    let answered = |r: &&Req<'_>| {
        let checked = matches!(r.note.mac, MacNote::Valid { .. } | MacNote::Wrong { .. });
        checked && r.n > sign_on.n && r.heard().iter().any(|(n, ..)| *n < request.n)
    };
    has || case.reqs.iter().any(|r| answered(&r))
}

pub(super) struct Renewed;

impl Rule for Renewed {
    fn info(&self) -> &'static RuleInfo {
        &RENEWED
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for refused in &case.reqs {
            let Some(n) = refusal(refused).filter(|n| was_waited_for(case, refused, *n)) else { continue };
            let needs_key = |r: &&Req<'_>| r.is_reversal() || r.kind().is_some_and(Kind::is_financial);
            let next = case.reqs.iter().find(|r| r.n > n && needs_key(r));
            let Some(next) = next.filter(|next| can_be_kept(case, n, next)) else { continue };
            let signed_on = case.reqs.iter().any(|r| r.note.class == "sign-on" && r.n > n && r.n < next.n);
            let tried = case.lines.strays.iter().any(|s| s.class == "sign-on" && s.n > n && s.n < next.n);
            if !signed_on && !tried {
                let sentence = format!(
                    "{} {} was sent under a key that had been refused or was not right",
                    next.note.class,
                    next.stan()
                );
                out.terminal(sentence, [refused.n, n, next.n]);
            }
        }
    }
}

/// Whether the terminal still waited for an answer when it came; one that comes later is nobody's.
fn was_waited_for(case: &Case<'_>, request: &Req<'_>, heard: u64) -> bool {
    let own = request.kind().and_then(|kind| case.find(kind, &request.note.key));
    own.and_then(|txn| case.gave_up(txn)).is_none_or(|gave_up| heard < gave_up)
}

/// Whether the terminal can still have known, when it sent a request, what it had heard: no cut came between, or it
/// had shown or sent something before the cut.
fn can_be_kept(case: &Case<'_>, heard: u64, request: &Req<'_>) -> bool {
    let went_on = |e: &Event| match e {
        Event::Shown(_) => true,
        Event::Left(frame) => frame.direction == "to-host",
        _ => false,
    };
    case.cut_between(heard, request.sent).is_none_or(|cut| case.between(heard, cut, went_on).is_some())
}

/// Entry at which the terminal heard that its key or batch is refused, or got a key that is not right. A refusal may
/// lack a MAC, since the host may have no key to make one.
fn refusal(request: &Req<'_>) -> Option<u64> {
    let echo = |proof: Proof| !matches!(proof, Proof::Mismatch { .. });
    let wrong = |a: &crate::case::Ans<'_>| match request.note.class.as_str() {
        "sign-on" => a.deviation == Some("bad-check-value"),
        // What echoes another request is no answer to this one, MAC or not.
        _ if a.deviation == Some("asks-for-sign-on") => true,
        _ => matches!(a.code, "A0" | "77") && !a.deviation.is_some_and(|d| d.starts_with("wrong-echo")),
    };
    let heard = request.heard();
    heard.iter().find(|(_, a, proof)| wrong(a) && echo(*proof)).map(|(n, ..)| *n)
}
