@chapter:13
Feature: A void whose batch comes to its end on the way to the host is not sent

  The terminal hears of the new batch by a sign-on that the void itself has made necessary. The sale found before it
  stands in the old batch, which nobody can void any more; it is refunded.

  @case:VOID-040
  Scenario: An enquiry is answered 77, and the sign-on before the void opens a new batch
    Given the cashier took a sale of 100.00 from Li's card by stripe
    When the acquirer opens a new batch
    And the cashier asks for the balance of Li's card by stripe
    And the cashier voids the sale
    Then the terminal showed signed on
    And the terminal showed refused
    And no void reached the host
    And the sale stands
    When the cashier refunds the sale
    Then the sale is refunded
    And Li has paid nothing
    And the merchant has earned nothing

  @case:VOID-041
  Scenario: A refund behind the new batch is answered 77, and the void after it is refused
    Given the cashier took a sale of 100.00 from Zhao's card by chip
    And the cashier took a sale of 166.14 from Li's card by stripe
    When the acquirer opens a new batch
    And the cashier refunds 1.00 of the second sale without the card
    And the cashier voids the first sale
    Then the terminal showed refused
    And no void reached the host
    And the first sale stands
    And Zhao has paid 100.00 in all
