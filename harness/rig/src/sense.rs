//! What can be meant: orders, faults and misbehaviours that make no sense are refused before they do harm.
//!
//! The desk asks here at run time, the rehearsal before anything runs. Nothing is asked of a terminal's statement:
//! what it lacks is not applicable, and no flaw of the text.

use device::CardFace;
use host::{Class, Misbehaviour, Script};
use journal::{Expectation, OrderKind, Port};

use crate::{
    Card, CardTrouble, Fault, FaultKind, Lasting, Moment, Order, PaperTrouble, Trouble, Wallet, event_info,
};

const SECOND_NS: u64 = 1_000_000_000;
/// The longest that something can stay broken or late.
const LONGEST_FAULT_NS: u64 = 7 * 86_400 * SECOND_NS;
/// The longest that a scenario can wait.
const LONGEST_PASS_NS: u64 = 400 * 86_400 * SECOND_NS;
/// The largest amount that field 4 and a till hold, in fen.
pub const LARGEST_FEN: u64 = 9_999_999_999;
/// The most times, or the highest occurrence, that a scenario can mean.
const MOST_TIMES: u32 = 10_000;
/// Response codes of the dialect by which a host refuses (PAYMENTS: answer codes of F39).
const REFUSALS: [&str; 47] = [
    "01", "03", "04", "05", "06", "07", "09", "12", "13", "14", "15", "21", "22", "25", "30", "34", "35",
    "36", "37", "38", "40", "41", "42", "43", "51", "54", "55", "57", "58", "59", "61", "62", "64", "65",
    "66", "67", "68", "75", "77", "79", "90", "91", "94", "96", "97", "98", "A0",
];

fn unknown(reason: impl Into<String>, hint: impl Into<String>) -> Trouble {
    Trouble::Unknown { reason: reason.into(), hint: hint.into() }
}

/// What to write in place of an amount that is too large.
#[must_use]
pub fn largest_amount() -> String {
    format!("write an amount up to {}.{:02}", LARGEST_FEN / 100, LARGEST_FEN % 100)
}

/// Whether an order can be meant: amount, card, and the card's face.
pub(crate) fn order(wallet: &Wallet, order: &Order) -> Result<(), Trouble> {
    match order.amount_fen {
        Some(0) => {
            return Err(unknown("an order of 0.00 moves nothing", "write an amount of 0.01 or more"));
        }
        Some(fen) if fen > LARGEST_FEN => {
            return Err(unknown("no till takes so large an amount", largest_amount()));
        }
        _ => {}
    }
    if let Some(user) = order.user.as_ref().filter(|user| wallet.purse(&user.person).is_none()) {
        return Err(no_wallet(wallet, &user.person));
    }
    let Some(name) = &order.card else { return Ok(()) };
    let card = wallet.find(name).ok_or_else(|| {
        unknown(format!("no card is called `{name}`"), format!("there are: {}", card_names(wallet, name)))
    })?;
    if card.faces.contains(&order.face) {
        return Ok(());
    }
    let chinese = is_chinese(name);
    let has: Vec<&str> = card.faces.iter().map(|face| face_words(*face, chinese)).collect();
    Err(unknown(
        format!("`{name}` has no {}", face_name(order.face)),
        format!("it can be presented {}", has.join(", ")),
    ))
}

/// Somebody without a wallet.
pub(crate) fn no_wallet(wallet: &Wallet, person: &str) -> Trouble {
    let names: Vec<&str> = wallet.purses().iter().map(|purse| purse.name.as_str()).collect();
    unknown(format!("nobody called `{person}` has a wallet"), format!("there are: {}", names.join(", ")))
}

