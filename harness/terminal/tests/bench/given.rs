//! What terminal and card are given before they are switched on.

use std::sync::{Arc, OnceLock};

use device::Hidden;
use profile::Profile;
use terminal::{
    Defect, Language, Seeded, Setup,
    card::{CardData, Faces},
};
use wire::{Dialect, Envelope, Pan, Pin, Track2, emv::SessionKeyRule};

pub(crate) const TMK: &str = "CA5D92598DCA48CE8A4C76361A9269E9";
pub(crate) const IMK: &str = "9E15204313F7318ACB79B90BD986AD29";
pub(crate) const SCRIPT_KEY: &str = "3B8C57D96EA1F24C0D7F62B5E4983A10";
const STRICT: &str = include_str!("../../../../fixtures/profiles/strict.yaml");
const SECOND_DIALECT: &str = include_str!("../../../../fixtures/dialects/iso87-binary-bitmap.yaml");
const DIALECT: &str = include_str!("../../../../fixtures/dialects/unionpay.yaml");

pub(crate) fn setup(defect: Option<Defect>, change: impl Fn(&str) -> String) -> Setup {
    static DIALECT_READ: OnceLock<Arc<Dialect>> = OnceLock::new();
    let read = || Arc::new(Dialect::from_yaml("unionpay.yaml", DIALECT).expect("a sound dialect"));
    let dialect = Arc::clone(DIALECT_READ.get_or_init(read));
    let practice = Profile::from_yaml("strict.yaml", &change(STRICT)).expect("a sound profile");
    Setup {
        dialect,
        practice: Arc::new(practice),
        tid: "12345678".to_owned(),
        mid: "898100012340001".to_owned(),
        merchant_name: "小店/SHOP".to_owned(),
        supervisor_password: Hidden::new(*b"123456"),
        operator: "01".to_owned(),
        first_stan: 11,
        first_batch: 1,
        envelope: Envelope::default(),
        language: Language::English,
        seeded: Seeded::new(defect),
    }
}

/// The same practice with the second family of messages, whose keys are of double length.
pub(crate) fn setup_of_the_second_family() -> Setup {
    let change = |text: &str| {
        text.replace("dialect: unionpay", "dialect: iso87-binary-bitmap")
            .replace("set: double-and-track", "set: double")
            .replace("mac_key: single", "mac_key: double")
    };
    let dialect = Dialect::from_yaml("iso87-binary-bitmap.yaml", SECOND_DIALECT).expect("a sound dialect");
    Setup { dialect: Arc::new(dialect), ..setup(None, change) }
}

pub(crate) fn card_data() -> CardData {
    CardData {
        pan: Pan::new("6228480000000016").expect("a card number"),
        psn: 1,
        expiry: "3012".to_owned(),
        track2: Track2::new("6228480000000016=30121200000012345").expect("a track"),
        imk: wire::Key::from_hex(IMK).expect("a key"),
        script_key: Some(wire::Key::from_hex(SCRIPT_KEY).expect("a key")),
        pin: Pin::new("246810").expect("a PIN"),
        faces: Faces::all(),
        session_key_rule: SessionKeyRule::Pbc,
        offline_pin: false,
        offline_limit_fen: 0,
    }
}
