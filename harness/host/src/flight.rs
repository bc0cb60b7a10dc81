//! A request on its way through the host, and what is due for it later. All of it is lost in a crash, but for what is
//! already on its way to the issuer.

use wire::{Envelope, Message, ScriptPhase};

use crate::issuer::{Order, Reply};
use crate::platform::{Ask, Told};
use crate::request::{PinOffered, Request};
use crate::{Class, FrameBytes, LineId, MacSeen, Misbehaviour, Ticket};

/// A request that has been taken and not been answered.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) ticket: Ticket,
    pub(crate) line: LineId,
    pub(crate) envelope: Envelope,
    pub(crate) request: Request,
    pub(crate) pin: PinOffered,
    pub(crate) mac: MacSeen,
    pub(crate) misbehaviour: Option<Misbehaviour>,
    /// How long the answer takes after the decision.
    pub(crate) lag_ns: u64,
    pub(crate) rrn: String,
    /// Whether the identity has been met, so that an answer is to be remembered.
    pub(crate) met: bool,
}

impl Flight {
    /// What is approved of a sale on order; such an order is met by a sale of more only.
    pub(crate) fn ordered_part(&self) -> Option<i64> {
        match self.misbehaviour {
            Some(Misbehaviour::ApproveInPart { fen }) => Some(fen),
            _ => None,
        }
    }

    /// When the script is to be played that the issuer is to send on order.
    pub(crate) fn ordered_script(&self) -> Option<ScriptPhase> {
        match self.misbehaviour {
            Some(Misbehaviour::SendsScript { phase }) => Some(phase),
            _ => None,
        }
    }

    /// The code with which this request is to be declined on order.
    pub(crate) fn ordered_decline(&self) -> Option<String> {
        match &self.misbehaviour {
            Some(Misbehaviour::Decline { code } | Misbehaviour::DeclineUnproven { code }) => {
                Some(code.clone())
            }
            _ => None,
        }
    }
}

/// Something that the host will do.
#[derive(Debug)]
pub(crate) enum Due {
    /// The acquirer works on a request.
    Work(Ticket),
    /// An order reaches the issuer.
    Order { order: Box<Order>, ticket: Option<Ticket>, answer_at: Option<u64>, forward: Option<u64> },
    /// The issuer's answer reaches the acquirer.
    Reply { ticket: Ticket, reply: Reply },
    /// A request reaches the wallet platform.
    Platform { ask: Box<Ask>, ticket: Ticket, answer_at: u64 },
    /// The platform's answer reaches the acquirer.
    Told { ticket: Ticket, told: Box<Told> },
    /// News of a wallet order reach the acquirer.
    News(String),
    /// The acquirer gives up on the issuer, or on the platform.
    GiveUp(Ticket),
    /// An undoing is sent to the issuer (again).
    Forward(u64),
    /// An answer leaves.
    Leave(Box<Outgoing>),
    /// The host comes back.
    Restart,
}

impl Due {
    /// Whether it happens although the acquirer has crashed.
    pub(crate) const fn survives_crash(&self) -> bool {
        matches!(self, Self::Order { .. } | Self::Platform { .. } | Self::Restart)
    }
}

/// An undoing that the issuer has not confirmed; kept until it has.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    pub(crate) order: Order,
    pub(crate) ticket: Option<Ticket>,
    /// Tries that will be lost on the way.
    pub(crate) losses: u32,
    pub(crate) slow_ns: u64,
}

/// An answer that is ready.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) line: LineId,
    pub(crate) ticket: Ticket,
    pub(crate) class: Class,
    pub(crate) code: String,
    pub(crate) message: Message,
    pub(crate) bytes: FrameBytes,
    pub(crate) deviation: Option<Misbehaviour>,
    pub(crate) twice: bool,
}
