//! What the people at the terminal give: amounts and numbers, the card, the PIN, the password.
//!
//! Nothing has been sent yet while these run: every way out leaves no trace.

use device::{CardFace, Key, ScreenKind, Wish};
use wire::{Pan, Pin, Track2};

use super::{
    App,
    body::{PinEntry, Woke},
    conclude::End,
    emv::{Chip, ChipFault, PinWay},
    rows::{Digits, Kind},
    screens::{amount_line, type_line},
};

/// Presentations of a card until the terminal gives up.
const PRESENTATIONS: u8 = 10;
const PIN_TRIES: u8 = 3;
/// Taps that came to nothing until another way is asked for. A card that was torn away may be tapped again as it is.
const TAPS: u8 = 3;

/// A card that was read.
pub(crate) struct Presented {
    pub(crate) face: CardFace,
    pub(crate) pan: Pan,
    /// YYMM; a swiped card says it in its track.
    pub(crate) expiry: Option<String>,
    pub(crate) psn: Option<String>,
    pub(crate) track: Option<Track2>,
    pub(crate) fallback: bool,
    pub(crate) chip: Option<Box<Chip>>,
}

impl Presented {
    /// Entry mode (F22).
    pub(crate) fn entry(&self, with_pin: bool) -> String {
        let way = match self.face {
            CardFace::Stripe if self.fallback => "80",
            CardFace::Stripe => "02",
            CardFace::Chip => "05",
            CardFace::Contactless => "07",
        };
        format!("{way}{}", if with_pin { '1' } else { '2' })
    }

    pub(crate) fn digits(&self) -> Digits {
        Digits(self.pan.expose().to_owned())
    }
}

/// Why the card has to be presented once more.
enum Again {
    Unreadable,
    UseChip,
    ChipFailed,
    TapFailed,
    Torn,
}

