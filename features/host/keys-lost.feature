@chapter:7
Feature: The host has lost the terminal's working keys

  It answers A0 without a MAC, which proves nothing: what was asked stays in doubt until a new sign-on has brought
  keys that both sides know.

  @case:HOST-020
  Scenario: A sale is refused without proof, then reversed under new keys, and the next one goes through
    Given the cashier does not try again when left in the dark
    And the host loses the terminal's working keys
    When the cashier takes a sale of 68.00 from Wang's card by chip
    And the cashier takes a sale of 12.00 from Li's card by stripe
    Then the first sale was answered A0
    And the terminal showed in doubt
    And the host took two sign-ons
    And the reason of the reversal is A0
    And the sale reversal was answered 25
    And the first sale was never booked
    And the second sale stands
    And Wang has paid nothing
    And Li has paid 12.00 in all

  @case:HOST-021
  Scenario: A refund is refused without proof; it stays open, and the same refund after a new sign-on pays once
    Given the cashier took a sale of 540.00 from Zhao's card by chip
    And the host loses the terminal's working keys
    When the cashier refunds 40.00 of the sale
    Then the terminal showed declared open
    When the cashier tries the refund again
    Then the host took two sign-ons
    And the host took two refunds
    And the sale is partly refunded
    And Zhao has paid 500.00 in all
    And the bank told Zhao of 1 refund of 40.00
