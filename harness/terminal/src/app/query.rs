//! 交易查询: what the host holds for a transaction. An extension of the profile; it moves nothing, and closes a
//! refund that was open where the answer proves its end.

use device::ScreenKind;
use wire::Place;

use super::{
    App, Order,
    conclude::End,
    rows::{Kind, Original},
    screens::{amount_line, type_line},
};

impl App {
    pub(crate) async fn query(&mut self) -> Order {
        let trace = self.ask_number(ScreenKind::EnterTrace, Kind::Query, 6, true).await?;
        let Ok(stan) = trace.parse() else {
            return Ok(End::Quiet);
        };
        let open = self.open_of(&trace).await;
        // The batch of the order: the sign-on on the way may open another.
        let batch = open.as_ref().map_or(self.counters.batch, |deal| deal.batch);
        self.before_online(Kind::Query).await?;
        let original =
            Original { batch, stan, rrn: String::new(), auth: None, date: String::new(), sent_at: None };
        let deal = self.new_deal(Kind::Query, 0, None, false, Some(original)).await?;
        let Some(message) = self.request(&deal, None, None) else {
            return Err(self.cannot_pack(Kind::Query));
        };
        let answer = self.ask_host(&deal, &message).await?;
        let code = answer.text(39).unwrap_or_default();
        self.heed_key_demand(code).await;
        let mut lines = vec![type_line(Kind::Query), format!("TRACE {trace}"), format!("CODE {code}")];
        lines.extend(answer.number(4).map(amount_line));
        lines.extend(answer.text(37).map(|rrn| format!("REF {rrn}")));
        let state = self.setup.dialect.at(&answer, Place::Note).map(str::trim).unwrap_or_default().to_owned();
        if let Some(deal) = open {
            self.settle_open(deal, &answer, &state).await;
        }
        lines.extend((!state.is_empty()).then(|| format!("STATE {state}")));
        self.announce(ScreenKind::QueryResult, lines).await;
        Ok(End::Quiet)
    }
}
