//! An entry of a record as a sentence that a person can read.

use journal::{Book, Entry, Event, MacNote, Movement, PostingNote, RequestNote, Sighting, SlipNote};

/// What the entry says, in a few words. Amounts are in yuan.
#[must_use]
pub fn sentence(entry: &Entry) -> String {
    match &entry.event {
        Event::Opened(head) => format!("{} begins, seed {}", head.scenario.name, head.seed),
        Event::Step { text, .. } => text.clone(),
        Event::Expected { text, .. } => format!("expected: {text}"),
        Event::Trouble { what } => format!("trouble: {what}"),
        Event::NotApplicable { reason } => format!("not applicable: {reason}"),
        Event::Moved { what } => what.clone(),
        Event::Quiet => "nothing is due any more".to_owned(),
        Event::Closed { entries } => format!("closed with {entries} entries"),
        Event::Armed { what, when, lasting, .. } => format!("armed: {what} at {when}, {lasting}"),
        Event::Fired { what, .. } => format!("fault: {what}"),
        Event::Released { fault } => format!("fault {fault} released"),
        Event::NeverFired { when, .. } => format!("a fault never found its moment: {when}"),
        Event::HostScripted { what } => format!("the host will misbehave: {what}"),
        Event::Intent { intent, order, amount_fen, person, .. } => {
            format!("intent {intent}: {}{} for {person}", word(order), of(*amount_fen))
        }
        Event::Attempt { intent, attempt, why } => format!("intent {intent}, try {attempt} ({why})"),
        Event::CashierBelieves { intent, belief, because } => {
            format!("the cashier believes of intent {intent}: {} ({because})", word(belief))
        }
        Event::Pressed { key } => format!("key {key}"),
        Event::SupervisorConfirmed => "the supervisor's password was right".to_owned(),
        Event::CardholderBelieves { intent, belief, because } => {
            format!("the cardholder believes of intent {intent}: {} ({because})", word(belief))
        }
        Event::CardIs { present: true, face, .. } => format!("card presented ({face})"),
        Event::CardIs { present: false, face, .. } => format!("card taken away ({face})"),
        Event::Scripted { command, status, decided, .. } => scripted(command, status, *decided),
        Event::ScriptTold { original, results, .. } => {
            format!("the host learns of the script of {}: {results}", original.stan)
        }
        Event::Signed { .. } | Event::SignatureKept { .. } | Event::ReceiptSent { .. } => {
            signature_sentence(&entry.event)
        }
        Event::KeysAre { loaded } => keys(*loaded),
        Event::PowerIs { port, on } => format!("{} power {}", word(port), if *on { "on" } else { "off" }),
        Event::LinkIs { state } => format!("line {}", word(state)),
        Event::Connected { .. } => "connected".to_owned(),
        Event::NotConnected => "no connection".to_owned(),
        Event::Disconnected { .. } => "connection closed".to_owned(),
        Event::Left(frame) => format!("{} left {}", frame.class, frame.direction),
        Event::Reached(frame) => format!("{} arrived {}", frame.class, frame.direction),
        Event::Lost(frame) => format!("{} lost {}", frame.class, frame.direction),
        Event::Request(request) => request_sentence(request),
        Event::Answer { class, code, deviation, .. } => {
            let spoilt = deviation.as_ref().map(|d| format!(" ({d})")).unwrap_or_default();
            format!("{class} answered {code}{spoilt}")
        }
        Event::AnswerHeld { .. } => "the answer waits for the cut".to_owned(),
        Event::AnswerLeft { .. } => "the answer left".to_owned(),
        Event::Withheld { why, .. } => format!("no answer: {why}"),
        Event::Garbled { reason, .. } => format!("no message: {reason}"),
        Event::HostCrashed => "the host crashed".to_owned(),
        Event::HostRestarted => "the host is back".to_owned(),
        Event::Uploaded { details, .. } => format!("{} transaction(s) of the batch uploaded", details.len()),
        Event::BatchClosed { batch, next, differences, .. } => closing(batch, next, differences),
        Event::Posted(posting) => posting_sentence(posting),
        Event::Texted { person, movement, amount_fen, .. } => {
            format!("the bank tells {person}: {} {}", movement_word(*movement), yuan(*amount_fen))
        }
        Event::Shown(screen) => format!("screen {}: {}", screen.screen, screen.lines.join(" / ")),
        Event::PaperLine { text } => format!("printed: {text}"),
        Event::Slip(slip) => slip_sentence(slip),
        Event::PrinterTrouble { what } => format!("printer: {what}"),
        Event::Sighting(seen) => sighting_sentence(seen),
        Event::Inner { name, detail } => format!("{name} {detail}").trim_end().to_owned(),
    }
}

