//! The stepper: one power-on life of the application, polled by hand.
//!
//! The application is one future. Each device call puts itself into a mailbox and waits there for its
//! answer; the stepper polls once per answer with a waker that does nothing. No executor, no clock, no
//! thread. Dropping the [`Machine`] drops the future, and with it everything that was only in RAM.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use device::{Answer, Call};

use crate::{Setup, app};

/// One power-on life of the reference terminal. Dropping it is the power cut.
pub struct Machine {
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
    mailbox: Mailbox,
    waiting: bool,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The application waits for the answer to this call.
    Call(Call),
    /// The application ended; nothing more comes until power is switched off and on.
    Halted,
}

impl Machine {
    /// Switches the power on. Nothing runs before the first [`Machine::step`].
    #[must_use]
    pub fn power_on(setup: Arc<Setup>) -> Self {
        let mailbox = Mailbox::default();
        let future = app::run(setup, mailbox.clone());
        Self { future: Some(Box::pin(future)), mailbox, waiting: false }
    }

    /// Runs up to the next device call. The first step takes `None`; every later one takes the answer to the
    /// call before it, and a missing answer counts as [`Answer::TimedOut`].
    pub fn step(&mut self, answer: Option<Answer>) -> Step {
        let Some(future) = self.future.as_mut() else {
            return Step::Halted;
        };
        if self.waiting {
            self.mailbox.0.borrow_mut().answer = Some(answer.unwrap_or(Answer::TimedOut));
        }
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let call = self.mailbox.0.borrow_mut().call.take();
        match (polled, call) {
            (Poll::Pending, Some(call)) => {
                self.waiting = true;
                Step::Call(call)
            }
            _ => {
                self.future = None;
                Step::Halted
            }
        }
    }
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Machine").field("halted", &self.future.is_none()).finish_non_exhaustive()
    }
}

/// Where the application leaves its call and finds its answer.
#[derive(Clone, Default)]
pub(crate) struct Mailbox(Rc<RefCell<Slot>>);

#[derive(Default)]
struct Slot {
    call: Option<Call>,
    answer: Option<Answer>,
}

impl Mailbox {
    /// Asks the body and waits for what it says.
    pub(crate) fn ask(&self, call: Call) -> Ask {
        Ask { mailbox: self.clone(), call: Some(call) }
    }
}

/// One call under way.
pub(crate) struct Ask {
    mailbox: Mailbox,
    call: Option<Call>,
}

impl Future for Ask {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        let call = self.call.take();
        let mut slot = self.mailbox.0.borrow_mut();
        if let Some(call) = call {
            slot.answer = None;
            slot.call = Some(call);
            return Poll::Pending;
        }
        slot.answer.take().map_or(Poll::Pending, Poll::Ready)
    }
}
