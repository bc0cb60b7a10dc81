//! The catalogue of events: every moment at which a fault can be placed, and on which benches it exists.
//!
//! Outer events are seen on every bench: bytes on the wire, the host's books, paper and screen. Inner events are
//! seen where the terminal is ours or tells. What the harness itself commands (power, line) never triggers.

use serde::Serialize;

use crate::BenchKind;

/// Where an event can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// On every bench.
    Outer,
    /// On the virtual bench, and on the process bench where the terminal tells.
    Inner,
}

impl Sight {
    /// Whether a bench of this kind sees it.
    #[must_use]
    pub fn on(self, bench: BenchKind) -> bool {
        self == Self::Outer || bench == BenchKind::Virtual
    }
}

/// One event of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EventInfo {
    /// Its name; `<class>` stands for a class of message, `<screen>` for a kind of screen.
    pub name: &'static str,
    /// What it means.
    pub sentence: &'static str,
    /// Where it can be seen.
    pub sight: Sight,
}

const fn outer(name: &'static str, sentence: &'static str) -> EventInfo {
    EventInfo { name, sentence, sight: Sight::Outer }
}

const fn inner(name: &'static str, sentence: &'static str) -> EventInfo {
    EventInfo { name, sentence, sight: Sight::Inner }
}

/// Every event there is.
pub const CATALOGUE: &[EventInfo] = &[
    outer("line.connected", "the terminal's connection reached the host"),
    outer("line.request.<class>", "a request left the terminal and is under way"),
    outer("host.took.<class>", "the host took a request off the line"),
    outer("host.booked.<class>", "the acquirer's book moved; the answer has not left"),
    outer("issuer.booked.<class>", "the issuer's book moved"),
    outer("platform.booked.<class>", "the wallet platform's book moved"),
    outer("host.answered.<class>", "the host has its answer ready; it has not left"),
    outer("line.answer.<class>", "an answer left the host and is under way"),
    outer("line.delivered.<class>", "an answer reached the terminal"),
    outer("screen.<screen>", "a screen of this kind is shown"),
    outer("paper.first-line", "the first line of a slip came out"),
    outer("paper.line", "a line came out of the printer"),
    outer("paper.cut", "a slip was cut off"),
    outer("card.in", "a card is at the terminal"),
    outer("card.out", "a card was taken away"),
    inner("apdu.select", "the terminal selects an application of the card"),
    inner("apdu.get-processing-options", "the terminal asks for the processing options"),
    inner("apdu.read-record", "the terminal reads a record of the card"),
    inner("apdu.verify", "the terminal has the card verify the PIN"),
    inner("apdu.generate-ac-1", "the terminal asks the card for its first decision"),
    inner("apdu.generate-ac-2", "the terminal asks the card for its second decision"),
    inner("apdu.put-data", "the terminal gives the card a command of the issuer's script"),
    inner(
        "card.scripted",
        "the card has answered a command of the issuer's script; the terminal has not heard",
    ),
    inner("card.decided", "the card has answered its second decision"),
    inner("store.write", "the terminal writes a record"),
    inner("store.erase", "the terminal erases a record"),
    inner("store.flush", "the terminal begins to make its records durable"),
    inner("store.flushed", "the terminal's records are durable"),
    inner("device.call", "the terminal asks its body for something; it is not done yet"),
    inner("device.answer", "it is done, and the terminal is about to be told"),
];

/// The catalogue's entry for a concrete event name such as `host.booked.sale`.
#[must_use]
pub fn event_info(name: &str) -> Option<&'static EventInfo> {
    CATALOGUE.iter().find(|info| match info.name.split_once('<') {
        None => info.name == name,
        Some((stem, "class>")) => name.strip_prefix(stem).and_then(host::Class::named).is_some(),
        Some((stem, _)) => name.strip_prefix(stem).is_some_and(is_screen),
    })
}

fn is_screen(name: &str) -> bool {
    serde_json::from_value::<device::ScreenKind>(serde_json::Value::String(name.to_owned())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concrete_names_are_found_and_misspelt_ones_are_not() {
        for name in ["host.booked.sale", "screen.idle", "paper.line", "line.answer.void-reversal"] {
            assert!(event_info(name).is_some(), "{name}");
        }
        for name in ["host.booked.sail", "screen.idol", "paper", "line.answer.", "host.booked"] {
            assert!(event_info(name).is_none(), "{name}");
        }
    }

    #[test]
    fn names_are_unique_and_inner_ones_stay_off_blind_benches() {
        let mut names: Vec<_> = CATALOGUE.iter().map(|e| e.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CATALOGUE.len());
        assert!(!Sight::Inner.on(BenchKind::Hardware));
        assert!(Sight::Outer.on(BenchKind::Hardware));
    }
}
