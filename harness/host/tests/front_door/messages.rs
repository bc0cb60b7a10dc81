//! The messages that a terminal sends, built field by field.

use wire::{Key, Message, Mti, Pin, Tlv, Track2, emv, pin};

use crate::bench::{Bench, Card, IMK, MID, TID};

impl Bench {
    pub(crate) fn sign_on_message(&self) -> Message {
        let mut message = Message::new(Mti::new(0x0800));
        message.set_text(11, "000000");
        message.set_text(41, TID);
        message.set_text(42, MID);
        message.set_text(60, &format!("00{}004", self.batch));
        message.set_text(63, "01 ");
        message
    }

    fn next_stan(&mut self) -> String {
        self.stan += 1;
        format!("{:06}", self.stan)
    }

    /// A request without card: type, processing code, function.
    pub(crate) fn request(&mut self, mti: u16, processing: &str, function: &str) -> Message {
        let mut message = Message::new(Mti::new(mti));
        message.set_text(3, processing);
        message.set_text(11, &self.next_stan());
        message.set_text(22, "012");
        message.set_text(25, "00");
        message.set_text(41, TID);
        message.set_text(42, MID);
        message.set_text(49, "156");
        message.set_text(60, &format!("{function}{}000", self.batch));
        message
    }

    /// Puts a swiped card with its PIN into a request.
    pub(crate) fn swipe(&self, message: &mut Message, card: &Card) {
        self.swipe_with_pin(message, card, card.pin);
    }

    pub(crate) fn swipe_with_pin(&self, message: &mut Message, card: &Card, digits: &str) {
        let pan = card.pan();
        message.set_track2(&Track2::new(&format!("{}={}2011234", card.number, card.expiry)).unwrap());
        message.set_text(22, "021");
        message.set_text(26, "12");
        message.set_text(53, "2600000000000000");
        if let Some(keys) = &self.keys {
            message.set_pin_block(&pin::encrypt(&Pin::new(digits).unwrap(), Some(&pan), &keys.pin));
        }
    }

    /// Puts a chip card with its cryptogram into a request, without PIN.
    pub(crate) fn insert(&self, message: &mut Message, card: &Card, atc: u16) {
        let mut chip = Tlv::new();
        let amount = message.text(4).unwrap_or("000000000000").to_owned();
        chip.push(0x9F27, &[0x80]);
        chip.push(0x9F10, &[7, 1, 3, 0xA0, 0, 0, 0]);
        chip.push(0x9F37, &[1, 2, 3, 4]);
        chip.push(0x9F36, &atc.to_be_bytes());
        chip.push(0x95, &[0; 5]);
        chip.push(0x9A, &[0x26, 0x11, 0x21]);
        chip.push(0x9C, &[0]);
        chip.push(0x9F02, &wire::hex::decode(&amount).unwrap());
        chip.push(0x5F2A, &[1, 0x56]);
        chip.push(0x82, &[0x7C, 0]);
        chip.push(0x9F1A, &[1, 0x56]);
        chip.push(0x9F03, &[0; 6]);
        let session = session_key(card, atc);
        let arqc = emv::cryptogram(&session, &host::cryptogram_input(&chip).unwrap()).unwrap();
        chip.push(0x9F26, &arqc);
        message.set_chip(&chip);
        message.set_pan(&card.pan());
        message.set_text(14, card.expiry);
        message.set_text(22, "052");
        message.set_text(23, "001");
    }

    pub(crate) fn sale_message(&mut self, card: &Card, fen: i64) -> Message {
        let mut message = self.request(0x0200, "000000", "22");
        message.set_text(4, &format!("{fen:012}"));
        self.swipe(&mut message, card);
        message
    }

    /// An approved sale and its answer.
    pub(crate) fn sale(&mut self, card: &Card, fen: i64) -> (Message, Message) {
        let message = self.sale_message(card, fen);
        let answer = self.ask(&message);
        assert_eq!(answer.text(39), Some("00"), "{answer:?}");
        (message, answer)
    }

    pub(crate) fn void_message(&mut self, sale: &(Message, Message), card: &Card) -> Message {
        let mut message = self.request(0x0200, "200000", "23");
        message.set_text(4, sale.0.text(4).unwrap());
        message.set_text(37, sale.1.text(37).unwrap());
        message.set_text(38, sale.1.text(38).unwrap());
        let batch = self.dialect.part(&sale.0, "60.2").unwrap();
        message.set_text(61, &format!("{batch}{}", sale.0.text(11).unwrap()));
        self.swipe(&mut message, card);
        message
    }

