@chapter:17
Feature: The acquirer opens a new batch while something is still owed in the old one

  A reversal names the batch in which its original was sent, whatever the batch is by now. What stands in the old
  batch cannot be voided any more; it is refunded.

  @case:AREV-040
  Scenario: The sign-on names the new batch, and the reversal still goes by the old one
    Given the host books the next sale but never answers
    When the cashier takes a sale of 415.00 from Wang's card by chip
    And the acquirer opens a new batch
    And the cashier signs the terminal on
    And the cashier takes a sale of 15.00 from Li's card by stripe
    Then the sale reversal was answered 00
    And the sale reversal reached the host before the second sale
    And the first sale is reversed
    And the second sale stands
    And Wang has paid nothing
    And the bank told Wang of 1 cancellation of 415.00
    And Li has paid 15.00 in all
    And the merchant has earned 15.00

  @case:AREV-041
  Scenario: A void of the old batch is reversed in the new one; it cannot be made again, and the sale is refunded
    Given the cashier took a sale of 260.00 from Zhao's card by chip
    And the host books the next void but never answers
    When the cashier voids the sale
    And the acquirer opens a new batch
    And the cashier signs the terminal on
    And the cashier sends the pending reversal by hand
    Then the void reversal was answered 00
    When the cashier tries the void again
    Then the terminal showed refused
    When the cashier refunds the sale
    Then the host took one void
    And the void is reversed
    And the sale is refunded
    And the bank told Zhao of 1 renewed charge of 260.00
    And Zhao has paid nothing
    And the merchant has earned nothing
