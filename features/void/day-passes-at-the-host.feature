@chapter:13
Feature: The host's day passes before the terminal's

  The terminal still takes the sale for one of today. The host decides, and what it refuses is refunded.

  @case:VOID-030
  Scenario: The void is refused by the host, no reversal follows, and the sale is refunded
    Given the cashier took a sale of 129.00 from Wang's card by chip
    And the host's calendar day passes before the terminal's
    When the cashier voids the sale
    Then the void was answered 12
    And the cashier believes that the void did not go through
    When the cashier refunds the sale
    Then the void was never booked
    And no void reversal reached the host
    And the sale is refunded
    And Wang has paid nothing
    And the bank told Wang of 1 refund of 129.00

  @case:VOID-031
  Scenario: Sold and voided after the host's midnight and before the terminal's, on the same day for both
    Given the host's calendar day passes before the terminal's
    When the cashier takes a sale of 71.00 from Li's card by stripe
    And the cashier voids the sale
    Then the sale is voided
    And Li has paid nothing
    And the acquirer keeps a fee of 0.00
