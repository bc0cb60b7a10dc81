@chapter:23
Feature: A tapped card that leaves too early

  Until its cryptogram and its records are read, a card in the field owes the terminal something: it is tapped again,
  and nobody hears of the first try. Once the request has left, the card is not needed any more.

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
      | the card is presented                   | 18.00  |
      | the application of the card is selected | 27.50  |
      | the chip is read                        | 999.99 |