/// Whether what an order is about can be there at all; `ordered` says how many orders of a kind there were.
pub(crate) fn refers(order: &Order, ordered: &dyn Fn(OrderKind) -> usize) -> Result<(), Trouble> {
    let Some(followed) = order.kind.follows() else {
        return Ok(());
    };
    let count = ordered(followed);
    let there = match order.of {
        crate::Which::Unknown => true,
        crate::Which::Latest => count > 0,
        crate::Which::Last(kind) if kind == followed => count > 0,
        crate::Which::Last(kind) => return again(kind, ordered(kind)),
        crate::Which::Nth(nth) => nth > 0 && usize::try_from(nth).is_ok_and(|nth| nth <= count),
    };
    if there {
        return Ok(());
    }
    let name = followed.name();
    let reason = match order.of {
        crate::Which::Nth(nth) => format!("there is no {name} no. {nth} here"),
        _ => format!("there is no {name} here yet"),
    };
    let count =
        if count == 1 { format!("1 {name} was ordered") } else { format!("{count} {name}s were ordered") };
    let hint = match followed {
        OrderKind::Sale => {
            format!(
                "{count} before this sentence; where none is meant, say so: `a sale that never was` (不存在的消费)"
            )
        }
        _ => format!("{count} before this sentence"),
    };
    Err(unknown(reason, hint))
}

/// Whether there is an order of this kind that can be taken up again, or be meant by another.
pub(crate) fn again(kind: OrderKind, ordered: usize) -> Result<(), Trouble> {
    if ordered > 0 {
        return Ok(());
    }
    Err(unknown(format!("no {} was ordered before", kind.name()), "order one before this sentence"))
}

/// Whether there is something of this kind to mend.
pub(crate) fn mend(kind: FaultKind, is_broken: bool) -> Result<(), Trouble> {
    if is_broken {
        return Ok(());
    }
    let reason = format!("nothing to mend: no fault holds `{}`", kind.name());
    Err(unknown(reason, "break it first, or leave this sentence out"))
}

/// Whether money can come into the merchant's account, or run short there.
pub(crate) fn funds(enough: bool, are_short: bool) -> Result<(), Trouble> {
    if !enough || are_short {
        return Ok(());
    }
    let hint = "write `the merchant's account cannot cover refunds` (商户账户余额不足以退货) before it";
    Err(unknown("the merchant's account covers refunds as it is", hint))
}

/// An order to a terminal that stays dark.
pub(crate) fn no_power() -> Trouble {
    unknown(
        "the terminal has no power, and nobody gives it back before this order",
        "write `the terminal has power again` (终端恢复供电) first, or cut power for a time",
    )
}

/// Whether a fault can be meant.
pub(crate) fn fault(fault: &Fault) -> Result<(), Trouble> {
    let event = match &fault.moment {
        Moment::Now => None,
        Moment::Event { name, nth, after_ns } => Some((name, *nth, *after_ns)),
        Moment::Drawn { name, at_most } => Some((name, *at_most, 0)),
    };
    if let Some((name, nth, after_ns)) = event {
        event_info(name).ok_or_else(|| Trouble::Text(format!("there is no event `{name}`")))?;
        if nth == 0 {
            return Err(unknown("occurrences are counted from 1", "write 1 for the first"));
        }
        few_enough(nth)?;
        within(after_ns, LONGEST_FAULT_NS, 0)?;
    }
    if fault.kind == FaultKind::CardPulled && fault.lasting != Lasting::UntilMended {
        return Err(unknown("a card that is pulled does not come back by itself", "say no duration"));
    }
    if fault.kind == FaultKind::Opened && fault.lasting != Lasting::UntilMended {
        let hint = "say no duration, and `the keys are loaded again` (密钥重新灌装) when they are";
        return Err(unknown("keys that are gone do not come back by themselves", hint));
    }
    match fault.lasting {
        Lasting::For(ns) => within(ns, LONGEST_FAULT_NS, 1),
        Lasting::UntilMended => Ok(()),
    }
}

/// Whether a length of time can be meant.
pub(crate) fn passes(ns: u64) -> Result<(), Trouble> {
    within(ns, LONGEST_PASS_NS, 1)
}

fn few_enough(times: u32) -> Result<(), Trouble> {
    if times > MOST_TIMES {
        let reason = format!("no scenario comes to {times} times");
        return Err(unknown(reason, format!("write {MOST_TIMES} or less")));
    }
    Ok(())
}

fn within(ns: u64, most: u64, least: u64) -> Result<(), Trouble> {
    if ns < least {
        return Err(unknown("0 is no length of time", "write how long, e.g. 5 seconds (5秒)"));
    }
    if ns > most {
        let days = most / (86_400 * SECOND_NS);
        return Err(unknown("no run takes that long", format!("write {days} days or less")));
    }
    Ok(())
}

