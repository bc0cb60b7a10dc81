@chapter:14
Feature: Nothing on the account

  A void or refund when the cardholder has spent everything, a sale on an empty card, and a merchant
  whose account does not bear the refund.

  @case:FUND-010
  Scenario: The sale took the last yuan, and the void brings it back
    Given the cashier took a sale of 5000.00 from Li's card by stripe
    When the cashier takes a sale of 1.00 from Li's card by stripe
    And the cashier voids the first sale
    Then the second sale was answered 51
    And the first sale is voided
    And Li has paid nothing
    And the merchant has earned nothing
    And the bank told Li of 1 cancellation of 5000.00

  @case:FUND-011
  Scenario: The void of an account's last yuan is lost half-way and done once more
    Given the cashier took a sale of 5000.00 from Li's card by stripe
    And the host books the next void but never answers
    When the cashier voids the sale
    And the cashier sends the pending reversal by hand
    And the cashier asks for the balance of Li's card by stripe
    And the cashier voids the sale
    Then the bank told Li of 1 renewed charge of 5000.00
    And the second void stands
    And the sale is voided
    And Li has paid nothing
    And the terminal showed a balance

  @case:FUND-012
  Scenario: An empty card buys nothing, and there is nothing to give back
    When the cashier takes a sale of 9.90 from Chen's empty card by chip
    Then the sale was answered 51
    And the sale was never booked
    And Chen has paid nothing
    And the merchant has earned nothing
    And no sale reversal reached the host
    And the bank told Chen of no charges

  @case:FUND-013
  Scenario: The merchant's account is short, other sales go on, and the refund follows when money came in
    Given the cashier took a sale of 900.00 from Zhao's card by chip
    And the merchant's account cannot cover refunds
    When the cashier refunds 600.00 of the sale without the card
    Then the first refund was answered 51
    When the cashier takes a sale of 650.00 from Wang's card by chip
    And money comes into the merchant's account
    And the cashier refunds 600.00 of the first sale without the card
    Then the second refund was answered 00
    And the first sale is partly refunded
    And Zhao has paid 300.00 in all
    And Wang has paid 650.00 in all
    And the merchant has earned 950.00
