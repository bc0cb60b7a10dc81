@chapter:6
Feature: The cashier made a mistake and puts it right
  Voids are for the same card on the same day; anything later is a refund.

  @case:OPER-010
  Scenario: Too much was charged, and the difference is refunded
    When the cashier takes a sale of 98.00 from Zhao's card by tap
    And the cashier refunds 9.00 of the sale
    Then the sale is partly refunded
    And Zhao has paid 89.00 in all
    And the bank told Zhao of 1 refund of 9.00
    And 2 refund slips came out
    And the merchant has earned 89.00

  @case:OPER-011
  Scenario: The void is tried with another person's card and refused, then made with the right one
    When the cashier takes a sale of 174.00 from Wang's card by chip
    And the cashier voids the sale with Zhao's card by chip
    And the cashier voids the sale with Wang's card by chip
    Then the terminal showed refused
    And the host took one void
    And the sale is voided
    And Wang has paid nothing
    And the merchant has earned nothing

  @case:OPER-012
  Scenario: The mistake is noticed the next day; the void is refused and the sale is refunded
    When the cashier takes a sale of 390.00 from Li's card by stripe
    And 1 day passes
    And the cashier voids the sale
    And the cashier refunds the sale
    Then the host took no voids
    And the sale is refunded
    And Li has paid nothing
    And the bank told Li of 1 refund of 390.00

  @case:OPER-013
  Scenario: The PIN is mistyped, the host declines, and the second try is right
    When the cashier takes a sale of 260.00 from Wang's card by chip and the PIN is mistyped
    Then the first sale was answered 55
    When the cashier takes a sale of 260.00 from Wang's card by chip
    Then the first sale was never booked
    And the second sale stands
    And the host took no sale reversals
    And Wang has paid 260.00 in all
    And the bank told Wang of 1 charge

  @case:OPER-014
  Scenario: The wrong one of two sales is voided, and the customer pays it again
    When the cashier takes a sale of 31.00 from Wang's card by chip
    And the cashier takes a sale of 13.00 from Li's card by stripe
    And the cashier voids the first sale with Wang's card by chip
    And the cashier takes a sale of 31.00 from Wang's card by chip
    Then the first sale is voided
    And the second sale stands
    And the third sale stands
    And Wang has paid 31.00 in all
    And Li has paid 13.00 in all
    And the merchant has earned 44.00

  @case:OPER-015
  Scenario: The refund is ordered to the wrong card and refused, then to the right one
    When the cashier takes a sale of 830.00 from Zhao's card by chip
    And the cashier refunds 830.00 of the sale to Wang's card by chip
    And the cashier refunds 830.00 of the sale
    Then the terminal showed refused
    And the host took one refund
    And Zhao has paid nothing
    And Wang has paid nothing
    And the sale is refunded

  @case:OPER-020
  Scenario: A card that was tapped for a refused refund is not charged for the next customer's retry
    Given the cashier took a sale of 60.00 from Wang's card by tap
    And the host declines the next sale with code 51
    When the cashier takes a sale of 30.00 from Li's card by stripe
    And the cashier refunds 888.88 of the first sale
    And the cashier tries the sale again
    Then Li has paid 30.00 in all
    And Wang has paid 60.00 in all
