Feature: What is owed goes before the settlement

  Totals with an open end would be wrong, so a pending reversal is settled first, and an open refund is tried again.

  @case:SETL-030 @chapter:21
  Scenario: The pending reversal goes first
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    And the cashier took a sale of 50.00 from Li's card by stripe
    When the cashier settles the batch
    Then the sale reversal reached the host before the first settlement
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00
    And Li has paid nothing
    And the host closed 1 batch

  @case:SETL-031 @chapter:21
  Scenario: The reversal cannot be settled, so nothing is settled
    Given the practice keeps a reversal until it is confirmed
    And the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    And the cashier took a sale of 50.00 from Li's card by stripe
    And the host ignores the next sale reversal, 3 times
    When the cashier settles the batch
    Then no settlement reached the host
    And the host closed 0 batches
    When the cashier settles the batch
    Then the host closed 1 batch
    And Li has paid nothing

  @case:SETL-032 @chapter:21
  Scenario: The open refund goes first
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier does not try again when left in the dark
    And the host books the next refund but never answers
    And the cashier refunded 20.00 of the sale
    When the cashier settles the batch
    Then the host took two refunds
    And the settlement says 1 debit of 120.00 and 1 credit of 20.00
    And the host closed 1 batch
    And Wang has paid 100.00 in all

  @case:SETL-033 @chapter:21
  Scenario: The refund stays open, so nothing is settled
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier does not try again when left in the dark
    And the host ignores the next refund, 2 times
    And the cashier refunded 20.00 of the sale
    When the cashier settles the batch
    Then no settlement reached the host
    When the cashier settles the batch
    Then the host closed 1 batch
    And Wang has paid 100.00 in all

  @case:SETL-034 @chapter:21
  Scenario: A sale that was cut before its reversal is taken back before the settlement
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 10 seconds when the sale's answer is under way
    And the cashier took a sale of 50.00 from Wang's card by chip
    When the cashier settles the batch
    Then the settlement says 0 debits of 0.00 and 0 credits of 0.00
    And Wang has paid nothing
    And the host closed 1 batch

  @case:SETL-035 @chapter:21
  Scenario: A sale that was cut after its commit counts
    Given the terminal loses power for 10 seconds when the approval is shown
    And the cashier took a sale of 50.00 from Wang's card by chip
    When the cashier settles the batch
    Then the settlement says 1 debit of 50.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-036 @chapter:21
  Scenario: The open refund that never reached the host goes first
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier does not try again when left in the dark
    And the line goes down for 2 minutes when the refund's request is under way
    And the cashier refunded 20.00 of the sale
    When 3 minutes pass
    And the cashier settles the batch
    Then the host took one refund
    And the settlement says 1 debit of 120.00 and 1 credit of 20.00
    And the host closed 1 batch
    And Wang has paid 100.00 in all
