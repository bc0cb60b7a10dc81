//! The test stand: the rig file and every text that it names, read and fitted together.
//!
//! Where the texts lie is the caller's business: files for the command, the same files for a test. A shell is
//! built around a stand; nothing here is a bench yet.

use std::sync::Arc;

use profile::{MacKeyLength, Profile};
use source::{Flaw, Text};
use wire::{Class, Dialect, Place};

use crate::{Readers, RigFile, TerminalKeys, Wallet};

/// What stands on the bench, and the practice that is right there.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The rig file.
    pub rig: RigFile,
    /// Its patterns, compiled; shared, since their caches are dear to fill.
    pub readers: Arc<Readers>,
    /// The cards.
    pub wallet: Wallet,
    /// The terminal's keys, as the acquirer knows them.
    pub keys: TerminalKeys,
    /// The practice.
    pub profile: Arc<Profile>,
    /// The dialect on the wire.
    pub dialect: Arc<Dialect>,
    /// What acquirer and issuer get wrong, where somebody wants to see it found.
    pub host_defect: Option<crate::HostDefect>,
}

impl Stand {
    /// Reads the rig file and fetches what it names: `fixture("profiles", "strict")` is asked for the text of
    /// `fixtures/profiles/strict.yaml`. A profile that is named here takes the place of the rig file's.
    ///
    /// # Errors
    /// The first [`Flaw`], with its place.
    pub fn gather(
        rig: &Text,
        profile: Option<&str>,
        fixture: &dyn Fn(&str, &str) -> Result<Text, Flaw>,
    ) -> Result<Self, Flaw> {
        let Text { name: file, text } = rig;
        let (rig, readers) = RigFile::read(file, text)?;
        let asked = profile.unwrap_or(&rig.profile);
        let practice = fixture("profiles", asked)?;
        let profile = Profile::read(&practice, &|base| fixture("profiles", base))?;
        same_name(&practice, &profile.name, asked)?;
        rig.refuse_the_slow(file, text, &profile)?;
        let text = fixture("dialects", &profile.dialect)?;
        let dialect = Dialect::from_yaml(&text.name, &text.text)?;
        same_name(&text, dialect.name(), &profile.dialect)?;
        can_be_spoken(&text, &dialect)?;
        keys_fit(&practice, &profile, &dialect)?;
        let text = fixture("cards", &rig.cards)?;
        let wallet = Wallet::from_yaml(&text.name, &text.text)?;
        wallet.refuse_expired(&text.name, &text.text, &rig.start.month())?;
        let text = fixture("keys", &rig.keys)?;
        let keys = TerminalKeys::from_yaml(&text.name, &text.text)?;
        Ok(Self {
            rig,
            readers: Arc::new(readers),
            wallet,
            keys,
            profile: Arc::new(profile),
            dialect: Arc::new(dialect),
            host_defect: None,
        })
    }
}

/// Fields that every flow of host and terminal has under one number.
const NEEDED: [u8; 17] = [2, 3, 4, 11, 12, 13, 22, 25, 32, 35, 37, 38, 39, 41, 42, 49, 53];
/// What they need besides, wherever a dialect keeps it.
const NEEDED_PLACES: [Place; 4] = [Place::Batch, Place::OriginalBatch, Place::OriginalTrace, Place::Keys];
/// What nothing goes without; an order for more than that is not applicable where the dialect cannot write it.
const NEEDED_CLASSES: [Class; 2] = [Class::SignOn, Class::Sale];

/// A dialect has to have what the flows of host and terminal are made of.
fn can_be_spoken(text: &Text, dialect: &Dialect) -> Result<(), Flaw> {
    let has: Vec<u8> = dialect.fields().collect();
    let lacks: Vec<String> = NEEDED.iter().filter(|n| !has.contains(n)).map(u8::to_string).collect();
    if !lacks.is_empty() {
        let reason = format!("host and terminal need fields that are not here: {}", lacks.join(", "));
        return Err(at_key(
            text,
            "fields:",
            &reason,
            "describe them, or name another dialect in the profile",
        ));
    }
    if dialect.mac_kind().is_none() {
        let hint =
            "write `mac: { fields: [64], kind: cup-ecb }` or the like; without one nothing can be proved";
        return Err(Flaw::of_file(&text.name, "no field for the MAC", hint));
    }
    let lacks = NEEDED_PLACES.iter().find(|place| !dialect.has(**place)).map(|place| place.name());
    if let Some(place) = lacks {
        let reason = format!("no place `{place}`, which host and terminal need");
        let hint = "say under `places` where it stands, as unionpay.yaml does, or name another dialect";
        return Err(at_key(text, "places:", &reason, hint));
    }
    if let Some(class) = NEEDED_CLASSES.iter().find(|class| dialect.type_of(**class).is_none()) {
        let reason = format!("no transaction `{class}`, and nothing goes without");
        let hint =
            "say under `transactions` how it is written, as unionpay.yaml does, or name another dialect";
        return Err(at_key(text, "transactions:", &reason, hint));
    }
    Ok(())
}

/// A flaw at the line of a key of the text's own, or of the whole text where it is not there.
fn at_key(text: &Text, key: &str, reason: &str, hint: &str) -> Flaw {
    match text.text.lines().position(|line| line.starts_with(key)) {
        Some(at) => {
            let place = source::Place { line: at + 1, column: 1 };
            Flaw::at(&text.name, &text.text, place, reason, hint)
        }
        None => Flaw::of_file(&text.name, reason, hint),
    }
}

/// The MAC key that the host hands out and the terminal expects has to fit the dialect's MAC.
fn keys_fit(practice: &Text, profile: &Profile, dialect: &Dialect) -> Result<(), Flaw> {
    let bytes = |length| match length {
        MacKeyLength::Single => 8,
        MacKeyLength::Double => 16,
    };
    let tracks = [profile.host.keys.set, profile.terminal.keys.set].iter().any(|set| set.has_track_key());
    if tracks && !dialect.takes_sealed_tracks() {
        let reason =
            format!("field 35 of the dialect `{}` has no room for an enciphered track", dialect.name());
        let hint = "set `set: double` under `keys`, the host's and the terminal's, or write the field with content ze";
        return Err(Flaw::of_file(&practice.name, reason, hint));
    }
    let both = [profile.host.keys.mac_key, profile.terminal.keys.mac_key];
    let fit = |length| dialect.mac_kind().is_none_or(|kind| kind.takes(bytes(length)));
    if both.into_iter().all(fit) {
        return Ok(());
    }
    let reason = format!("the MAC of the dialect `{}` is not made with a key of this length", dialect.name());
    let hint = "set `mac_key` under `keys`, the host's and the terminal's: X9.19 takes double, X9.9 single";
    Err(Flaw::of_file(&practice.name, reason, hint))
}

/// A text that is asked for by the name of its file has to go by that name.
fn same_name(text: &Text, says: &str, asked: &str) -> Result<(), Flaw> {
    if says == asked {
        return Ok(());
    }
    let reason = format!("it calls itself `{says}`, and its file is called `{asked}`");
    Err(at_key(text, "name:", &reason, "papers and records tell it by its name; make the two the same"))
}
