@chapter:15
Feature: A refund without the card is refused

  Without the card the reference number is all there is, and a wrong one moves no money.

  @case:CLS-010
  Scenario: A week later more than the slip says is asked back and refused; then what it says is paid
    Given the cashier took a sale of 75.00 from Wang's card by tap
    And 7 days pass
    When the cashier refunds 750.00 of the sale without the card
    Then the terminal showed refused
    When the cashier refunds 75.00 of the sale without the card
    Then the host took one refund
    And the sale is refunded
    And Wang has paid nothing
    And the merchant has earned nothing

  @case:CLS-011
  Scenario: The slip belongs to a sale that was voided the same day
    Given the cashier took a sale of 410.00 from Li's card by stripe
    And the cashier voided the sale
    When the cashier refunds 410.00 of the sale without the card
    Then no refund reached the host
    And the sale is voided
    And Li has paid nothing
    And no refund slip came out

  @case:CLS-012
  Scenario: Two slips; each refund goes back to its own card
    Given the cashier took a sale of 64.00 from Wang's card by chip
    And the cashier took a sale of 64.00 from Zhao's card by chip
    When the cashier refunds 64.00 of the first sale without the card
    Then the first sale is refunded
    And the second sale stands
    And Wang has paid nothing
    And Zhao has paid 64.00 in all
    And the bank told Zhao of no refunds
    And the merchant has earned 64.00

  @case:CLS-013
  Scenario: The acquirer does not permit the refund, and nothing is paid back
    Given the cashier took a sale of 230.00 from Li's card by stripe
    And the host declines the next refund with code 57
    When the cashier refunds 230.00 of the sale without the card
    Then the terminal showed declined
    And the sale stands
    And Li has paid 230.00 in all
    And the merchant has earned 230.00
    And the cashier believes that the refund did not go through
