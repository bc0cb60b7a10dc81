@chapter:23
Feature: A tap without a PIN, up to the limit

  Up to the limit of the practice (1000.00 here) a tapped sale asks for no PIN; a fen more, and it does. The limit is for
  sales alone.

  @case:TAP-010
  Scenario: A sale of exactly the limit asks for no PIN
    When the cashier takes a sale of 1000.00 from Wang's card by tap
    Then the terminal never showed the PIN prompt
    And the sale stands
    And the bank told Wang of 1 charge of 1000.00

  @case:TAP-011
  Scenario: A fen above the limit asks for the PIN
    When the cashier takes a sale of 1000.01 from Wang's card by tap
    Then the terminal showed the PIN prompt
    And the sale stands
    And the bank told Wang of 1 charge of 1000.01

  @case:TAP-012
  Scenario: A mistyped PIN above the limit is declined by the bank, and nothing is reversed
    When the cashier takes a sale of 1000.01 from Zhao's card by tap and the PIN is mistyped
    Then the sale was answered 55
    And no sale reversal reached the host
    And Zhao has paid nothing
    And no whole slip came out

  @case:TAP-013
  Scenario: The cardholder cancels at the PIN above the limit, and nothing was sent
    When the cashier takes a sale of 2500.00 from Wang's card by tap and the cardholder cancels at the PIN
    Then the terminal showed the PIN prompt
    And no sale reached the host
    And Wang has paid nothing

  @case:TAP-014
  Scenario: A void by tap asks for the supervisor and the PIN, however small the sale was
    Given the practice has a supervisor confirm voids
    And the cashier took a sale of 35.00 from Wang's card by tap
    When the cashier voids the sale
    Then the terminal showed the password prompt
    And the terminal showed the PIN prompt
    And the sale is voided
    And Wang has paid nothing

  @case:TAP-015
  Scenario: Taps come to nothing for a while, and the sale is made all the same
    Given the chip is mute for 5 seconds when the card is presented
    When the cashier takes a sale of 88.00 from Wang's card by tap
    Then the terminal showed present again
    And the host took one sale
    And the sale stands
    And Wang has paid 88.00 in all

  @case:TAP-016
  Scenario: The answer to a tap without PIN is lost; the reversal carries what the chip said, and the next tap is charged once
    Given the line goes down for 90 seconds when the sale's answer is under way
    When the cashier takes a sale of 66.60 from Zhao's card by tap
    And the cashier takes a sale of 66.60 from Zhao's card by tap
    Then the first sale is reversed
    And the reason of the reversal is 98
    And the second sale stands
    And Zhao has paid 66.60 in all
