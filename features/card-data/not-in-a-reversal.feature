@chapter:16
Feature: Card data never travels in a reversal

  A reversal names its original by its numbers. Track and PIN of the card must not be kept for it, and no
  card number may be printed or shown in full on the way.

  @case:CDAT-010
  Scenario Outline: A sale in doubt is reversed without track and PIN
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 8 seconds when the sale's answer is under way
    When the cashier takes a sale of 520.00 from <card> by <face>
    And the cashier sends the pending reversal by hand
    Then the host took one sale reversal
    And the sale is reversed
    And <person> has paid nothing

    Examples:
      | card        | face   | person |
      | Li's card   | stripe | Li     |
      | Zhao's card | chip   | Zhao   |

  @case:CDAT-011
  Scenario: A void in doubt is reversed without track and PIN
    Given the cashier took a sale of 77.00 from Wang's card by stripe
    And the host books the next void but never answers
    When the cashier voids the sale
    And the cashier takes a sale of 12.00 from Zhao's card by tap
    Then the void reversal reached the host before the second sale
    And the first sale stands
    And Wang has paid 77.00 in all
    And the merchant has earned 89.00
