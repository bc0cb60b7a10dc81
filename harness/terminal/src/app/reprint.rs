//! 重打印: the slip of a committed transaction once more, from its journal row. It moves and changes nothing.

use device::ScreenKind;

use super::{App, Order, conclude::End, rows::Kind};

impl App {
    pub(crate) async fn reprint(&mut self) -> Order {
        let trace = self
            .ask_number(ScreenKind::EnterTrace, Kind::Sale, 6, true)
            .await?;
        let row = if trace == "000000" {
            self.latest().await
        } else {
            self.find(&trace).await
        };
        match row {
            Some(row) => {
                self.print_duplicate(&row).await;
                Ok(End::Quiet)
            }
            None => Ok(End::Refused {
                kind: Kind::Sale,
                why: self.say("NOT FOUND", "无此交易"),
            }),
        }
    }
}
