//! Moves of a scenario at the desk: orders, mending, restarts, the host's misbehaviour and its changes of state.

use device::CardFace;
use journal::{Event, Lane, OrderKind};
use profile::SignaturePractice;

use super::holds::Holder;
use super::orders::Change;
use super::{Desk, notes, writing};
use crate::sense;
use crate::{Act, Capability, Done, FaultKind, Lasting, Move, Order, Trouble};

impl Desk {
    /// Begins a move; what follows from it comes through the shell.
    ///
    /// # Errors
    /// [`Trouble`] when the move asks for what does not exist, or what the terminal says it lacks.
    pub fn perform(&mut self, at: u64, step: Move, acts: &mut Vec<Act>) -> Result<Done, Trouble> {
        let since = self.pen.written();
        let mut done = Done { amount_fen: None, since };
        match step {
            Move::Order(order) => {
                // Whatever lies in the printer belongs to what came before.
                self.end_slip(at, false);
                done.amount_fen = self.order(at, order)?;
                // And whoever left a card there takes it along before the next customer comes.
                self.pull_card(acts);
            }
            Move::Again(kind) => {
                self.check_power()?;
                let mut people = Vec::new();
                sense::again(kind, self.cashier.orders(kind))?;
                self.cashier.take_again(at, kind, &mut people);
                self.note_people(at, None, people);
            }
            Move::Mend(kind) => {
                sense::mend(kind, self.faults.holds.is_held(kind))?;
                self.note_move(at, format!("mended: {}", kind.name()));
                self.mend(at, kind, acts);
            }
            Move::Open => {
                self.note_move(at, "the terminal is opened".to_owned());
                let holder = Holder::Opener(self.faults.holds.number());
                self.hold(at, FaultKind::Opened, holder, Lasting::UntilMended, acts);
            }
            Move::Pass { ns } => {
                sense::passes(ns)?;
                self.note_move(at, format!("{} ms pass", ns / 1_000_000));
            }
            Move::Restart { port, off_ns } => {
                let kind = FaultKind::PowerOff(port);
                self.note_move(
                    at,
                    format!("switched off and on again: {} for {} ms", kind.name(), off_ns / 1_000_000),
                );
                let holder = Holder::Restart(self.faults.holds.number());
                self.hold(at, kind, holder, Lasting::For(off_ns), acts);
            }
            Move::Script(script) => {
                sense::script(&script)?;
                let on = script.on.map_or("any request", host::Class::name);
                let what = format!(
                    "{} on {on}, {} time(s)",
                    notes::misbehaviour(&script.misbehaviour),
                    script.times
                );
                self.note(at, Lane::Fault, None, Event::HostScripted { what });
                if script.misbehaviour == host::Misbehaviour::AsksForSignOn && !self.dialect.framing().header
                {
                    let name = self.dialect.name();
                    return Err(Trouble::NotApplicable(format!("messages of `{name}` have no header")));
                }
                if matches!(script.misbehaviour, host::Misbehaviour::SendsScript { .. }) {
                    self.check_scripts()?;
                }
                let script = self.orders.keep(script);
                self.host.script(script);
            }
            Move::MerchantFunds(_)
            | Move::DemandSignOn
            | Move::LoseKeys
            | Move::HandOut(_)
            | Move::NextBatch
            | Move::HostDaysAhead(_) => self.change_the_host(at, &step)?,
        }
        Ok(done)
    }

    /// Whether a script can be played, and told of.
    fn check_scripts(&self) -> Result<(), Trouble> {
        if !self.rig.can(Capability::Script) {
            return Err(notes::lacks(Capability::Script));
        }
        if self.dialect.type_of(host::Class::ScriptAdvice).is_none() {
            let name = self.dialect.name();
            return Err(Trouble::NotApplicable(format!(
                "the dialect `{name}` has no transaction `script-advice`"
            )));
        }
        Ok(())
    }

    /// What changes at the host other than by a message.
    fn change_the_host(&mut self, at: u64, step: &Move) -> Result<(), Trouble> {
        let terminal = &self.rig.terminal;
        let what = match step {
            Move::MerchantFunds(enough) => {
                sense::funds(*enough, self.funds_are_short)?;
                self.funds_are_short = !enough;
                // No merchant here ever has this much, so that every refund would leave less.
                let floor = (!enough).then_some(i64::MAX / 2);
                self.host.set_merchant_floor(&terminal.merchant, floor);
                format!("the merchant's account {} cover refunds", if *enough { "can" } else { "cannot" })
            }
            Move::DemandSignOn => {
                self.host.demand_sign_on(&terminal.id);
                "the host forgets the terminal's sign-on".to_owned()
            }
            Move::LoseKeys => {
                self.host.clear_working_keys(&terminal.id);
                "the host loses the terminal's working keys".to_owned()
            }
            Move::HandOut(set) => {
                if !self.dialect.has(wire::Place::KeySet) {
                    let name = self.dialect.name();
                    let what = format!("a sign-on of `{name}` does not say which keys it asks for");
                    return Err(Trouble::NotApplicable(what));
                }
                self.host.set_key_set(*set);
                format!("the acquirer hands out key set {}", set.code())
            }
            Move::NextBatch => {
                let batch = self.host.batch(&terminal.id).map(host::batch_after).ok_or_else(|| {
                    Trouble::Text("the terminal has no batch yet; it has to sign on first".to_owned())
                })?;
                self.host.set_batch(&terminal.id, &batch);
                format!("the acquirer opens batch {batch}")
            }
            Move::HostDaysAhead(days) => {
                self.host.set_day_shift(*days);
                format!("the host's calendar is {days} day(s) ahead of the terminal's")
            }
            _ => return Ok(()),
        };
        self.note(at, Lane::Fault, None, Event::HostScripted { what });
        self.await_notice(step);
        Ok(())
    }