/// Whether the host can go wrong in this way, and with this class of request.
pub(crate) fn script(script: &Script) -> Result<(), Trouble> {
    if script.times == 0 {
        return Err(unknown("a misbehaviour that never happens is none", "write how many times, from 1"));
    }
    few_enough(script.times)?;
    match &script.misbehaviour {
        Misbehaviour::Decline { code } | Misbehaviour::DeclineUnproven { code }
            if !REFUSALS.contains(&code.as_str()) =>
        {
            let reason = if code == "00" {
                "00 is the code of an approval, so nothing is declined".to_owned()
            } else {
                format!("`{code}` is no code by which a host declines")
            };
            return Err(unknown(reason, format!("there are: {}", REFUSALS.join(", "))));
        }
        Misbehaviour::WrongEcho { field } if !matches!(field, 3 | 4 | 11 | 41 | 42) => {
            return Err(unknown(format!("field {field} is not echoed"), "write 3, 4, 11, 41 or 42"));
        }
        Misbehaviour::ApproveInPart { fen } => part(*fen)?,
        Misbehaviour::Delay { ns } | Misbehaviour::IssuerSlow { ns } | Misbehaviour::IssuerLate { ns } => {
            within(*ns, LONGEST_FAULT_NS, 1)?;
        }
        Misbehaviour::CrashBeforeBooking { down_ns: Some(ns) }
        | Misbehaviour::CrashAfterBooking { down_ns: Some(ns) } => within(*ns, LONGEST_FAULT_NS, 1)?,
        _ => {}
    }
    let Some(class) = script.on else { return Ok(()) };
    if can_go_wrong(&script.misbehaviour, class) {
        return Ok(());
    }
    let can = Class::ALL.into_iter().filter(|class| can_go_wrong(&script.misbehaviour, *class));
    let names: Vec<&str> = can.map(Class::name).collect();
    Err(unknown(
        format!("a {} cannot go wrong in this way (`{}`)", class.name(), script.misbehaviour.name()),
        format!("this can be ordered for: {}", names.join(", ")),
    ))
}

/// Whether a sale can be approved for this much of it; that it is less than the sale, the host sees.
fn part(fen: i64) -> Result<(), Trouble> {
    match u64::try_from(fen) {
        Ok(1..LARGEST_FEN) => Ok(()),
        Ok(LARGEST_FEN..) => {
            Err(unknown("no sale is larger than that", "write an amount that is less than the sale's"))
        }
        _ => Err(unknown("a part of nothing is no part", "write an amount of 0.01 or more")),
    }
}

/// Whether a misbehaviour shows at all with requests of this class.
fn can_go_wrong(misbehaviour: &Misbehaviour, class: Class) -> bool {
    let moves = class.is_financial() || class.is_reversal();
    match misbehaviour {
        Misbehaviour::BadCheckValue => class == Class::SignOn,
        Misbehaviour::ApproveInPart { .. } => class == Class::Sale,
        Misbehaviour::FeeForgotten | Misbehaviour::PointsForgotten => {
            let own = class.reverses().unwrap_or(class);
            moves && !matches!(own, Class::PreAuth | Class::PreAuthVoid)
        }
        Misbehaviour::NoMessage | Misbehaviour::IssuerForgets => moves,
        Misbehaviour::IssuerDown | Misbehaviour::IssuerSlow { .. } | Misbehaviour::IssuerLate { .. } => {
            moves || class.is_wallet() || class == Class::Balance
        }
        Misbehaviour::BadMac | Misbehaviour::NoMac if class.is_wallet() => true,
        Misbehaviour::WrongEcho { field: 3 | 4 } => moves || class == Class::Balance,
        Misbehaviour::BadMac | Misbehaviour::NoMac | Misbehaviour::DeclineUnproven { .. } => {
            class.needs_mac()
        }
        Misbehaviour::TotalsUnequal | Misbehaviour::TotalsInError => class == Class::Settlement,
        Misbehaviour::AsksForSignOn => class.needs_mac(),
        Misbehaviour::SendsScript { .. } => class.is_first(),
        _ => class != Class::Other,
    }
}

/// Whether a Then sentence demands something.
pub(crate) fn expectation(expectation: &Expectation) -> Result<(), Trouble> {
    match expectation {
        Expectation::PaperSays { text } | Expectation::PaperSilent { text } if text.trim().is_empty() => {
            Err(unknown("an empty text stands on every paper", "write the words that are meant"))
        }
        _ => Ok(()),
    }
}

