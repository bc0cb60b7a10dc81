//! The defects that can be seeded into the terminal, each as it happens in real products.
//!
//! A defect is a small deviation at one place of the application, asked for by name; a run without a fault
//! stays right under it wherever that is possible. Numbers up to M49 follow PAYMENTS.md, section 9; from M50 on
//! stands what the rules needed besides, from M80 on what one rule alone finds. One table makes the type, its documentation and its list.

use std::fmt;

macro_rules! defects {
    ($($variant:ident $id:literal $name:literal $sentence:literal)+) => {
        /// One seeded defect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Defect {
            $(
                #[doc = concat!($id, ": ", $sentence, ".")]
                $variant,
            )+
        }

        impl Defect {
            /// Every defect, in the order of their numbers.
            pub const ALL: [Self; [$($id),+].len()] = [$(Self::$variant),+];

            /// Number, name, and how it comes about.
            fn card(self) -> (&'static str, &'static str, &'static str) {
                match self {
                    $(Self::$variant => ($id, $name, $sentence),)+
                }
            }
        }
    };
}

defects! {
    RowSavedAfterSend "M01" "row-saved-after-send"
        "the reversal record is written when the send call has returned, because the developer wanted to save only what was really sent"
    RowOnlyInRam "M02" "row-only-in-ram"
        "the reversal record lives in a global variable that nobody ever flushed to the file system"
    RowDeletedBeforeJournal "M03" "row-deleted-before-journal"
        "an approval deletes the reversal record first and stores the transaction afterwards, as the order of two lines was swapped in a refactoring"
    CommitNotSeenAtBoot "M04" "commit-not-seen-at-boot"
        "recovery looks at the reversal record only, so that a cut between storing the transaction and deleting the record reverses a stored sale"
    SlotOverwritten "M05" "slot-overwritten"
        "there is one slot for what is owed, and an order that found no line for the reversal goes on and saves its own record over it"
    RowDeletedOnSendError "M06" "row-deleted-on-send-error"
        "a send error is taken for `not sent` and deletes the record, though the stack had handed the bytes over"
    RowDeletedOnReset "M07" "row-deleted-on-reset"
        "a connection reset while waiting is handled by the same branch as a refused connection and deletes the record"
    NoReversalOnTimeout "M08" "no-reversal-on-timeout"
        "the timeout branch cleans up as after a decline"
    NoReversalOnBadMac "M09" "no-reversal-on-bad-mac"
        "an answer that fails its MAC is dropped as noise together with the reversal record"
    NoReversalOnCardRefusal "M10" "no-reversal-on-card-refusal"
        "a card that refuses after the approval is treated as a decline by the host"
    NoReversalOnCardPulled "M11" "no-reversal-on-card-pulled"
        "the `card removed` event aborts the transaction through a path that clears everything"
    ReversalAfterDecline "M12" "reversal-after-decline"
        "the record is deleted for approvals only, so that every decline is reversed later"
    ReversalAfterPrinterFailure "M13" "reversal-after-printer-failure"
        "`no slip means no sale`: a printer error after the approval writes the reversal record again"
    ReversalOfRefund "M14" "reversal-of-refund"
        "the reversal record is made in the shared online step, for refunds as well"
    VoidTimeoutNotReversed "M15" "void-timeout-not-reversed"
        "the list of transaction types that are reversed on timeout holds the sale only"
    WalletOrderReversed "M16" "wallet-order-reversed"
        "the timeout of a wallet order goes through the code for cards, which writes a reversal that no platform knows"
    NewStanInReversal "M17" "new-stan-in-reversal"
        "the packing step gives every message the next trace number, reversals included"
    CurrentBatchInReversal "M18" "current-batch-in-reversal"
        "field 60 of a reversal is built from the current batch number instead of the stored one"
    WrongReversalReason "M19" "wrong-reversal-reason"
        "field 39 of the record is preset to 06 and a timeout does not change it"
    VoidReversalPointsAtSale "M20" "void-reversal-points-at-sale"
        "the reversal of a void copies field 61 from the void request, where it names the sale"
    ReversalWithoutAmount "M21" "reversal-without-amount"
        "the amount buffer is cleared before the reversal is packed"
    ReversalProcessingCode "M22" "reversal-processing-code"
        "field 3 of a reversal is a constant 000000, right for a sale and wrong for a void"
    StaleCardDataInReversal "M23" "stale-card-data-in-reversal"
        "the reversal is a copy of the request with another type, track and PIN block still in it"
    ReversalUnderOldKey "M24" "reversal-under-old-key"
        "the record keeps the MAC key of its own day, and a sign-on in between makes it stale"
    ReversalWithoutChipData "M25" "reversal-without-chip-data"
        "the reversal's packing list was written for the stripe and never got field 55"
    SaleBeforeReversal "M26" "sale-before-reversal"
        "the result of the reversal step is not looked at, so that the next sale goes out while it is still pending"
    SettlementBeforeReversal "M27" "settlement-before-reversal"
        "settling was written by another team, and nobody told it of the reversal step"
    SignOffForgetsReversal "M28" "sign-off-forgets-reversal"
        "signing off clears the working area for the next shift, and the pending reversal lies in it"
    RetriesUnbounded "M29" "retries-unbounded"
        "the try counter is compared with the wrong limit, so that a dead host is called again and again"
    GiveUpSilently "M30" "give-up-silently"
        "a reversal whose tries are used up is deleted and nobody is told"
    NotFoundNotAccepted "M31" "not-found-not-accepted"
        "only 00 settles a reversal; a host that says 12 or 25 is asked for ever"
    AnyCodeSettles "M32" "any-code-settles"
        "any answer to a reversal deletes the record, 96 and A0 included"
    StaleDayDropped "M33" "stale-day-dropped"
        "a record of an earlier calendar day is dropped unsent at start-up"
    TriesForgottenAtBoot "M34" "tries-forgotten-at-boot"
        "the try counter lives in RAM and starts at nought after every restart"
    LateAnswerApproves "M35" "late-answer-approves"
        "the socket stays open after the timeout, and the late approval is read as the answer to what comes next"
    AnswerMatchedByTypeOnly "M36" "answer-matched-by-type-only"
        "an answer is recognised by its message type, so that another transaction's approval will do"
    SaleSentAgain "M37" "sale-sent-again"
        "the transport layer repeats a request that got no answer, and the repeat carries a new trace number"
    StanReusedAfterBoot "M38" "stan-reused-after-boot"
        "the trace number is stored after a transaction is complete, so that a restart hands it out again"
    VoidTwice "M39" "void-twice"
        "the look-up of the original does not ask whether it was voided before"
    VoidOfEarlierBatch "M40" "void-of-earlier-batch"
        "the look-up of the original searches all batches by trace number"
    VoidWithoutSupervisor "M41" "void-without-supervisor"
        "the supervisor check is switched off in one build"
    RefundBeyondOriginal "M42" "refund-beyond-original"
        "the terminal compares a refund with the limit only, not with what is left of its original"
    SlipBeforeCommit "M43" "slip-before-commit"
        "the slip is printed while the transaction is still to be stored, because customers like it fast"
    VoidMarkSurvivesReversal "M44" "void-mark-survives-reversal"
        "the original is marked as voided before the answer, and a reversal of the void does not take the mark away"
    TotalsKeptApart "M45" "totals-kept-apart"
        "the batch totals are a record of their own, updated behind the transaction, and a cut between the two leaves them short"
    SettlementNotMarked "M46" "settlement-not-marked"
        "the flag `settling` is set for the upload only, so that a cut while the slip prints leaves a batch open that the host has closed"
    UploadFromStart "M47" "upload-from-start"
        "the cursor of the batch upload lives in RAM, so that a restart begins again with the first transaction"
    KeyCheckIgnored "M48" "key-check-ignored"
        "the check value of a new key is printed in the log and not compared"
    NoSignOnAfterMacRefusal "M49" "no-sign-on-after-mac-refusal"
        "code A0 is shown as an ordinary decline and the stale key is used again"
    CardNumberOnReprint "M50" "card-number-on-reprint"
        "a reprint of an earlier slip than the last takes the card number from the stored record, and nothing masks it there"
    SilentRecovery "M51" "silent-recovery"
        "recovery after a cut clears its notice and goes straight to idle, because a screen at start-up had confused testers"
    ReprintSendsAgain "M52" "reprint-sends-again"
        "a sale whose slip did not come out counts as unfinished, and its reprint sends the request once more"
    UnknownCodeApproved "M53" "unknown-code-approved"
        "a response code that the table of texts lacks falls through to the screen of an approval"
    ReprintUnmarked "M54" "reprint-unmarked"
        "the duplicate mark is set where the last slip is looked up, so that a reprint of an earlier one goes without"
    OpenRefundSentAtBoot "M55" "open-refund-sent-at-boot"
        "start-up uploads what is stored, and a refund that was declared open goes out again without being asked"
    AnswerMacIgnored "M56" "answer-mac-ignored"
        "the MAC of an answer is checked, the result is written to the log, and nothing else is done with it"
    GuaranteeEndedTwice "M57" "guarantee-ended-twice"
        "the look-up of a pre-authorisation does not ask whether it was completed or voided before"
    UploadLeftOut "M58" "upload-left-out"
        "the batch upload was switched off for a trial, so that totals which the host finds unequal are never explained"
    UploadSkipsCurrent "M59" "upload-skips-current"
        "the cursor of the batch upload moves on before the answer, and a restart skips what was under way"
    HeaderNotRead "M60" "header-not-read"
        "the frame's header is skipped as a constant, and with it the host's request to sign on again"
    TamperErasesAll "M61" "tamper-erases-all"
        "the routine that answers the tamper switch formats the whole store, the pending reversal included, since nobody had told its author what else lies there"
    KeysStayInRam "M62" "keys-stay-in-ram"
        "the working keys were read into memory at start-up and are used from there, so that a terminal that was opened goes on trading until it is switched off"
    TrackInClear "M63" "track-in-clear"
        "falling back to the stripe goes through an older module that was written before there was a track key, so that the track travels as it is"
    OutboxOfOne "M64" "outbox-of-one"
        "what is to be told to the host has one place in the store, and a second advice writes over the first"
    OutboxEmptiedAtBoot "M65" "outbox-emptied-at-boot"
        "start-up clears the folder of messages to be sent, which somebody had taken for a cache"
    SettlementBeforeAdvices "M66" "settlement-before-advices"
        "settling sends its totals whether or not the host has been told of what they hold"
    AdviceUnderNewNumber "M67" "advice-under-new-number"
        "an advice without an answer is sent again with the next trace number, as every message is"
    AdviceRefusalUnread "M68" "advice-refusal-unread"
        "an advice counts as delivered when it is answered, and nobody reads the code"
    SignatureOfEarlierSale "M69" "signature-of-earlier-sale"
        "the pad's driver stores every picture under one file name and returns before it is written, so that the upload takes the one of the sale before"
    NewOrderOnRetry "M70" "new-order-on-retry"
        "an order without an answer asks for another payment code and goes out again, and the order number is made inside the sending function"
    CancelWithoutQuery "M71" "cancel-without-query"
        "whatever is not answered is cancelled on the spot, since a query had seemed to cost time only"
    CancelTooEarly "M72" "cancel-too-early"
        "an order whose user takes time is queried once and cancelled, while the user is still typing"
    AnsweredQueryApproves "M73" "answered-query-approves"
        "a query that is answered 00 counts as paid, and nobody reads the state behind it"
    NotFoundTakenForUnpaid "M74" "not-found-taken-for-unpaid"
        "an order that the platform does not know yet is given up as unpaid, and arrives there a moment later"
    WalletOrderOnlyInRam "M75" "wallet-order-only-in-ram"
        "the order is kept in the screen's own variables while it is polled, and a restart forgets it"
    CancelNotSeenThrough "M76" "cancel-not-seen-through"
        "a cancellation counts as done when it was sent, as its answer had never been anything but 00 in the laboratory"
    RefundUnderNewNumber "M77" "refund-under-new-number"
        "a refund that was not answered is sent again under a fresh refund number, since the old one looked used up"
    SettlementClearsSignatures "M78" "settlement-clears-signatures"
        "clearing the batch empties the folder of pictures as well, and nobody had asked whether they had all been sent"
    CancelledSignatureForgetsSale "M79" "cancelled-signature-forgets-sale"
        "cancel on the pad runs the branch that cancels an order that was not sent yet, though the host has approved this one"
    PartShownInFull "M80" "part-shown-in-full"
        "the screens of an approval take the amount that was typed, and were never told of approvals in part"
    ReversalDoneOnSend "M81" "reversal-done-on-send"
        "the screen `reversed` is shown as the reversal goes out, because the answer had always been a yes"
    VoidRecoverySilent "M82" "void-recovery-silent"
        "the screens at start-up were written before the void was, and a void that a cut fell into is not told"
    RefundBeforeReversal "M83" "refund-before-reversal"
        "the refund is another team's page: it sends its advice at once, and what is owed goes out behind it"
    ApprovalUnchecked "M84" "approval-unchecked"
        "the MAC of a sale's answer is looked at for declines only, as if nobody would forge an approval"
    RefundLimitInYuan "M85" "refund-limit-in-yuan"
        "the refund's limit is read as yuan though it is written in fen, so that it is a hundred times too high"
    VoidOfAnotherDay "M86" "void-of-another-day"
        "the look-up of a void's original compares the batch and not the day"
    FrameSentAgain "M87" "frame-sent-again"
        "code 96 is taken for `try later`, and the transport layer sends the same bytes at once again"
    AmountOfEarlierSale "M88" "amount-of-earlier-sale"
        "falling back to the stripe starts the sale anew from the saved form, which holds the amount of the sale before"
    SilenceTakenForNoLine "M90" "silence-taken-for-no-line"
        "a request without an answer is given to the kernel as `unable to go online`, and the TC that the chip gives then makes an offline sale beside the one that has left"
    FloorLimitIgnored "M91" "floor-limit-ignored"
        "the floor limit was a field of the chip's parameters, which nobody reads any more since they come by download"
    AnyCryptogramApproves "M92" "any-cryptogram-approves"
        "whatever cryptogram the chip gives in an offline sale counts as its approval, since the byte that says which is not looked at"
    OwedAfterSlip "M93" "owed-after-slip"
        "what the host is to be told is queued when the slip is out, since the queue was hung onto the end of printing"
    ScriptSweptAtBoot "M94" "script-swept-at-boot"
        "start-up takes everything out of the outbox that belongs to no stored transaction, and the result of a script belongs to none"
    ScriptResultAssumed "M95" "script-result-assumed"
        "a script counts as done when its last command was handed over, and nobody looks at the card's status words"
    ScriptForgottenWithSale "M96" "script-forgotten-with-sale"
        "a sale that fails at the card is cleaned up with all that belongs to it, the result of its script included"
    ScriptToldOnce "M97" "script-told-once"
        "the result of a script counts as told when it was sent, since no money hangs on it"
    WalletBackUnasked "M98" "wallet-back-without-supervisor"
        "the wallets' menu was bought from another vendor, whose refund takes whoever stands at the counter"
    ClosedSaidTooSoon "M100" "closed-said-too-soon"
        "the screen calls an order closed as soon as its cancellation is on its way, and the answer is seen to behind it"
    OrdersSideBySide "M101" "orders-side-by-side"
        "so that no queue waits for a slow platform, a new order does not wait for an earlier one, which is asked for when there is time"
    OwedOfOldBatchDropped "M102" "owed-of-old-batch-dropped"
        "a message that is owed is thrown away when its batch is not the current one, since nobody had thought of a host that closes a batch by itself"
    PartNamedAsLeft "M103" "part-named-as-left"
        "the replacement amount is read as the amount to take back, which no test showed, since they all took back a half"
    PartLeftOut "M104" "part-left-out"
        "a partial reversal is built from the table of fields of a whole one, which knows no replacement amount"
    PartNotInTotals "M105" "part-not-in-totals"
        "the batch's totals are counted from the sales as they were approved, whatever was taken back of them since"
    PartForgotten "M106" "part-forgotten"
        "a partial reversal without an answer is shown as declined and forgotten: the sale is approved, what could be open?"
    PartRefusalUnread "M107" "part-refusal-unread"
        "any answer to a partial reversal counts as its yes, as an advice cannot be refused"
    PartNotOnReprint "M108" "part-not-on-reprint"
        "a reprint is made from the sale's own record, and what was taken back stands in another"
    RepeatRefusalEndsPart "M109" "repeat-refusal-ends-part"
        "any refusal of a partial reversal that comes again ends it, even one that says that it was had before"
}

impl Defect {
    /// The number, `M01` and so on.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.card().0
    }

    /// The name in kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.card().1
    }

    /// How it comes about in real life.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.card().2
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}
