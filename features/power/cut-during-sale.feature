@chapter:5
Feature: The mains are cut at each moment of a sale
  Before the request leaves, nothing has happened. From then until the terminal has recorded the sale, the sale is
  reversed. After that it stands, and the terminal says so when power is back, unless the cashier had confirmed it before.

  @case:PWR-001
  Scenario Outline: <name>: cut when <moment>, nothing sent; the cashier, told nothing, takes the sale again
    Given the terminal loses power for 15 seconds when <moment>
    When the cashier takes a sale of 149.00 from Wang's card by chip
    Then Wang has paid for the sale once
    And the host took one sale
    And the host took no sale reversals
    And the sale took 2 tries
    And after the cut the terminal announced nothing

    Examples:
      | name | moment                            |
      | P0   | the amount is asked for           |
      | P0   | the card makes its first decision |

  @case:PWR-002
  Scenario Outline: <name>: cut when <moment>, and the sale is reversed
    Given the terminal loses power for 15 seconds when <moment>
    When the cashier takes a sale of 149.00 from Wang's card by chip
    And the cashier takes a sale of 51.00 from Li's card by stripe
    Then after the cut the terminal announced that the transaction is reversed
    And the host took one sale reversal
    And the sale reversal was answered <code>
    And the reason of the reversal is <reason>
    And Wang has paid nothing
    And the merchant has earned 51.00
    And the acquirer keeps a fee of 0.19

    Examples:
      | name | moment                                            | code | reason         |
      | P1   | the terminal is connected                         | 25   | 98             |
      | P2   | the sale's request is under way                   | 00   | 98             |
      | P2   | the sale is booked and the answer has not left    | 00   | 98             |
      | P3   | the sale's answer is under way                    | 00   | 98             |
      | P3   | the sale's answer has arrived                     | 00   | 98 or 06 or 96 |
      | P4   | the card makes its second decision                | 00   | 98 or 06 or 96 |
      | P5   | the card has decided                              | 00   | 98 or 06 or 96 |

  @case:PWR-003
  Scenario Outline: <name>: cut when <moment>, and the sale stands
    Given the terminal loses power for 15 seconds when <moment>
    When the cashier takes a sale of 149.00 from Wang's card by chip
    Then after the cut the terminal announced <said>
    When the cashier takes a sale of 51.00 from Zhao's card by tap
    Then the first sale stands
    And the second sale stands
    And the host took no sale reversals
    And Wang has paid 149.00 in all
    And the merchant has earned 200.00
    And the acquirer keeps a fee of 0.76
    And <slips> sale slips came out

    Examples:
      | name | moment                                     | slips | said                        |
      | P6   | record 5 is being made durable             | 2     | that the transaction stands |
      | P8   | the approval is shown                      | 2     | that the transaction stands |
      | P9   | line 11 of the paper is printed            | 2     | that the transaction stands |
      | P10  | the slip is cut                            | 3     | that the transaction stands |
      | P10  | the card is to be taken                    | 4     | nothing                     |

  @case:PWR-004
  Scenario: A second cut while the terminal announces the reversal, and it is announced again
    Given the terminal loses power for 10 seconds when the sale is booked and the answer has not left
    And the terminal loses power for 40 seconds when the terminal announces a reversal
    When the cashier takes a sale of 890.00 from Zhao's card by chip
    And the cashier takes a sale of 89.00 from Wang's card by chip
    Then after the cut the terminal announced that the transaction is reversed
    And the host took one sale reversal
    And the first sale is reversed
    And Zhao has paid nothing
    And Wang has paid 89.00 in all

  @case:PWR-005
  Scenario Outline: The mains are cut again when <moment>
    Given the host books the next sale but never answers
    And the terminal loses power for 20 seconds when <moment>
    When the cashier takes a sale of 333.00 from Wang's card by tap
    And the cashier takes a sale of 66.00 from Li's card by stripe
    Then the first sale is reversed
    And the bank told Wang of 1 cancellation of 333.00
    And Wang has paid nothing
    And Li has paid for the sale once
    And the merchant has earned 66.00

    Examples:
      | moment                                      |
      | the terminal sends the pending reversal     |
      | the sale reversal's request is under way    |
      | the sale reversal's answer is under way     |
      | the sale reversal's answer has arrived      |

  @case:PWR-040
  Scenario: Only a part is approved, and power goes before anybody hears of it
    Given the host approves only 20.50 of the next sale
    And the terminal loses power for 20 seconds when the sale has reached the host
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 55.50 from Li's card by stripe
    Then after the cut the terminal announced that the transaction is reversed
