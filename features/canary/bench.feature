@canary
Feature: Sentences and the bench's own rules sound
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-THEN @chapter:13 @defect:M44
  Scenario: then: no rule is broken, but the void that was reversed cannot be made again
    Given the cashier took a sale of 45.00 from Wang's card by chip
    And the host books the next void but never answers
    When the cashier voids the sale
    And the cashier sends the pending reversal by hand
    And the cashier tries the void again
    Then the sale is voided

  @case:CNRY-BENCH-TROUBLE @chapter:3
  Scenario: bench.trouble: a fault waits for a moment that never comes
    Given the chip refuses the second decision when the void's answer has arrived
    When the cashier takes a sale of 45.00 from Wang's card by chip

  @case:CNRY-REFUND-WITHIN-4 @chapter:11
  Scenario: refund.within: the refund is done, and the text has it made again
    Given the cashier took a sale of 100.00 from Li's card by stripe
    When the cashier refunds 1.00 of the sale
    And the cashier tries the refund again
