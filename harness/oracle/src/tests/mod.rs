//! Each rule with a record that breaks it and no other; and sound terminals that no trouble of line, host or
//! power may bring into disrepute.

mod advice;
mod answer;
mod basis;
mod claim;
mod doubt;
mod evidence;
mod expect;
mod guarantee;
mod judge;
mod keys;
mod offline;
mod part;
mod points;
mod property;
mod repeats;
mod returns;
mod reversal;
mod script;
mod settlement;
mod signature;
mod sound;
mod undone;
mod void_refund;
mod wallet;
mod wire;
