@chapter:3
Feature: The card leaves the terminal too early, or its chip does not speak
  What counts is whether the host has booked, and whether the card still had a word to say.

  @case:HARD-010
  Scenario Outline: The chip card is pulled out when <moment>, before anything was sent
    Given the card is pulled when <moment>
    When the cashier takes a sale of 64.00 from Wang's card by chip
    Then no sale reached the host
    And the terminal showed failed
    And Wang has paid nothing
    And the cashier believes that the sale did not go through
    And no whole slip came out

    Examples:
      | moment                                  |
      | the application of the card is selected |
      | the PIN is asked for                    |
      | the card makes its first decision       |

  @case:HARD-011
  Scenario Outline: The chip card is pulled out when <moment>, and the approval is taken back
    Given the card is pulled when <moment>
    When the cashier takes a sale of 527.00 from Zhao's card by chip
    And the cashier takes a sale of 73.00 from Wang's card by tap
    Then the first sale is reversed
    And the reason of the reversal is 06 or 96
    And Zhao has paid nothing
    And Wang has paid 73.00 in all
    And the merchant has earned 73.00
    And <slips> sale slips came out

    Examples:
      | moment                                        | slips |
      | the sale's request is under way               | 2     |
      | the sale's answer has arrived                 | 2     |
      | the card makes its second decision            | 2     |
      | the card has decided                          | 2     |

  @case:HARD-012
  Scenario: The chip card is pulled out when the approval is shown, and the sale stands
    Given the card is pulled when the approval is shown
    When the cashier takes a sale of 213.00 from Wang's card by chip
    Then the sale stands
    And the host took no sale reversals
    And Wang has paid 213.00 in all
    And 2 sale slips came out

  @case:HARD-013
  Scenario: A tapped card may go as soon as the request is on its way
    Given the card is pulled when the sale's request is under way
    When the cashier takes a sale of 27.90 from Zhao's card by tap
    Then the sale stands
    And the host took no sale reversals
    And Zhao has paid 27.90 in all
    And the terminal never showed in doubt

  @case:HARD-014
  Scenario: The chip card is pulled out while the void is prepared; the void is made again with the card left in
    Given the cashier took a sale of 760.00 from Zhao's card by chip
    And the card is pulled when the chip is read
    When the cashier voids the sale
    And the cashier tries the void again
    Then the terminal showed failed
    And the void took 2 tries
    And the host took one void
    And the sale is voided
    And Zhao has paid nothing
    And 2 void slips came out
    And the bank told Zhao of 1 cancellation of 760.00