/// The card of a person, by the name that a scenario uses: the holder's, or the one in front of the card's.
pub(crate) fn is_called(card: &Card, person: &str) -> bool {
    let in_front = |name: &str| {
        name.strip_prefix(person).is_some_and(|rest| rest.starts_with("'s ") || rest.starts_with('的'))
    };
    card.holder == person || in_front(&card.name) || card.also.iter().any(|also| in_front(also))
}

/// The names of all people, those in the language of the name that was asked for first.
pub(crate) fn people(wallet: &Wallet, asked: &str) -> String {
    let name_of = |card: &Card| {
        let names = card.also.iter().chain([&card.name]);
        let name = names.into_iter().find(|name| is_chinese(name) == is_chinese(asked)).unwrap_or(&card.name);
        let end = name.find("'s ").or_else(|| name.find('的')).unwrap_or(name.len());
        name.get(..end).unwrap_or(name).to_owned()
    };
    let names: Vec<String> = wallet.cards().iter().map(name_of).collect();
    names.join(", ")
}

fn card_names(wallet: &Wallet, asked: &str) -> String {
    let told = |card: &Card| {
        let mut names: Vec<&str> = card.also.iter().chain([&card.name]).map(String::as_str).collect();
        names.sort_by_key(|name| is_chinese(name) != is_chinese(asked));
        match names.split_first() {
            Some((first, [])) => (*first).to_owned(),
            Some((first, others)) => format!("{first} ({})", others.join(", ")),
            None => String::new(),
        }
    };
    wallet.cards().iter().map(told).collect::<Vec<_>>().join(", ")
}

pub(crate) fn face_name(face: CardFace) -> &'static str {
    match face {
        CardFace::Chip => "chip",
        CardFace::Stripe => "stripe",
        CardFace::Contactless => "contactless",
    }
}

fn face_words(face: CardFace, chinese: bool) -> &'static str {
    match (face, chinese) {
        (CardFace::Chip, false) => "by chip",
        (CardFace::Stripe, false) => "by stripe",
        (CardFace::Contactless, false) => "by tap",
        (CardFace::Chip, true) => "插卡",
        (CardFace::Stripe, true) => "刷卡",
        (CardFace::Contactless, true) => "挥卡",
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// What a fault of this kind needs so that somebody can see its work: a card that is used, or paper that is to move.
pub(crate) fn needs_an_effect(kind: FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::CardPulled => Some("with a card in the terminal that can be pulled"),
        FaultKind::Card(CardTrouble::StripeUnreadable) => Some("and then for a card that is swiped"),
        FaultKind::Card(CardTrouble::ChipMute | CardTrouble::RefusesSecond) => {
            Some("and then for a card that is used by its chip")
        }
        FaultKind::Card(CardTrouble::RefusesScripts) => {
            Some("and then for a script that is given to the card")
        }
        FaultKind::Paper(PaperTrouble::Blank) => Some("and then for something to print that came out blank"),
        FaultKind::Paper(PaperTrouble::Out | PaperTrouble::Jam) | FaultKind::PowerOff(Port::Printer) => {
            Some("and then for something to print that it kept from the paper")
        }
        FaultKind::ScannerDead => Some("and then for a code that is to be scanned"),
        FaultKind::PadDead => Some("and then for a signature that is asked for on the pad"),
        FaultKind::PowerOff(Port::Terminal)
        | FaultKind::LineDown
        | FaultKind::FalseSend
        | FaultKind::PlatformDown
        | FaultKind::Opened
        | FaultKind::HostDown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_of_a_sale_and_more_than_nothing() {
        let part = |fen, class| {
            script(&Script { misbehaviour: Misbehaviour::ApproveInPart { fen }, on: class, times: 1 })
        };
        assert!(part(1, Some(Class::Sale)).is_ok());
        for fen in [i64::MIN, -1, 0, 9_999_999_999, i64::MAX] {
            assert!(part(fen, Some(Class::Sale)).is_err(), "{fen}");
        }
        for class in [Class::Void, Class::Refund, Class::SaleReversal, Class::Balance, Class::SignOn] {
            assert!(part(100, Some(class)).is_err(), "{class:?}");
        }
    }
}