    /// A change at the host counts once somebody notices it.
    fn await_notice(&mut self, step: &Move) {
        self.orders.await_notice(match step {
            Move::MerchantFunds(false) => Change::Funds,
            Move::MerchantFunds(true) => return self.orders.take_back(Change::Funds),
            Move::DemandSignOn | Move::LoseKeys => Change::SignedOff,
            Move::HandOut(_) => Change::KeySet,
            Move::NextBatch => Change::Batch,
            Move::HostDaysAhead(_) => Change::Day,
            _ => return,
        });
    }

    fn note_move(&mut self, at: u64, what: String) {
        self.note(at, Lane::Bench, None, Event::Moved { what });
    }

    fn order(&mut self, at: u64, mut order: Order) -> Result<Option<u64>, Trouble> {
        self.check_order(&order)?;
        if order.kind.is_first() && order.amount_fen.is_none() {
            order.amount_fen = Some(self.lot.between(100, 99_999));
        }
        let amount = order.amount_fen;
        let card = order.card.as_deref().and_then(|name| self.wallet.find(name));
        let purse = order.user.as_ref().and_then(|user| self.wallet.purse(&user.person));
        let token = match (card, purse) {
            (Some(card), _) => Some(self.tokens.token(card.pan.expose())),
            (None, Some(purse)) => Some(self.tokens.token(&purse.id())),
            (None, None) => None,
        };
        // From here on a card goes by its first name; a bench knows no other.
        order.card = card.map(|card| card.name.clone());
        let mut people = Vec::new();
        self.cashier.take(at, order, token, &mut people);
        self.note_people(at, None, people);
        Ok(amount)
    }

    fn check_power(&self) -> Result<(), Trouble> {
        if self.terminal_on || self.power_is_due() {
            return Ok(());
        }
        Err(sense::no_power())
    }

    fn check_order(&self, order: &Order) -> Result<(), Trouble> {
        sense::order(&self.wallet, order)?;
        sense::refers(order, &|kind| self.cashier.orders(kind))?;
        self.check_power()?;
        let mut needs = vec![match order.kind {
            OrderKind::Sale | OrderKind::SignOn | OrderKind::Reverse => Capability::Sale,
            OrderKind::Settlement => Capability::Settlement,
            OrderKind::SignOff => Capability::SignOff,
            OrderKind::Echo => Capability::LineTest,
            OrderKind::Void => Capability::Void,
            OrderKind::PartialReversal => Capability::PartialReversal,
            OrderKind::Refund => Capability::Refund,
            OrderKind::PreAuth
            | OrderKind::PreAuthVoid
            | OrderKind::Completion
            | OrderKind::CompletionVoid => Capability::PreAuth,
            OrderKind::OfflineSale => Capability::OfflineSale,
            OrderKind::CompletionAdvice => Capability::CompletionAdvice,
            OrderKind::WalletPay
            | OrderKind::WalletCode
            | OrderKind::WalletVoid
            | OrderKind::WalletRefund
            | OrderKind::WalletQuery => Capability::Wallet,
            OrderKind::Balance => Capability::Balance,
            OrderKind::Query => Capability::Query,
            OrderKind::Reprint => Capability::Reprint,
        }];
        if order.card.is_some() {
            needs.push(match order.face {
                CardFace::Chip => Capability::Chip,
                CardFace::Stripe => Capability::Stripe,
                CardFace::Contactless => Capability::Contactless,
            });
        } else if order.kind == OrderKind::Refund {
            needs.push(Capability::RefundWithoutCard);
        }
        if order.pad.is_some() {
            needs.push(Capability::SignaturePad);
        }
        if let Some(lacking) = needs.into_iter().find(|need| !self.rig.can(*need)) {
            return Err(notes::lacks(lacking));
        }
        if order.pad.is_some() && self.profile.terminal.receipt.signature == SignaturePractice::Paper {
            let name = &self.profile.name;
            return Err(Trouble::NotApplicable(format!("nobody signs on a pad under the practice `{name}`")));
        }
        let lacking = writing::lacking(&self.dialect, &self.profile.terminal.wallet, order);
        lacking.map_or(Ok(()), |reason| Err(Trouble::NotApplicable(reason)))
    }
}
