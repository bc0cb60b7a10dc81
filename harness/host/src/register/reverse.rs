//! Reversals.
//!
//! A reversal carries its original's number and batch, and its type and time where the dialect tells them. Codes: 00 done; the profile's code when it was done before; 12 for a
//! declined original; 22 for one that was voided or refunded; 25 for none. With 12 and 25 a tombstone blocks an original
//! that comes later. Decisions that the sources leave open: another card is 14, another amount 30; a reversal whose
//! number belongs to another class is 25, without a tombstone; a void reversal that points anywhere but at the void
//! request itself is 25 and blocks nothing; so is one that names another time of sending.
//!
//! A reversal of a sale may undo a part: what it leaves takes the place of the original's amount. The same again is
//! answered 00, another one on top 22; one that leaves as much as was approved is 13, of anything but a sale 40. A whole
//! reversal that comes later undoes the rest.

use super::rules::moved;
use super::{Beside, Refusal, Register};
use crate::request::Request;
use crate::{Class, Posting, State, Transaction};

/// A reversal that was done.
#[derive(Debug)]
pub(crate) struct Undone {
    pub(crate) posting: Posting,
    /// What was undone, as it was before; of one undone in part, that part.
    pub(crate) transaction: Transaction,
    /// What is left of it; 0 where the whole was undone.
    pub(crate) left_fen: i64,
}

/// What a reversal comes to.
#[derive(Debug)]
pub(crate) enum Reversing {
    /// Done now.
    Now(Box<Undone>),
    /// Done before; answered with this code.
    Before {
        /// F39.
        code: Refusal,
        /// The original's reference number.
        rrn: String,
    },
    /// Not to be done.
    Code(Refusal),
}

impl Register {
    /// Whether a reversal of what follows an original (a void) names the reversed request itself.
    pub(crate) fn points_at_itself(request: &Request) -> bool {
        let own = (request.key.batch.as_str(), request.key.stan.as_str());
        request.class.reverses().is_none_or(|of| of.follows().is_empty())
            || request.original.as_ref().is_some_and(|(batch, stan)| (batch.as_str(), stan.as_str()) == own)
    }

    /// Blocks an original of this identity for good.
    pub(crate) fn entomb(&mut self, request: &Request) {
        if let Some(class) = request.class.reverses() {
            self.tombstones.insert((request.key.clone(), class));
        }
    }

    pub(crate) fn is_entombed(&self, request: &Request) -> bool {
        self.tombstones.contains(&(request.key.clone(), request.class))
    }

    /// Whether the pre-authorisation that a completion void set up again still holds.
    fn guarantee_is_untouched(&self, void: &Transaction) -> bool {
        let completion = void.original.as_ref().and_then(|of| self.transactions.get(of));
        let guarantee = completion.and_then(|t| t.original.as_ref()).and_then(|of| self.transactions.get(of));
        guarantee.is_some_and(|t| t.state == State::Approved && !t.claimed)
    }

    /// Undoes what the reversal names, if it may be undone; on order without what goes back beside the money.
    pub(crate) fn reverse(&mut self, request: &Request, beside: Beside) -> Reversing {
        let code = |code: &str| Reversing::Code(code.to_owned());
        let Some(class) = request.class.reverses() else {
            return code("30");
        };
        if !Self::points_at_itself(request) {
            return code("25");
        }
        let Some(original) = self.find(&request.key, &request.mid, &[class]).cloned() else {
            return match self.known.get(&request.key) {
                // Refused before it became a transaction.
                Some(known) if known.content.class() == class => code("12"),
                Some(_) => code("25"),
                None => {
                    self.entomb(request);
                    code("25")
                }
            };
        };
        if request.pan.as_ref().is_some_and(|pan| *pan != original.pan) {
            return code("14");
        }
        if request.amount_fen != original.asked_fen {
            return code("30");
        }
        if request
            .original_time
            .as_ref()
            .zip(original.sent_at.as_ref())
            .is_some_and(|(named, own)| named != own)
        {
            return code("25");
        }
        let left_fen = request.replacement_fen().unwrap_or(0);
        if left_fen > 0 && class != Class::Sale {
            return code("40");
        }
        match &original.state {
            State::UnderWay => {
                self.entomb(request);
                return code("25");
            }
            State::Declined { .. } => {
                // One that was lost in a crash is not remembered: it must not be approved when it comes again.
                self.entomb(request);
                return code("12");
            }
            State::Reversed => {
                let code = self.practice.host.repeated_reversal.clone();
                return Reversing::Before { code, rrn: original.rrn };
            }
            State::Approved if !original.claimed && moved(&original).is_none() => {}
            _ => return code("22"),
        }
        if left_fen > 0 {
            return self.reverse_in_part(request, &original, left_fen, beside);
        }
        // A guarantee that was used again since cannot be completed once more by undoing what set it up again.
        if class == Class::CompletionVoid && !self.guarantee_is_untouched(&original) {
            return code("22");
        }
        self.set_state(&request.key, State::Reversed);
        self.unmark_original(&original);
        let fee = if beside.fee { -original.fee_fen } else { 0 };
        let points = if beside.points { -original.points } else { 0 };
        let posting = self.post(request.class, &original, original.moves().undone(), (fee, points));
        Reversing::Now(Box::new(Undone { posting, transaction: original, left_fen: 0 }))
    }

    /// Lets `left_fen` of a sale stand, with the fee and the points of that much.
    fn reverse_in_part(
        &mut self,
        request: &Request,
        sale: &Transaction,
        left_fen: i64,
        beside: Beside,
    ) -> Reversing {
        if sale.replaced && sale.amount_fen == left_fen {
            return Reversing::Before { code: "00".to_owned(), rrn: sale.rrn.clone() };
        }
        if sale.replaced {
            return Reversing::Code("22".to_owned());
        }
        if left_fen >= sale.amount_fen {
            return Reversing::Code("13".to_owned());
        }
        let fee_fen = if beside.fee { self.fee_on(left_fen).min(sale.fee_fen) } else { sale.fee_fen };
        let points = if beside.points { self.points_on(left_fen).min(sale.points) } else { sale.points };
        if let Some(own) = self.transactions.get_mut(&request.key) {
            own.amount_fen = left_fen;
            own.fee_fen = fee_fen;
            own.points = points;
            own.replaced = true;
        }
        let part = Transaction { amount_fen: sale.amount_fen - left_fen, ..sale.clone() };
        let back = (fee_fen - sale.fee_fen, points - sale.points);
        let posting = self.post(request.class, &part, part.moves().undone(), back);
        Reversing::Now(Box::new(Undone { posting, transaction: part, left_fen }))
    }
}