impl App {
    /// Collects up to `most` digits; `None` when the operator went back or went away.
    async fn digits(&mut self, most: usize) -> Option<String> {
        let mut typed = String::new();
        loop {
            match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                Woke::Key(Key::Digit(digit @ 0..=9)) if typed.len() < most => {
                    typed.push(char::from(b'0' + digit))
                }
                Woke::Key(Key::Clear) => typed.clear(),
                Woke::Key(Key::Pad) => self.pad_asked = true,
                Woke::Key(Key::Enter) => return Some(typed),
                Woke::Key(Key::Cancel) => return None,
                Woke::Key(_) | Woke::Card(_) | Woke::Gone => {}
                Woke::TimedOut => return None,
            }
        }
    }

    /// The amount in fen, never nought.
    pub(crate) async fn ask_amount(&mut self, kind: Kind) -> Result<u64, End> {
        loop {
            self.body
                .show(ScreenKind::EnterAmount, vec![type_line(kind), self.say("AMOUNT?", "请输入金额")])
                .await;
            let typed = self.digits(10).await.ok_or(End::Quiet)?;
            if let Some(amount) = typed.parse().ok().filter(|amount| *amount > 0) {
                return Ok(amount);
            }
        }
    }

    /// A number of exactly `length` digits; shorter trace numbers are filled up in front when `pad` says so.
    pub(crate) async fn ask_number(
        &mut self,
        screen: ScreenKind,
        kind: Kind,
        length: usize,
        pad: bool,
    ) -> Result<String, End> {
        loop {
            let label = match screen {
                ScreenKind::EnterTrace => self.say("ORIGINAL TRACE?", "请输入原凭证号"),
                ScreenKind::EnterAuth => self.say("ORIGINAL AUTH CODE?", "请输入原授权码"),
                ScreenKind::EnterReference => self.say("ORIGINAL REFERENCE?", "请输入原参考号"),
                _ => self.say("ORIGINAL DATE MMDD?", "请输入原交易日期"),
            };
            self.body.show(screen, vec![type_line(kind), label]).await;
            let typed = self.digits(length).await.ok_or(End::Quiet)?;
            if typed.len() == length {
                return Ok(typed);
            }
            if pad {
                return Ok(format!("{typed:0>length$}"));
            }
        }
    }

    /// The supervisor's password; anything but the right one ends the order.
    pub(crate) async fn ask_supervisor(&mut self, kind: Kind) -> Result<(), End> {
        self.body
            .show(ScreenKind::EnterPassword, vec![type_line(kind), self.say("SUPERVISOR?", "请主管输入密码")])
            .await;
        match self.body.enter_password(self.key_limit_ms()).await {
            Some(typed) if typed == self.setup.supervisor_password => Ok(()),
            Some(_) => Err(End::Refused { kind, why: self.say("WRONG PASSWORD", "密码错误") }),
            None => Err(End::Quiet),
        }
    }

    /// The card; `Ok(None)` when the order may go without one and the operator pressed Enter.
    pub(crate) async fn ask_card(
        &mut self,
        kind: Kind,
        amount_fen: Option<u64>,
        optional: bool,
    ) -> Result<Option<Presented>, End> {
        let mut screen = ScreenKind::PresentCard;
        let mut hint = self.say("PRESENT CARD", "请出示银行卡");
        let (mut failures, mut taps) = (0, 0);
        for _ in 0..PRESENTATIONS {
            let amount = amount_fen.map(amount_line);
            let lines = [Some(type_line(kind)), amount, Some(hint)].into_iter().flatten().collect();
            self.body.show(screen, lines).await;
            let Some(face) = self.wait_for_card(kind, optional).await? else {
                return Ok(None);
            };
            let read = match face {
                CardFace::Stripe => self.swipe(failures).await,
                CardFace::Chip => self.insert(kind, amount_fen.unwrap_or(0)).await?,
                CardFace::Contactless => self.tap(kind, amount_fen.unwrap_or(0)).await,
            };
            screen = ScreenKind::PresentAgain;
            hint = match read {
                Ok(card) => return Ok(Some(card)),
                Err(Again::Unreadable) => self.say("SWIPE AGAIN", "请重新刷卡"),
                Err(Again::UseChip) => self.say("USE CHIP", "请插卡"),
                Err(Again::Torn) => self.say("TAP AGAIN", "请重新挥卡"),
                Err(Again::TapFailed) => {
                    taps += 1;
                    self.after_tap_failure(kind, taps).await
                }
                Err(Again::ChipFailed) => {
                    failures += 1;
                    self.after_chip_failure(kind, failures).await?
                }
            };
        }
        Err(End::Failed { kind, why: self.say("CARD NOT READ", "读卡失败") })
    }

    async fn wait_for_card(&mut self, kind: Kind, optional: bool) -> Result<Option<CardFace>, End> {
        loop {
            match self.body.wait(true, Wish::Present, Some(self.card_limit_ms())).await {
                Woke::Card(face) => return Ok(Some(face)),
                Woke::Key(Key::Cancel) => return Err(End::Quiet),
                Woke::Key(Key::Enter) if optional => return Ok(None),
                Woke::Key(_) | Woke::Gone => {}
                Woke::TimedOut => {
                    return Err(End::Failed { kind, why: self.say("NO CARD", "未出示银行卡") });
                }
            }
        }
    }

    async fn swipe(&mut self, failures: u8) -> Result<Presented, Again> {
        let read = self.body.read_stripe().await;
        let track = read.and_then(|track| Track2::new(track.expose_text()?).ok()).ok_or(Again::Unreadable)?;
        let has_chip = track.service_code().starts_with(['2', '6']);
        let after = self.setup.practice.terminal.fallback_after;
        let fallback = has_chip && after > 0 && failures >= after;
        if has_chip && !fallback {
            return Err(Again::UseChip);
        }
        let face = CardFace::Stripe;
        Ok(Presented {
            face,
            pan: track.pan(),
            expiry: None,
            psn: None,
            track: Some(track),
            fallback,
            chip: None,
        })
    }

    /// Reads the chip in the slot. A card pulled before anything was sent ends the order.
    async fn insert(&mut self, kind: Kind, amount_fen: u64) -> Result<Result<Presented, Again>, End> {
        self.chip_in = true;
        match self.open_contact(kind, amount_fen).await {
            Ok(card) => Ok(Ok(card)),
            Err(ChipFault::Gone) => Err(self.card_removed(kind)),
            Err(ChipFault::Failed) => Ok(Err(Again::ChipFailed)),
        }
    }

    async fn tap(&mut self, kind: Kind, amount_fen: u64) -> Result<Presented, Again> {
        match self.open_contactless(kind, amount_fen).await {
            Ok(card) => Ok(card),
            Err(ChipFault::Gone) => Err(Again::Torn),
            Err(ChipFault::Failed) => Err(Again::TapFailed),
        }
    }

    /// The card in the field cannot be read and still lies there: it has to leave before the next try. Returns the next
    /// hint.
    async fn after_tap_failure(&mut self, kind: Kind, taps: u8) -> String {
        let hint = if taps < TAPS {
            self.say("TAP AGAIN", "请重新挥卡")
        } else {
            self.say("INSERT OR SWIPE", "请插卡或刷卡")
        };
        self.body.show(ScreenKind::PresentAgain, vec![type_line(kind), hint.clone()]).await;
        self.body.wait(false, Wish::Absent, Some(self.card_limit_ms())).await;
        hint
    }

    pub(crate) fn card_removed(&mut self, kind: Kind) -> End {
        self.chip_in = false;
        End::Failed { kind, why: self.say("CARD REMOVED", "卡片已拔出") }
    }

    /// The chip said nothing: the card has to come out before it is tried again. Returns the next hint.
    async fn after_chip_failure(&mut self, kind: Kind, failures: u8) -> Result<String, End> {
        let after = self.setup.practice.terminal.fallback_after;
        let swipe = after > 0 && failures >= after;
        let hint =
            if swipe { self.say("SWIPE", "请刷卡") } else { self.say("INSERT AGAIN", "请重新插卡") };
        self.body.show(ScreenKind::PresentAgain, vec![type_line(kind), hint.clone()]).await;
        loop {
            match self.body.wait(true, Wish::Absent, Some(self.card_limit_ms())).await {
                Woke::Gone => {
                    self.chip_in = false;
                    return Ok(hint);
                }
                Woke::Key(Key::Cancel) => return Err(End::Quiet),
                Woke::TimedOut => {
                    return Err(End::Failed { kind, why: self.say("CARD NOT READ", "读卡失败") });
                }
                Woke::Key(_) | Woke::Card(_) => {}
            }
        }
    }

    /// The PIN for the host, when one is due and was given. A PIN for the chip is shown to it here.
    pub(crate) async fn ask_pin(
        &mut self,
        kind: Kind,
        card: Option<&mut Presented>,
        amount_fen: u64,
    ) -> Result<Option<Pin>, End> {
        let limit = self.setup.practice.terminal.contactless_no_pin_fen;
        let way = match &card {
            Some(card) if card.face == CardFace::Contactless && kind == Kind::Sale && amount_fen <= limit => {
                return Ok(None);
            }
            Some(Presented { chip: Some(chip), .. }) => chip.pin_way(),
            _ => PinWay::Online,
        };
        if way == PinWay::None {
            return Ok(None);
        }
        let mut card = card;
        for _ in 0..PIN_TRIES {
            let amount = (amount_fen > 0).then(|| amount_line(amount_fen));
            let lines =
                [Some(type_line(kind)), amount, Some(self.say("PIN?", "请输入密码"))].into_iter().flatten();
            self.body.show(ScreenKind::EnterPin, lines.collect()).await;
            let typed = match self.body.enter_pin(self.key_limit_ms()).await {
                PinEntry::Typed(typed) => typed,
                PinEntry::Skipped => return Ok(None),
                PinEntry::Cancelled => {
                    return Err(End::Failed { kind, why: self.say("CANCELLED", "交易取消") });
                }
                PinEntry::CardGone => return Err(self.card_removed(kind)),
                PinEntry::TimedOut => {
                    return Err(End::Failed { kind, why: self.say("NO PIN", "未输入密码") });
                }
            };
            let Some(pin) = typed.expose_text().and_then(|text| Pin::new(text).ok()) else {
                continue;
            };
            match (way, card.as_mut().and_then(|card| card.chip.as_mut())) {
                (PinWay::Offline, Some(chip)) => match chip.verify(&self.body, &pin).await {
                    Ok(true) => return Ok(None),
                    Ok(false) => {}
                    Err(ChipFault::Gone) => return Err(self.card_removed(kind)),
                    Err(ChipFault::Failed) => break,
                },
                (_, Some(chip)) => {
                    chip.note_online_pin();
                    return Ok(Some(pin));
                }
                (_, None) => return Ok(Some(pin)),
            }
        }
        Err(End::Failed { kind, why: self.say("WRONG PIN", "密码错误") })
    }
}
