//! What the host was told: misbehaviour that waits for a request, and changes that nobody has noticed so far.
//!
//! The host serves the same orders in the same turn. An order that a request took up is met only when the answer
//! shows it: a sale that is refused at the door is not declined as ordered.

use std::collections::BTreeMap;

use host::{Class, Misbehaviour, Script};

use super::notes;

/// What the host was told, each order numbered by its place among all, met or not.
#[derive(Debug, Default)]
pub(super) struct Orders {
    given: u32,
    scripts: Vec<(u32, Script)>,
    changes: Vec<Awaited>,
    /// What a request took up whose answer has not come, by ticket.
    taken: BTreeMap<u64, Taken>,
    /// What a request took up in vain: the answer is another.
    missed: Vec<(u32, Script)>,
}

/// A change that nobody has noticed so far.
#[derive(Debug)]
struct Awaited {
    number: u32,
    change: Change,
    /// It was taken back before anybody noticed, so that nobody will.
    over: bool,
}

/// An order that a request took up.
#[derive(Debug)]
struct Taken {
    number: u32,
    script: Script,
    class: Class,
    /// Whether the issuer was asked about the request.
    asked: bool,
    /// Whether the answer brings a script.
    scripted: bool,
}

/// A change at the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The terminal is no longer signed on.
    SignedOff,
    /// Other keys are handed out.
    KeySet,
    /// Another batch is open.
    Batch,
    /// The host's calendar is another.
    Day,
    /// The merchant's account cannot cover refunds.
    Funds,
}

impl Change {
    /// Whether a request of this class shows the change when it comes.
    fn is_noticed_by(self, class: Class) -> bool {
        match self {
            Self::SignedOff => !class.is_management(),
            Self::KeySet => class == Class::SignOn,
            // A sign-on learns of the batch; a reversal goes by its original's.
            Self::Batch => class == Class::SignOn || !class.is_management() && !class.is_reversal(),
            Self::Day => class == Class::SignOn || !class.is_management(),
            Self::Funds => false,
        }
    }

    /// Whether this answer shows the change.
    fn is_shown_by(self, class: Class, code: &str) -> bool {
        self == Self::Funds && matches!(class, Class::Refund | Class::WalletRefund) && code == "51"
    }

    /// What never came, if it never does.
    const fn what(self) -> &'static str {
        match self {
            Self::SignedOff => "a request by a terminal that has to sign on anew",
            Self::KeySet => "a sign-on under the other set of keys",
            Self::Batch => "a request by a terminal that is in the old batch",
            Self::Day => "a request under the host's new calendar",
            Self::Funds => "a refund that the merchant's account cannot cover",
        }
    }
}

impl Orders {
    fn number(&mut self) -> u32 {
        self.given = self.given.saturating_add(1);
        self.given
    }

    /// Keeps an order as it was given, and returns it as the host gets it: the desk itself ends a crash, since others
    /// may hold the host down too.
    pub(super) fn keep(&mut self, script: Script) -> Script {
        let number = self.number();
        let misbehaviour = as_sent(&script.misbehaviour);
        self.scripts.push((number, script.clone()));
        Script { misbehaviour, ..script }
    }

    /// A request takes this misbehaviour up, the first order that fits; how it was ordered.
    pub(super) fn taken_up(
        &mut self,
        ticket: u64,
        class: Class,
        misbehaviour: &Misbehaviour,
    ) -> Option<Misbehaviour> {
        let fits =
            |s: &Script| s.on.is_none_or(|on| on == class) && as_sent(&s.misbehaviour) == *misbehaviour;
        let at = self.scripts.iter().position(|(_, script)| fits(script))?;
        let (number, script) = self.scripts.get_mut(at)?;
        script.times = script.times.saturating_sub(1);
        let once = Script { times: 1, ..script.clone() };
        let ordered = once.misbehaviour.clone();
        self.taken
            .insert(ticket, Taken { number: *number, script: once, class, asked: false, scripted: false });
        if script.times == 0 {
            self.scripts.remove(at);
        }
        Some(ordered)
    }

    /// The issuer was asked about a request.
    pub(super) fn issuer_asked(&mut self, ticket: u64) {
        if let Some(taken) = self.taken.get_mut(&ticket) {
            taken.asked = true;
        }
    }

