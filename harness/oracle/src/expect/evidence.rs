//! Sentences on what the record holds as evidence on a sale, for whoever has to answer a dispute.
//!
//! It says what is there and what is lacking, not who is right.

use journal::{Book, Event, EvidencePart, Movement, OrderKind, SlipNote};

use super::{Unmet, orders};
use crate::{
    case::{Ans, Case, Intent, Kind, Proof, Txn, legs},
    money::total,
};

/// Unmet unless each part is there; says everything that is lacking.
pub(super) fn on_sale(case: &Case<'_>, nth: u32, names: &[EvidencePart]) -> Result<(), Unmet> {
    let intent = orders::nth(case, OrderKind::Sale, nth)?;
    let Some(sale) = disputed(case, intent) else {
        return Err(Unmet::Else("no book has the sale".to_owned(), vec![intent.n]));
    };
    let file = File { case, intent, sale, approval: approval(case, sale) };
    let lacks: Vec<String> = names.iter().filter_map(|part| file.lack(*part)).collect();
    if lacks.is_empty() {
        return Ok(());
    }
    let sentence = format!("the evidence on {} lacks {}", sale.name(), lacks.join("; "));
    Err(Unmet::Else(sentence, [vec![intent.n, sale.n], case.posted_at(sale)].concat()))
}

/// The try that stands, if exactly one does, else the last that was booked anywhere.
fn disputed<'c, 'a>(case: &'c Case<'a>, intent: &Intent<'_>) -> Option<&'c Txn<'a>> {
    let tries = orders::txns(case, intent, Kind::Sale);
    let mut standing = tries.iter().filter(|t| case.stands(t, Book::Acquirer));
    match (standing.next(), standing.next()) {
        (Some(one), None) => Some(one),
        _ => tries.into_iter().rfind(|t| !case.posted_at(t).is_empty()),
    }
}

/// The host's approval of a sale, whether or not it arrived.
fn approval<'c, 'a>(case: &'c Case<'a>, sale: &'c Txn<'a>) -> Option<&'c Ans<'a>> {
    case.sends(sale).find_map(|r| r.answers.iter().find(|a| a.proof(r.note) == Proof::Approval))
}

/// All that is known of a sale.
struct File<'c, 'a> {
    case: &'c Case<'a>,
    intent: &'c Intent<'a>,
    sale: &'c Txn<'a>,
    approval: Option<&'c Ans<'a>>,
}

impl File<'_, '_> {
    /// What of a part is lacking; `None` when it is there.
    fn lack(&self, part: EvidencePart) -> Option<String> {
        let is_there = match part {
            EvidencePart::Merchant => self.names_merchant(),
            EvidencePart::Time => self.approved("12").is_some() && self.approved("13").is_some(),
            EvidencePart::Amount => self.has_amount(),
            EvidencePart::Reference => self.has_reference(),
            EvidencePart::Approval => self.approved("38").is_some(),
            EvidencePart::Slip => self.has_slip(|_| true),
            EvidencePart::Duplicate => self.has_slip(|slip| slip.duplicate),
            EvidencePart::Message => self.has_message(),
            EvidencePart::Transfer => self.is_transferred(),
            EvidencePart::Return => self.is_returned(),
            EvidencePart::Query => self.is_found(),
        };
        let what = match part {
            EvidencePart::Merchant => "the merchant's number in request and approval",
            EvidencePart::Time => "date and time of the approval",
            EvidencePart::Amount => "the same amount in the approval and in both books",
            EvidencePart::Reference => "the same reference number in the approval and in both books",
            EvidencePart::Approval => "an approval code",
            EvidencePart::Slip => {
                "a complete slip with reference number, approval code, amount, merchant and date"
            }
            EvidencePart::Duplicate => "a complete duplicate with the same",
            EvidencePart::Message => "the bank's message about the charge",
            EvidencePart::Transfer => "the way of the money in both books",
            EvidencePart::Return => "the way of all the money back in both books, with the bank's messages",
            EvidencePart::Query => "a query that found it",
        };
        (!is_there).then(|| format!("the {} ({what})", part.name()))
    }

    /// A field of the approval, unless it is empty.
    fn approved(&self, path: &str) -> Option<&str> {
        self.approval?.field(path).map(str::trim).filter(|value| !value.is_empty())
    }

    fn names_merchant(&self) -> bool {
        let asked = self.case.sends(self.sale).find_map(|r| r.note.field("42")).map(str::trim);
        asked.is_some() && asked == self.approved("42")
    }

