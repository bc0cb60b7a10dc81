//! stub
use crate::{Setup, machine::Mailbox};
use std::sync::Arc;
pub(crate) async fn run(setup: Arc<Setup>, mailbox: Mailbox) {
    let _ = setup.tid.len();
    loop {
        mailbox.ask(device::Call::Clock).await;
    }
}