    /// The answer to a request brings a script.
    pub(super) fn scripted(&mut self, ticket: u64) {
        if let Some(taken) = self.taken.get_mut(&ticket) {
            taken.scripted = true;
        }
    }

    /// A request is answered with this code, whether or not the answer finds its line.
    pub(super) fn answered(&mut self, ticket: u64, class: Class, code: &str) {
        let taken = self.taken.remove(&ticket);
        let declined = taken.as_ref().is_some_and(|taken| ordered_code(&taken.script.misbehaviour).is_some());
        // A code that was ordered says nothing of the merchant's account.
        self.changes.retain(|awaited| awaited.over || declined || !awaited.change.is_shown_by(class, code));
        if let Some(taken) = taken.filter(|taken| !taken.shows(code)) {
            self.missed.push((taken.number, taken.script));
        }
    }

    /// The host was told something that shows later.
    pub(super) fn await_notice(&mut self, change: Change) {
        let number = self.number();
        self.changes.push(Awaited { number, change, over: false });
    }

    /// A change is taken back, which is an order too.
    pub(super) fn take_back(&mut self, change: Change) {
        self.number();
        for awaited in self.changes.iter_mut().filter(|awaited| awaited.change == change) {
            awaited.over = true;
        }
    }

    /// A request came.
    pub(super) fn request_came(&mut self, class: Class) {
        self.changes.retain(|awaited| awaited.over || !awaited.change.is_noticed_by(class));
    }

    /// What nobody has met, by number.
    pub(super) fn unmet(&self) -> BTreeMap<u32, String> {
        let mut open: BTreeMap<u32, Script> = BTreeMap::new();
        for (number, script) in self.scripts.iter().chain(&self.missed) {
            let more = open.entry(*number).or_insert_with(|| Script { times: 0, ..script.clone() });
            more.times = more.times.saturating_add(script.times);
        }
        let scripts = open.into_iter().map(|(number, script)| {
            let class = script.on.map_or("any request", Class::name);
            let times =
                if script.times == 1 { String::new() } else { format!(", {} times more", script.times) };
            (number, format!("{class} to go wrong: {}{times}", notes::misbehaviour(&script.misbehaviour)))
        });
        let changes = self.changes.iter().map(|awaited| (awaited.number, awaited.change.what().to_owned()));
        scripts.chain(changes).collect()
    }
}

impl Taken {
    /// Whether an answer with this code lets what was ordered show.
    fn shows(&self, code: &str) -> bool {
        match &self.script.misbehaviour {
            // They leave no answer.
            Misbehaviour::Silence
            | Misbehaviour::SilenceUnbooked
            | Misbehaviour::CrashBeforeBooking { .. }
            | Misbehaviour::CrashAfterBooking { .. } => false,
            // The issuer is told of a reversal when that is answered already.
            Misbehaviour::IssuerDown | Misbehaviour::IssuerSlow { .. } | Misbehaviour::IssuerLate { .. } => {
                self.asked || self.class.is_reversal() && code == "00"
            }
            Misbehaviour::SendsScript { .. } => self.scripted,
            Misbehaviour::IssuerForgets
            | Misbehaviour::NoMessage
            | Misbehaviour::FeeForgotten
            | Misbehaviour::PointsForgotten
            | Misbehaviour::BadCheckValue
            | Misbehaviour::TotalsUnequal
            | Misbehaviour::TotalsInError => code == "00",
            misbehaviour => ordered_code(misbehaviour).is_none_or(|ordered| ordered == code),
        }
    }
}

/// The code that an answer has on this order.
fn ordered_code(misbehaviour: &Misbehaviour) -> Option<&str> {
    match misbehaviour {
        Misbehaviour::Decline { code } | Misbehaviour::DeclineUnproven { code } => Some(code),
        Misbehaviour::DatabaseError => Some("96"),
        Misbehaviour::ApproveInPart { .. } => Some("10"),
        _ => None,
    }
}

/// A misbehaviour as the host gets it.
fn as_sent(misbehaviour: &Misbehaviour) -> Misbehaviour {
    match misbehaviour {
        Misbehaviour::CrashBeforeBooking { .. } => Misbehaviour::CrashBeforeBooking { down_ns: None },
        Misbehaviour::CrashAfterBooking { .. } => Misbehaviour::CrashAfterBooking { down_ns: None },
        other => other.clone(),
    }
}
