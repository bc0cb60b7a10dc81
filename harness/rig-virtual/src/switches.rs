//! Switches of the bench: the terminal's and the printer's power, and the line.
//!
//! A command takes a while to take effect, drawn anew each time; commands to one switch take effect in the order
//! in which they were given. What is read back afterwards is reported, changed or not.

use device::ScreenKind;
use journal::{LinkState, Port};
use rand_core::SeedableRng;
use rig::{Act, Happening, Range};

use crate::shell::{Due, Shell};

/// One switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Switch {
    /// The power of this port.
    Power(Port),
    /// The line.
    Line,
}

impl Switch {
    fn of(act: &Act) -> Option<Self> {
        match act {
            Act::Power { port, .. } => Some(Self::Power(*port)),
            Act::Link(_) => Some(Self::Line),
            _ => None,
        }
    }
}

impl Shell {
    /// A switch is told to switch.
    pub(crate) fn command(&mut self, act: Act) {
        let Some(switch) = Switch::of(&act) else { return };
        let Range { from, to } = self.latency.switch_us;
        let wished = self.now + self.lot.between(from * 1_000, to * 1_000);
        let due = match self.switching.get(&switch) {
            Some(earlier) => wished.max(earlier + 1),
            None if wished == self.now => return self.switch(act),
            None => wished,
        };
        self.switching.insert(switch, due);
        self.agenda.at(due, Due::Switch(act));
    }

    /// A command's time has come.
    pub(crate) fn switched(&mut self, act: Act) {
        if let Some(switch) = Switch::of(&act)
            && self.switching.get(&switch).is_some_and(|last| *last <= self.now)
        {
            self.switching.remove(&switch);
        }
        self.switch(act);
    }

    fn switch(&mut self, act: Act) {
        match act {
            Act::Power { port: Port::Terminal, on: true } => self.power_on(),
            Act::Power { port: Port::Terminal, on: false } => self.power_off(),
            Act::Power { port: Port::Printer, on } => {
                self.printer.set_power(on);
                self.report(Happening::PowerIs { port: Port::Printer, on });
            }
            Act::Link(state) => self.switch_link(state == LinkState::Up),
            _ => {}
        }
    }

    pub(crate) fn power_on(&mut self) {
        if !self.terminal_on {
            self.terminal_on = true;
            let life = self.life;
            let boot = self.ms(self.latency.boot_ms);
            self.agenda.at(self.now + boot, Due::Boot { life });
        }
        self.report(Happening::PowerIs { port: Port::Terminal, on: true });
    }

    fn power_off(&mut self) {
        if self.terminal_on {
            self.lose_power();
        }
        self.report(Happening::PowerIs { port: Port::Terminal, on: false });
        self.drop_connection();
    }

    /// Drops the machine: its memory is gone, the store keeps what was durable.
    fn lose_power(&mut self) {
        self.terminal_on = false;
        self.life += 1;
        self.machine = None;
        self.forget_pending();
        self.keys.clear();
        self.screen = ScreenKind::Dark;
        let mut fates = rand_pcg::Pcg64::seed_from_u64(self.lot.seed());
        self.flash.power_cut(&mut fates);
        for chip in self.chips.values_mut() {
            chip.reset();
        }
    }
}