    /// What each book first took for the sale, with the reference number under which it did.
    fn charged(&self, book: Book) -> Option<(i64, &str)> {
        let taken = self.case.postings_of(self.sale, book).map(|p| {
            let fen = match book {
                Book::Acquirer => legs(p.note, "clearing-issuer").saturating_neg(),
                Book::Issuer | Book::Wallet => legs(p.note, "clearing-acquirer"),
            };
            (fen, p.note.rrn.as_str())
        });
        taken.into_iter().find(|(fen, _)| *fen > 0)
    }

    /// What both books took, where they agree.
    fn charged_fen(&self) -> Option<i64> {
        let (acquirer, issuer) = (self.charged(Book::Acquirer)?.0, self.charged(Book::Issuer)?.0);
        (acquirer == issuer).then_some(acquirer)
    }

    fn has_amount(&self) -> bool {
        let approved = self.approved("4").and_then(|digits| digits.parse().ok());
        approved.is_some() && approved == self.charged_fen()
    }

    fn has_reference(&self) -> bool {
        let booked = |book| self.charged(book).map(|(_, rrn)| rrn.trim());
        let approved = self.approved("37");
        approved.is_some() && approved == booked(Book::Acquirer) && approved == booked(Book::Issuer)
    }

    fn has_message(&self) -> bool {
        self.charged_fen().is_some_and(|fen| self.was_texted(fen, |movement| movement == Movement::Charged))
    }

    /// Whether the cardholder was told of such a movement of this amount after the sale began.
    fn was_texted(&self, fen: i64, is: impl Fn(Movement) -> bool) -> bool {
        let about = |event: &Event| match event {
            Event::Texted { card, person, movement, amount_fen, .. } => {
                person == self.intent.person
                    && self.intent.card.is_none_or(|own| own == card)
                    && *amount_fen == fen
                    && is(*movement)
            }
            _ => false,
        };
        self.case.between(self.sale.n, u64::MAX, about).is_some()
    }

    fn is_transferred(&self) -> bool {
        let legs_of = |book, account: &str| {
            total(self.case.postings_of(self.sale, book).take(1).map(|p| legs(p.note, account)))
        };
        self.charged_fen().is_some_and(|fen| {
            legs_of(Book::Issuer, "cardholder") == -fen
                && legs_of(Book::Acquirer, "merchant") + legs_of(Book::Acquirer, "fee-income") == fen
        })
    }

    fn is_returned(&self) -> bool {
        let all = self.case.with_returns(self.sale);
        let left = |book| total(all.iter().map(|t| self.case.taken(t, book)));
        let back = |movement| matches!(movement, Movement::Cancelled | Movement::Refunded);
        let mut given_back = all
            .iter()
            .flat_map(|t| self.case.postings_of(t, Book::Issuer))
            .map(|p| legs(p.note, "cardholder"))
            .filter(|fen| *fen > 0);
        self.charged_fen().is_some()
            && left(Book::Acquirer) == 0
            && left(Book::Issuer) == 0
            && given_back.all(|fen| self.was_texted(fen, back))
    }

    fn is_found(&self) -> bool {
        let named = self.charged(Book::Acquirer).map(|(_, rrn)| rrn);
        let queries = self.case.reqs.iter().filter(|r| r.kind() == Some(Kind::Query));
        queries.filter(|r| self.case.asks_about(r, self.sale)).any(|r| {
            let heard = r.heard();
            heard.iter().any(|(_, a, proof)| *proof == Proof::Approval && a.field("37") == named)
        })
    }

    /// Whether a complete, legible slip of this sale came out, with what a dispute asks for on its lines.
    fn has_slip(&self, fits: impl Fn(&SlipNote) -> bool) -> bool {
        let (Some(rrn), Some(auth), Some(merchant), Some(date)) =
            (self.approved("37"), self.approved("38"), self.approved("42"), self.approved("13"))
        else {
            return false;
        };
        let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
        let mut lines: Vec<&str> = Vec::new();
        for entry in self.case.record.entries() {
            match &entry.event {
                Event::PaperLine { text } => lines.push(text),
                Event::Slip(slip) => {
                    let own = slip.is_whole()
                        && slip.reference.as_deref() == Some(rrn)
                        && slip.auth.as_deref() == Some(auth)
                        && slip.amount_fen == self.charged_fen()
                        && fits(slip);
                    let says = |what: &dyn Fn(&str) -> bool| lines.iter().any(|line| what(line));
                    if own
                        && says(&|line| line.contains(merchant))
                        && says(&|line| digits(line).contains(date))
                    {
                        return true;
                    }
                    lines.clear();
                }
                _ => {}
            }
        }
        false
    }
}
