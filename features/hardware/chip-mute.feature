@chapter:3
Feature: A mute chip leads to the stripe

  @case:HARD-020
  Scenario: The chip goes mute between sale and void, and the void is made with the stripe
    Given the cashier took a sale of 760.00 from Zhao's card by chip
    And the chip is mute
    When the cashier voids the sale
    Then the terminal showed present again
    And the sale is voided
    And Zhao has paid nothing
    And 2 void slips came out
    And the bank told Zhao of 1 cancellation of 760.00

  @case:HARD-021
  Scenario: The chip is mute three times, and the sale is made with the stripe
    Given the chip is mute
    When the cashier takes a sale of 420.00 from Wang's card by chip
    Then the terminal showed present again
    And the sale stands
    And Wang has paid 420.00 in all
    And the host took one sale

  @case:HARD-023
  Scenario: The sale that falls back to the stripe is for its own amount, not for that of the sale before
    Given the cashier took a sale of 18.00 from Li's card by stripe
    And the chip is mute
    When the cashier takes a sale of 420.00 from Wang's card by chip
    Then the second sale stands
    And Wang has paid 420.00 in all
    And Li has paid 18.00 in all