    pub(crate) fn void(&mut self, sale: &(Message, Message), card: &Card) -> (Message, Message) {
        let message = self.void_message(sale, card);
        let answer = self.ask(&message);
        assert_eq!(answer.text(39), Some("00"), "{answer:?}");
        (message, answer)
    }

    pub(crate) fn refund_message(
        &mut self,
        sale: &(Message, Message),
        card: Option<&Card>,
        fen: i64,
    ) -> Message {
        let mut message = self.request(0x0220, "200000", "25");
        message.set_text(4, &format!("{fen:012}"));
        message.set_text(37, sale.1.text(37).unwrap());
        message.set_text(61, &format!("000000000000{}", sale.1.text(13).unwrap()));
        if let Some(card) = card {
            self.swipe(&mut message, card);
        }
        message
    }

    fn authorisation(
        &mut self,
        mti: u16,
        processing: &str,
        function: &str,
        card: &Card,
        fen: i64,
    ) -> Message {
        let mut message = self.request(mti, processing, function);
        message.set_text(4, &format!("{fen:012}"));
        message.set_text(25, "06");
        self.swipe(&mut message, card);
        message
    }

    pub(crate) fn pre_auth_message(&mut self, card: &Card, fen: i64) -> Message {
        self.authorisation(0x0100, "030000", "10", card, fen)
    }

    /// An approved pre-authorisation and its answer.
    pub(crate) fn pre_auth(&mut self, card: &Card, fen: i64) -> (Message, Message) {
        let message = self.pre_auth_message(card, fen);
        let answer = self.ask(&message);
        assert_eq!(answer.text(39), Some("00"), "{answer:?}");
        (message, answer)
    }

    /// What ends a pre-authorisation: type, processing code, function say how.
    pub(crate) fn after_pre_auth(
        &mut self,
        (mti, processing, function): (u16, &str, &str),
        held: &(Message, Message),
        card: &Card,
        fen: i64,
    ) -> Message {
        let mut message = self.authorisation(mti, processing, function, card, fen);
        message.set_text(38, held.1.text(38).unwrap());
        let (batch, stan) = (self.dialect.part(&held.0, "60.2").unwrap(), held.0.text(11).unwrap());
        message.set_text(61, &format!("{batch}{stan}{}", held.1.text(13).unwrap()));
        message
    }

    /// The void of a completion names the completion's numbers, and the code that its request named.
    pub(crate) fn completion_void_message(&mut self, done: &(Message, Message), card: &Card) -> Message {
        let fen = done.0.number(4).unwrap();
        let mut message = self.authorisation(0x0200, "200000", "21", card, i64::try_from(fen).unwrap());
        message.set_text(37, done.1.text(37).unwrap());
        message.set_text(38, done.0.text(38).unwrap());
        let (batch, stan) = (self.dialect.part(&done.0, "60.2").unwrap(), done.0.text(11).unwrap());
        message.set_text(61, &format!("{batch}{stan}{}", done.1.text(13).unwrap()));
        message
    }

    /// The reversal of what can be reversed.
    pub(crate) fn reversal_message(&self, original: &Message) -> Message {
        let mut message = Message::new(Mti::new(0x0400));
        for n in [3, 4, 11, 14, 22, 23, 25, 41, 42, 49, 60] {
            if let Some(value) = original.expose(n) {
                message.set_bytes(n, value);
            }
        }
        message.set_text(39, "98");
        if !self.dialect.classify(original).follows().is_empty() {
            let batch = self.dialect.part(original, "60.2").unwrap();
            message.set_text(61, &format!("{batch}{}", original.text(11).unwrap()));
        }
        message
    }

    pub(crate) fn query_message(&mut self, stan: &str) -> Message {
        let mut message = self.request(0x0200, "390000", "01");
        message.set_text(61, &format!("{}{stan}", self.batch));
        message
    }
}

pub(crate) fn session_key(card: &Card, atc: u16) -> Key {
    let card = emv::card_key(&Key::from_hex(IMK).unwrap(), &card.pan(), 1).unwrap();
    emv::session_key(&card, atc, emv::SessionKeyRule::Pbc).unwrap()
}
