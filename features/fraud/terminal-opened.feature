@chapter:12
Feature: A terminal that was opened does no business

  Whoever opens a terminal wipes its keys. Until a technician has loaded a master key again nothing may leave it, and
  nothing that it owes may be lost: the reversal waits on record and goes out before the next sale.

  @case:FRD-060
  Scenario: Opened while idle, it refuses whatever would be sent, and still prints
    Given the cashier took a sale of 45.00 from Wang's card by chip
    When the terminal is opened
    Then the terminal showed keys lost
    When the cashier takes a sale of 80.00 from Li's card by stripe
    And the cashier voids the first sale
    And the cashier refunds 45.00 of the first sale
    And the cashier asks for the balance of Li's card by stripe
    And the cashier settles the batch
    And the cashier signs the terminal on
    And the cashier tests the line
    And the cashier reprints the slip of the first sale
    Then the terminal showed refused
    And the host took one sale
    And no void reached the host
    And no refund reached the host
    And no settlement reached the host
    And the host took one sign-on
    And 2 slips marked as duplicate came out
    And Li has paid nothing
    And the merchant has earned 45.00

  @case:FRD-061
  Scenario Outline: Opened when <moment>: nothing is sent, and after the reload the sale goes through
    Given the terminal is opened when <moment>
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then no sale reached the host
    And Wang has paid nothing
    And the terminal showed keys lost
    When the keys are loaded again
    And the cashier tries the sale again
    Then the host took two sign-ons
    And the host took no sale reversals
    And Wang has paid for the sale once
    And the cashier believes that the sale went through

    Examples:
      | moment                                |
      | the amount is asked for               |
      | the card is presented                 |
      | the chip is read                      |
      | the PIN is asked for                  |
      | the card makes its first decision     |
      | the terminal is connected             |

  @case:FRD-062
  Scenario Outline: Opened when <moment>: nobody can check the answer, and the sale is reversed after the reload
    Given the terminal is opened when <moment>
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the terminal showed in doubt
    And the terminal showed keys lost
    And the terminal never showed approved
    When the cashier takes a sale of 80.00 from Li's card by stripe
    And the cashier sends the pending reversal by hand
    Then the host took one sale
    And no sale reversal reached the host
    When the keys are loaded again
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then the first sale is reversed
    And the sale reversal reached the host before the second sale
    And the host took two sign-ons
    And Wang has paid nothing
    And Li has paid 80.00 in all

    Examples:
      | moment                                          |
      | the sale's request is under way                 |
      | the sale has reached the host                   |
      | the sale is booked and the answer has not left  |
      | the sale's answer is under way                  |
      | the sale's answer has arrived                   |

  @case:FRD-063
  Scenario: The pending reversal outlives keys and power
    Given the host books the next sale but never answers
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 310.00 from Zhao's card by chip
    And the terminal is opened
    And the terminal is switched off and on again
    And 2 days pass
    And the terminal is switched off and on again
    Then no sale reversal reached the host
    When the keys are loaded again
    And the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale is reversed
    And Zhao has paid nothing
    And the sale reversal reached the host before the second sale

  @case:FRD-064
  Scenario: Opened while it is off, it is told when it starts
    Given the cashier took a sale of 45.00 from Wang's card by chip
    And the terminal loses power
    When the terminal is opened
    And the terminal has power again
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then the terminal showed keys lost
    And the host took one sign-on
    And the host took one sale
    When the keys are loaded again
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then Li has paid 80.00 in all
    And the merchant has earned 125.00

  @case:FRD-065
  Scenario: Power goes with the keys while the sale is booked; the outcome is announced all the same
    Given the terminal is opened when the sale is booked and the answer has not left
    And the terminal loses power for 10 seconds when the sale is booked and the answer has not left
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then after the cut the terminal announced that the transaction is reversed
    And the terminal showed keys lost
    And no sale reversal reached the host
    When the keys are loaded again
    And the cashier sends the pending reversal by hand
    Then the sale is reversed
    And Wang has paid nothing

  @case:FRD-066
  Scenario Outline: Opened during a settlement, when <moment>: it goes on after the reload, and settles once
    Given the cashier took 10 sales of 10.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    And the terminal is opened when <moment>
    When the cashier settles the batch
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then the terminal showed keys lost
    And Li has paid nothing
    When the keys are loaded again
    And the cashier settles the batch
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then the host closed 1 batch
    And 10 transactions were uploaded
    And Li has paid 80.00 in all

    Examples:
      | moment                                 |
      | the settlement's answer is under way   |
      | batch upload 1 has reached the host    |
      | the batch upload's answer has arrived  |

  @case:FRD-090
  Scenario: Opened while the request is under way, and a reversal by hand that cannot be sent
    Given the terminal is opened when the sale's request is under way
    When the cashier takes a sale of 49.33 from Wang's card by chip
    And the cashier sends the pending reversal by hand
    Then the terminal showed keys lost
