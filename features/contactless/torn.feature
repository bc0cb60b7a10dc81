@chapter:23
Feature: A tapped card that leaves too early

  Until its cryptogram and its records are read, a card in the field still owes the terminal something: it is tapped
  again, and nobody hears of the first try. Once the request has left, the card is not needed any more.

  @case:TAP-001
  Scenario Outline: The card is torn away when <moment>; it is tapped again, and the host hears of one sale
    Given the card is pulled when <moment>
    When the cashier takes a sale of <amount> from Wang's card by tap
    Then the terminal showed present again
    And the terminal never showed failed
    And the host took one sale
    And no sale reversal reached the host
    And the sale stands
    And Wang has paid <amount> in all
    And the sale took 1 try

    Examples:
      | moment                                  | amount |
      | the application of the card is selected | 27.50  |
      | the chip is read                        | 999.99 |

  @case:TAP-002
  Scenario: The card is swept past so fast that the terminal never saw it
    Given the card is pulled when the card is presented
    When the cashier takes a sale of 18.00 from Wang's card by tap
    Then the terminal showed failed
    And no sale reached the host
    And no whole slip came out
    And Wang has paid nothing
    When the cashier tries the sale again
    Then the sale stands
    And the host took one sale
    And Wang has paid 18.00 in all

  @case:TAP-003
  Scenario Outline: The card leaves when <moment>, and the approval stands
    Given the card is pulled when <moment>
    When the cashier takes a sale of 640.00 from Zhao's card by tap
    Then the sale stands
    And no sale reversal reached the host
    And the terminal never showed in doubt
    And the terminal never showed present again
    And 2 sale slips came out
    And Zhao has paid 640.00 in all

    Examples:
      | moment                        |
      | the terminal is connected     |
      | the sale has reached the host |

  @case:TAP-004
  Scenario: Torn away twice, and the third tap is read
    Given the card is pulled when the application of the card is selected
    And the card is pulled when the chip is read
    When the cashier takes a sale of 45.00 from Zhao's card by tap
    Then the host took one sale
    And no sale reversal reached the host
    And the sale stands
    And Zhao has paid 45.00 in all
    And 2 sale slips came out

  @case:TAP-005
  Scenario: The power goes after the card was torn away and before it is tapped again
    Given the card is pulled when the chip is read
    And the terminal loses power for 20 seconds, 500 ms after the chip is read
    When the cashier takes a sale of 73.00 from Wang's card by tap
    Then after the cut the terminal announced nothing
    And the host took one sale
    And no sale reversal reached the host
    And the sale took 2 tries
    And Wang has paid 73.00 in all

  @case:TAP-006
  Scenario: Torn away, tapped again, and then the answer never comes; the one request is reversed
    Given the card is pulled when the chip is read
    And the host books the next sale but never answers
    When the cashier takes a sale of 310.00 from Wang's card by tap
    And the cashier takes a sale of 22.00 from Zhao's card by tap
    Then the host took two sales
    And the first sale is reversed
    And the reason of the reversal is 98
    And Wang has paid nothing
    And Zhao has paid 22.00 in all
    And the merchant has earned 22.00
