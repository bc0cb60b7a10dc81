Feature: The host asks for a new sign-on in the header of an answer

  The header is no part of the message. A terminal that skips it goes on with keys that the host wants to change.

  @case:HOST-040 @chapter:7
  Scenario: The sale stands, and the next one signs on first
    Given the host asks for a new sign-on in its answer to the next sale
    When the cashier takes a sale of 120.00 from Wang's card by chip
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the host took two sign-ons
    And the first sale stands
    And the second sale stands

  @case:HOST-041 @chapter:7
  Scenario: It asks in its answer to a void
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host asks for a new sign-on in its answer to the next void
    When the cashier voids the sale
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the host took two sign-ons
    And the sale stands

  @case:HOST-042 @chapter:7
  Scenario: Power is lost when the answer that asks has arrived
    Given the host asks for a new sign-on in its answer to the next sale
    And the terminal loses power for 10 seconds when the sale's answer has arrived
    When the cashier takes a sale of 120.00 from Wang's card by chip
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the second sale stands
