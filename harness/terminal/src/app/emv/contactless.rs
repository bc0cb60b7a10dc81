//! A card in the field: its cryptogram comes with GET PROCESSING OPTIONS, and it may leave after its records.
//!
//! A card that leaves before that is presented again; there is no torn record to recover.

use device::CardFace;

use super::{
    super::{App, body::ChipStart, entry::Presented, rows::Kind},
    CRYPTOGRAM_TAGS, ChipFault,
    talk::Talk,
};

const DIRECTORY: &[u8] = b"2PAY.SYS.DDF01";
const ONLINE: u8 = 0x80;

impl App {
    /// Reads the card in the field, cryptogram included.
    pub(crate) async fn open_contactless(
        &mut self,
        kind: Kind,
        amount_fen: u64,
    ) -> Result<Presented, ChipFault> {
        match self.body.card_on().await {
            ChipStart::Ready => {}
            ChipStart::Mute => return Err(ChipFault::Failed),
            ChipStart::Gone => return Err(ChipFault::Gone),
        }
        let mut chip = self.start_chip(true, kind, amount_fen).await;
        let talk = Talk(&self.body);
        let directory = talk.select(DIRECTORY).await?;
        let name = directory.get_nested(0x4F).ok_or(ChipFault::Failed)?.to_vec();
        chip.learn(&talk.select(&name).await?);
        let list = chip.data.get(0x9F38).ok_or(ChipFault::Failed)?.to_vec();
        chip.learn(&talk.options(&chip.fill(&list)).await?);
        if chip.data.get(0x9F27).and_then(<[u8]>::first).is_none_or(|kind| kind & 0xC0 != ONLINE) {
            return Err(ChipFault::Failed);
        }
        let locator = chip.data.get(0x94).unwrap_or(&[]).to_vec();
        for record in talk.records(&locator).await? {
            chip.learn(&record);
        }
        if CRYPTOGRAM_TAGS.iter().any(|tag| chip.data.get(*tag).is_none()) {
            return Err(ChipFault::Failed);
        }
        if !kind.is_first() && kind != Kind::Balance {
            // Void and refund read the card only; its cryptogram is not for them.
            chip.data.remove(0x9F26);
        }
        chip.presented(CardFace::Contactless)
    }
}