fn closing(batch: &str, next: &str, differences: &[String]) -> String {
    let differing = match differences {
        [] => String::new(),
        differences => format!(" with differences ({})", differences.join(", ")),
    };
    format!("the host closed batch {batch}{differing}; {next} follows")
}

fn signature_sentence(event: &Event) -> String {
    match event {
        Event::SignatureKept { key, .. } => format!("the host keeps the signature on trace {}", key.stan),
        Event::ReceiptSent { amount_fen, phone, key, .. } => {
            format!("the acquirer sends the receipt of {}, trace {}, to {phone}", yuan(*amount_fen), key.stan)
        }
        _ => "the cardholder signed on the pad".to_owned(),
    }
}

fn sighting_sentence(seen: &Sighting) -> String {
    let Sighting { place, context, clear_digits, digits, .. } = seen;
    format!("card data at {place} of {context}: {clear_digits} of {digits} digits")
}

fn scripted(command: &str, status: &str, decided: bool) -> String {
    let when = if decided { "behind" } else { "before" };
    format!("the card answers {status} to {command}, a script's command {when} its second decision")
}

fn keys(loaded: bool) -> String {
    if loaded { "the master key is loaded" } else { "the terminal was opened, its keys are gone" }.to_owned()
}

fn request_sentence(request: &RequestNote) -> String {
    let amount = request.amount_fen.map(|fen| format!(" {}", yuan(fen))).unwrap_or_default();
    let reason = request.field("39").map(|code| format!(", reason {code}")).unwrap_or_default();
    let mac = match request.mac {
        MacNote::Valid { .. } | MacNote::NotRequired => "",
        MacNote::Wrong { .. } => ", MAC wrong",
        MacNote::Absent => ", MAC missing",
    };
    let again = if request.repeated { ", again" } else { "" };
    format!(
        "{}{amount}, trace {} batch {}{reason}{mac}{again}",
        request.class, request.key.stan, request.key.batch
    )
}

fn posting_sentence(posting: &PostingNote) -> String {
    let legs = |account: &str| -> i64 {
        posting.legs.iter().filter(|leg| leg.account == account).map(|leg| leg.amount_fen).sum()
    };
    // What was paid, either way; of what moves no payment, what is set aside.
    let paid = ["clearing-issuer", "clearing-wallet", "clearing-acquirer"].into_iter().map(legs).sum::<i64>();
    let held = legs("guaranteed").saturating_add(legs("held"));
    let moved = if paid == 0 { held } else { paid }.saturating_abs();
    let whose = match posting.book {
        Book::Acquirer => "acquirer",
        Book::Issuer => "issuer",
        Book::Wallet => "platform",
    };
    let points = match legs("points") {
        0 => String::new(),
        points => format!(", {points:+} points"),
    };
    format!("{whose} books {} of {}, trace {}{points}", posting.class, yuan(moved), posting.key.stan)
}

fn slip_sentence(slip: &SlipNote) -> String {
    let kind = slip.transaction.as_deref().unwrap_or("unreadable");
    let amount = slip.amount_fen.map(|fen| format!(" {}", yuan(fen))).unwrap_or_default();
    let trace = slip.trace.as_ref().map(|trace| format!(", trace {trace}")).unwrap_or_default();
    let state = match (slip.blank, slip.complete) {
        (true, _) => "blank slip",
        (false, true) => "slip",
        (false, false) => "slip broken off",
    };
    let duplicate = if slip.duplicate { ", duplicate" } else { "" };
    format!("{state}: {kind}{amount}{trace}{duplicate}, {} copy", word(&slip.copy))
}

/// The amount of an order, where it has one.
fn of(amount_fen: Option<i64>) -> String {
    amount_fen.map(|fen| format!(" of {}", yuan(fen))).unwrap_or_default()
}

fn movement_word(movement: Movement) -> &'static str {
    match movement {
        Movement::Charged => "charged",
        Movement::Cancelled => "cancelled",
        Movement::Refunded => "refunded",
        Movement::ChargedAgain => "charged again",
        Movement::Held => "set aside",
        Movement::Released => "set free",
    }
}

fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `12000` as `120.00`.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}
