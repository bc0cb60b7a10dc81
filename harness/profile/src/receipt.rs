//! What vendors and acquirers practise with the cardholder's signature and the receipt (电子签名, 电子签购单).
//!
//! A profile that does not speak of them means the defaults: the pad is used where the cashier asks for it, and a slip is
//! printed in any case.

use serde::{Deserialize, Serialize};

/// The terminal's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptPractice {
    /// Where the cardholder signs a sale; on-request.
    pub signature: SignaturePractice,
    /// Seconds for which the pad waits for a signature; 150.
    pub limit_s: u32,
    /// How often an upload that gets no answer is tried until the signature is taken on paper instead; 3.
    pub tries: u8,
    /// Whether a signed sale whose receipt goes to the cardholder's phone is printed as well; always.
    pub slip: SlipPractice,
}

impl Default for ReceiptPractice {
    fn default() -> Self {
        Self { signature: SignaturePractice::OnRequest, limit_s: 150, tries: 3, slip: SlipPractice::Always }
    }
}

/// Where the cardholder signs a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignaturePractice {
    /// On the slip.
    Paper,
    /// On the pad where the cashier asks for it, else on the slip.
    OnRequest,
    /// On the pad; on the slip where the pad takes none.
    Electronic,
}

/// Whether a signed sale is printed as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SlipPractice {
    /// It is.
    Always,
    /// Not where its receipt is left at the acquirer for the cardholder.
    UnlessLeft,
}
