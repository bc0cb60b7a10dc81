//! 发卡行脚本: playing the commands of an issuer's script to the chip, and what the host is to be told of it.
//!
//! What the card did cannot be undone, so that the word on it is durable before the first command: the script failed at
//! the command that is played next. It is made better when the card has done all of them. A cut at any moment leaves a
//! word that never says more than the card did. The same goes into the reversal, should there be one.
//!
//! Whatever becomes of the transaction, the host is told (`outbox`), under a trace number of its own. Of an answer that
//! proves nothing no script is played, nor of one that could not be told of.

use wire::{IssuerScript, Message, Place, ScriptOutcome, ScriptPhase, ScriptResult};

use crate::{Defect, card::Status};

use super::{
    App,
    body::StoreFull,
    emv::ChipFault,
    entry::Presented,
    pack::chip_told,
    rows::{Deal, Kind, Original},
};

/// What was played of an answer's scripts.
pub(crate) struct Played {
    /// The advice's own.
    deal: Deal,
    /// The advice without the chip's data.
    message: Message,
    results: Vec<ScriptResult>,
}

impl App {
    /// Plays the script of one phase, where the answer brings one and the card is there to take it.
    pub(crate) async fn play_script(
        &mut self,
        phase: ScriptPhase,
        deal: &Deal,
        card: Option<&mut Presented>,
        answer: &Message,
    ) {
        let issuer = answer.chip().ok().flatten();
        let Some(template) = issuer.as_ref().and_then(|data| data.get(phase.tag())) else {
            return;
        };
        let Some(card) = card.filter(|card| self.chip_in && card.can_be_scripted()) else {
            return;
        };
        let script =
            IssuerScript::read(template).unwrap_or(IssuerScript { id: [0; 4], commands: Vec::new() });
        let Some(mut played) = self.advice_of(deal, answer).await else {
            return;
        };
        let first = if script.commands.is_empty() { 0 } else { 1 };
        played.results.push(ScriptResult { outcome: ScriptOutcome::Failed(first), id: script.id });
        if self.keep_played(&played, card).await.is_err() {
            // What cannot be told is not played.
            played.results.pop();
            return self.put_back(played).await;
        }
        let done = self.play_commands(&script.commands, &mut played, card).await;
        if !done {
            card.note_script_failure(phase);
        }
        if done || !script.commands.is_empty() && self.has(Defect::ScriptResultAssumed) {
            played.set_outcome(ScriptOutcome::Done);
        }
        // A store without room keeps the older word, which says less.
        let _ = self.keep_played(&played, card).await;
        self.played = Some(played);
    }

    /// Keeps what an earlier phase left, or nothing.
    async fn put_back(&mut self, played: Played) {
        if played.results.is_empty() {
            self.clear_owed(&played.deal).await;
        } else {
            self.played = Some(played);
        }
    }

    /// One command after the other, each named as failed before the card gets it. Whether all were done.
    async fn play_commands(
        &mut self,
        commands: &[Vec<u8>],
        played: &mut Played,
        card: &mut Presented,
    ) -> bool {
        for (nth, command) in (1..).zip(commands) {
            played.set_outcome(ScriptOutcome::Failed(nth));
            if nth > 1 && self.keep_played(played, card).await.is_err() {
                return false;
            }
            match self.give_command(command).await {
                Ok(status) if status.is_done_or_warns() => {}
                Ok(_) | Err(ChipFault::Failed) => return false,
                Err(ChipFault::Gone) => {
                    self.chip_in = false;
                    return false;
                }
            }
        }
        !commands.is_empty()
    }

    async fn give_command(&self, command: &[u8]) -> Result<Status, ChipFault> {
        super::emv::give(&self.body, command.to_vec()).await
    }

    /// The advice of this answer's scripts: the one of its earlier phase, or a new one. `None` where it cannot be written.
    async fn advice_of(&mut self, deal: &Deal, answer: &Message) -> Option<Played> {
        if let Some(played) = self.played.take() {
            return Some(played);
        }
        self.setup.dialect.type_of(Kind::ScriptAdvice)?;
        let date = answer.text(13).map_or_else(|| deal.day.chars().skip(4).collect(), str::to_owned);
        let original = Original {
            batch: deal.batch,
            stan: deal.stan,
            rrn: answer.text(37).unwrap_or_default().to_owned(),
            auth: None,
            date,
            sent_at: deal.sent_at.clone(),
        };
        let stan = self.reserve_stan().await.ok()?;
        let own = Deal { kind: Kind::ScriptAdvice, stan, original: Some(original), ..deal.clone() };
        let message = self.script_advice(&own, deal)?;
        Some(Played { deal: own, message, results: Vec::new() })
    }

    /// The advice without the chip's data: codes of the original, which it names.
    fn script_advice(&self, own: &Deal, of: &Deal) -> Option<Message> {
        let mut message = self.identified(Kind::ScriptAdvice, own, own.batch)?;
        let like = self.identified(of.kind, of, of.batch)?;
        for field in [3, 25] {
            message.set_text(field, like.text(field)?);
        }
        self.add_card(&mut message, of, None);
        let original = own.original.as_ref()?;
        if !original.rrn.is_empty() {
            message.set_text(37, &original.rrn);
        }
        let (batch, trace) = (of.batch_text(), of.trace());
        let kind = self.setup.dialect.type_of(of.kind)?.to_string();
        let mut values = vec![
            (Place::OriginalBatch, batch.as_str()),
            (Place::OriginalTrace, &trace),
            (Place::OriginalDate, &original.date),
            (Place::OriginalType, &kind),
        ];
        values.extend(of.sent_at.as_deref().map(|sent_at| (Place::OriginalTime, sent_at)));
        self.setup.dialect.place(&mut message, &values).ok()?;
        Some(message)
    }

    /// Makes what is known of the scripts durable: what the host is to be told, and what a reversal would say.
    async fn keep_played(&mut self, played: &Played, card: &Presented) -> Result<(), StoreFull> {
        let results = played.results.iter().flat_map(|result| result.to_bytes()).collect::<Vec<_>>();
        let mark = card.chip.as_ref().and_then(|chip| chip.mark()).ok_or(StoreFull)?;
        let data = chip_told(&mark, true, &self.setup.tid, &results).ok_or(StoreFull)?;
        let mut message = played.message.clone();
        message.set_chip(&data);
        let row = self.to_keep(&played.deal, &message, None).ok_or(StoreFull)?;
        self.save_script(&row, &wire::hex::encode(&results)).await
    }

    /// A sale that fails takes the word on its script along (seeded defect).
    pub(crate) async fn forget_script(&mut self) {
        if self.played.is_some()
            && self.has(Defect::ScriptForgottenWithSale)
            && let Some(played) = self.played.take()
        {
            self.clear_owed(&played.deal).await;
        }
    }
}

impl Played {
    /// What came of the script that is played.
    fn set_outcome(&mut self, outcome: ScriptOutcome) {
        if let Some(result) = self.results.last_mut() {
            result.outcome = outcome;
        }
    }
}
