@canary
Feature: The rules of wallets sound: what is reversed, hurried, doubled or called closed
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-WALLET-QUERIED @chapter:20 @defect:M16
  Scenario: wallet.queried-not-reversed: the answer is lost, and a reversal goes out that no platform knows
    Given the host books the next wallet payment but never answers
    When the cashier takes a wallet payment of 120.00 from Li
    And the cashier takes a sale of 12.00 from Wang's card by chip

  @case:CNRY-WALLET-QUERIED-2 @chapter:20 @defect:M71
  Scenario: wallet.queried-not-reversed: the answer is lost, and the order is cancelled without being asked for
    Given the host ignores the next wallet payment
    When the cashier takes a wallet payment of 120.00 from Li

  @case:CNRY-WALLET-QUERIED-3 @chapter:20 @defect:M72
  Scenario: wallet.queried-not-reversed: the customer takes a moment, and the order is cancelled meanwhile
    When the cashier takes a wallet payment of 1200.00 from Li, who confirms after 12 seconds

  @case:CNRY-WALLET-FIRST @chapter:20 @defect:M70
  Scenario: wallet.settled-first: the answer is lost, and the customer is asked for another code at once
    Given the host ignores the next wallet payment
    When the cashier takes a wallet payment of 120.00 from Li

  @case:CNRY-WALLET-CLOSED @chapter:20 @defect:M76
  Scenario: wallet.closed-is-closed: the cancellation is lost, and the order is called closed
    Given the host ignores the next wallet cancellation
    When the cashier takes a wallet payment of 1200.00 from Li, who never confirms

  @case:CNRY-WALLET-BACK @chapter:20 @defect:M77
  Scenario: wallet.back-once: a refund is not answered, and goes out again under another number
    Given the cashier took a wallet payment of 120.00 from Li
    And the host ignores the next wallet refund
    When the cashier refunds 40.00 of the wallet payment
