//! Orders to the cashier about wallets by code, and what the customer does in the wallet.

use cucumber::{given, then, when};
use journal::{Expectation, OrderKind};
use rig::{InWallet, Order, User, Which};

use crate::Counter;
use crate::words::{Amount, Duration, PersonName, WalletWords};

fn payment(kind: OrderKind, amount: Amount, person: PersonName, does: InWallet) -> Order {
    let user = Some(User { person: person.0, does });
    Order { user, amount_fen: amount.fen(), ..Order::new(kind) }
}

#[given(expr = "the cashier took a wallet payment of {amount} from {person}")]
#[when(expr = "the cashier takes a wallet payment of {amount} from {person}")]
#[given(expr = "收银员已扫码收款{amount}元,{person}出示付款码")]
#[when(expr = "收银员扫码收款{amount}元,{person}出示付款码")]
async fn takes(counter: &mut Counter, amount: Amount, person: PersonName) {
    counter.order(payment(OrderKind::WalletPay, amount, person, InWallet::Pays)).await;
}

#[when(expr = "the cashier takes a wallet payment of {amount} from {person}, who confirms after {duration}")]
#[when(expr = "收银员扫码收款{amount}元,{person}出示付款码,{duration}后才确认")]
async fn takes_later(counter: &mut Counter, amount: Amount, person: PersonName, after: Duration) {
    counter.order(payment(OrderKind::WalletPay, amount, person, InWallet::PaysAfter(after.0))).await;
}

#[when(expr = "the cashier takes a wallet payment of {amount} from {person}, who refuses in the wallet")]
#[when(expr = "收银员扫码收款{amount}元,{person}出示付款码,在钱包中拒绝")]
async fn takes_refused(counter: &mut Counter, amount: Amount, person: PersonName) {
    counter.order(payment(OrderKind::WalletPay, amount, person, InWallet::Refuses)).await;
}

#[when(expr = "the cashier takes a wallet payment of {amount} from {person}, who never confirms")]
#[when(expr = "收银员扫码收款{amount}元,{person}出示付款码,始终不确认")]
async fn takes_unconfirmed(counter: &mut Counter, amount: Amount, person: PersonName) {
    counter.order(payment(OrderKind::WalletPay, amount, person, InWallet::Never)).await;
}

#[given(expr = "the cashier showed a code for {amount} and {person} paid")]
#[when(expr = "the cashier shows a code for {amount} and {person} scans it")]
#[given(expr = "收银员已出示收款码{amount}元,{person}已付款")]
#[when(expr = "收银员出示收款码{amount}元,{person}扫码付款")]
async fn shows(counter: &mut Counter, amount: Amount, person: PersonName) {
    counter.order(payment(OrderKind::WalletCode, amount, person, InWallet::Pays)).await;
}

#[when(expr = "the cashier shows a code for {amount} and {person} scans it after {duration}")]
#[when(expr = "收银员出示收款码{amount}元,{person}{duration}后才扫码付款")]
async fn shows_later(counter: &mut Counter, amount: Amount, person: PersonName, after: Duration) {
    counter.order(payment(OrderKind::WalletCode, amount, person, InWallet::PaysAfter(after.0))).await;
}

#[when(expr = "the cashier shows a code for {amount} and {person} never scans it")]
#[when(expr = "收银员出示收款码{amount}元,{person}始终不扫码")]
async fn shows_in_vain(counter: &mut Counter, amount: Amount, person: PersonName) {
    counter.order(payment(OrderKind::WalletCode, amount, person, InWallet::Never)).await;
}

async fn about(counter: &mut Counter, kind: OrderKind, of: WalletWords, amount_fen: Option<u64>) {
    counter.order(Order { of: Which::Last(of.0), amount_fen, ..Order::new(kind) }).await;
}

#[given(expr = "the cashier voided the {wallet payment}")]
#[when(expr = "the cashier voids the {wallet payment}")]
#[given(expr = "收银员已撤销该笔{wallet payment}")]
#[when(expr = "收银员撤销该笔{wallet payment}")]
async fn voids(counter: &mut Counter, of: WalletWords) {
    about(counter, OrderKind::WalletVoid, of, None).await;
}

#[given(expr = "the cashier refunded {amount} of the {wallet payment}")]
#[when(expr = "the cashier refunds {amount} of the {wallet payment}")]
async fn refunds(counter: &mut Counter, amount: Amount, of: WalletWords) {
    about(counter, OrderKind::WalletRefund, of, amount.fen()).await;
}

#[given(expr = "收银员已对该笔{wallet payment}退款{amount}元")]
#[when(expr = "收银员对该笔{wallet payment}退款{amount}元")]
async fn refunds_in_chinese(counter: &mut Counter, of: WalletWords, amount: Amount) {
    refunds(counter, amount, of).await;
}

#[when(expr = "the cashier queries the {wallet payment}")]
#[when(expr = "收银员查询该笔{wallet payment}")]
async fn queries(counter: &mut Counter, of: WalletWords) {
    about(counter, OrderKind::WalletQuery, of, None).await;
}

#[then(expr = "{person}'s wallet has paid {amount}")]
#[then(expr = "{person}的钱包支付{amount}元")]
async fn wallet_has_paid(counter: &mut Counter, person: PersonName, amount: Amount) {
    let person = counter.user(&person.0);
    counter.expect(Expectation::PaidByWallet { person, amount_fen: amount.0 }).await;
}

#[then(expr = "{person}'s wallet has paid nothing")]
#[then(expr = "{person}的钱包分文未付")]
async fn wallet_has_paid_nothing(counter: &mut Counter, person: PersonName) {
    let person = counter.user(&person.0);
    counter.expect(Expectation::PaidByWallet { person, amount_fen: 0 }).await;
}
