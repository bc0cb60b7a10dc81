@canary
Feature: The rules of the wire sound: numbers, repeats, MACs, keys, card data
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-TRACE-UNIQUE @chapter:5 @defect:M38
  Scenario: trace.unique: after a cut the terminal hands the same trace number out again
    Given the terminal loses power for 20 seconds when the sale is booked and the answer has not left
    When the cashier takes a sale of 45.00 from Wang's card by chip
    And the cashier takes a sale of 12.00 from Li's card by stripe

  @case:CNRY-WIRE-DUPLICATE @chapter:9 @defect:M37
  Scenario: wire.duplicate: the transport layer repeats a sale that the host never booked
    Given the host ignores the next sale
    When the cashier takes a sale of 45.00 from Wang's card by chip

  @case:CNRY-MAC-VALID @chapter:17 @defect:M24
  Scenario: mac.valid: the reversal is sealed under the key of before the sign-on
    Given the host books the next sale but never answers
    When the cashier takes a sale of 45.00 from Wang's card by chip
    And the cashier signs the terminal on
    And the cashier sends the pending reversal by hand

  @case:CNRY-KEYS-RENEWED @chapter:4 @defect:M49
  Scenario: keys.renewed: the host refuses the MAC, and the terminal goes on without a new sign-on
    Given the host declines the next sale with code A0
    When the cashier takes a sale of 45.00 from Wang's card by chip
    And the cashier takes a sale of 12.00 from Li's card by stripe

  @case:CNRY-KEYS-GONE @chapter:12 @defect:M62
  Scenario: keys.gone: an opened terminal sells on with the keys that it has in memory
    Given the cashier took a sale of 45.00 from Wang's card by chip
    When the terminal is opened
    And the cashier takes a sale of 12.00 from Li's card by stripe

  @case:CNRY-KEYS-GONE-2 @chapter:12 @defect:M62
  Scenario: keys.gone: a terminal opened on the way approves on an answer that it cannot check
    Given the terminal is opened when the sale is booked and the answer has not left
    When the cashier takes a sale of 45.00 from Wang's card by chip

  @case:CNRY-CARD-DATA-CLEAR-2 @chapter:16 @defect:M63
  Scenario: card-data.clear: falling back to the stripe, the terminal sends the track as it is
    Given the chip is mute
    When the cashier takes a sale of 45.00 from Wang's card by chip

  @case:CNRY-CARD-DATA-CLEAR @chapter:16 @defect:M50
  Scenario: card-data.clear: the reprint shows the whole card number
    Given the cashier took a sale of 45.00 from Wang's card by chip
    And the cashier took a sale of 12.00 from Li's card by stripe
    When the cashier reprints the slip of the first sale
