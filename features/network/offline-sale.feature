@chapter:2
Feature: A sale that the chip approves without the host
  The line is down and the coffee costs twelve yuan. Up to the floor limit the terminal asks the chip, and a chip with
  a limit of its own says yes or no. The sale is made at the counter, with its slip; the host is told of it as soon as
  there is a line, before anything new and before the batch is settled, with the chip's certificate, until it answers.

  @case:OFFL-001
  Scenario: Told at once where there is a line
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then the offline sale stands
    And the host took one offline sale
    And no sale reached the host
    And 2 offline sale slips came out
    And the cashier believes that the offline sale went through
    And Wang has paid 12.00 in all
    And the merchant has earned 12.00
    And the bank told Wang of 1 charge of 12.00

  @case:OFFL-002
  Scenario: No line at the counter, told before the next sale
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the offline sale stands
    And the offline sale reached the host before the first sale
    And 2 offline sale slips came out
    And Wang has paid 12.00 in all

  @case:OFFL-003
  Scenario: Nobody orders anything any more: the sale stands at the counter, and the host does not know of it yet
    Given the line goes down
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then nothing was sent to the host
    And the terminal showed approved
    And 2 offline sale slips came out
    And nothing more happens for 24 hours, also after a restart

  @case:OFFL-004
  Scenario: Three without a line, told oldest first: the one that the host refuses is the first
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the cashier took an offline sale of 34.50 from Zhao's card by chip
    And the cashier took an offline sale of 8.80 from Wang's card by chip
    And the line is up again
    And the host declines the next offline sale with code 05
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first offline sale was never booked
    And the second offline sale stands
    And the third offline sale stands
    And the host took three offline sales
    And the terminal showed declared open
    And Wang has paid 8.80 in all
    And Zhao has paid 34.50 in all

  @case:OFFL-005
  Scenario: The host's answer is lost; the same message again, and nobody pays twice
    Given the host books the next offline sale but never answers
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the host took two offline sales
    And the offline sale stands
    And Wang has paid 12.00 in all
    And no sale reversal reached the host

  @case:OFFL-006
  Scenario: The host ignores it twice; sales go on meanwhile, and the third time it is taken
    Given the host ignores the next offline sale, 2 times
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the cashier took a sale of 20.00 from Li's card by stripe
    When the cashier takes a sale of 21.00 from Li's card by stripe
    Then the host took three offline sales
    And the offline sale stands
    And the offline sale reached the host before the second sale
    And Wang has paid 12.00 in all
    And Li has paid 41.00 in all

  @case:OFFL-007 @chapter:8
  Scenario: The issuer does not answer the first time; told once more, its certificate is still good
    Given the issuer answers the next offline sale 5 seconds after the acquirer gave up
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the host took two offline sales
    And the offline sale stands
    And Wang has paid 12.00 in all
    And the terminal never showed declared open

  @case:OFFL-008 @chapter:7
  Scenario: The host crashes when it has booked, and takes the same message for what it is
    Given the host crashes for 30 seconds after it booked the next offline sale
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the offline sale stands
    And Wang has paid 12.00 in all
    And the bank told Wang of 1 charge

  @case:OFFL-009 @chapter:9
  Scenario: The host answers twice, and books once
    Given the host answers the next offline sale twice
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then the offline sale stands
    And Wang has paid 12.00 in all

  @case:OFFL-010 @chapter:5
  Scenario Outline: Power goes when <moment>
    Given the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the offline sale stands
    And Wang has paid 12.00 in all
    And Zhao has paid 20.00 in all

    Examples:
      | moment                                                  |
      | the approval is shown                                   |
      | the first line of the slip is printed                   |
      | the merchant's copy is to be torn off                   |
      | the card is to be taken                                 |
      | the offline sale's request is under way                 |
      | the offline sale has reached the host                   |
      | the offline sale is booked and the answer has not left  |
      | the offline sale's answer is under way                  |
      | the offline sale's answer has arrived                   |

  @case:OFFL-011 @chapter:5
  Scenario Outline: Power goes while the sale is made, and there is no line: <moment>
    Given the line goes down
    And the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then Wang has paid <paid> in all
    And Zhao has paid 20.00 in all

    Examples:
      | moment                               | paid  |
      | the card makes its first decision    | 0.00  |
      | the terminal writes record 1         | 0.00  |
      | the terminal writes record 2         | 0.00  |
      | the terminal writes record 3         | 0.00  |
      | the terminal writes record 4         | 0.00  |
      | record 1 is being made durable       | 0.00  |
      | record 2 is being made durable       | 0.00  |

  @case:OFFL-012 @chapter:5
  Scenario: Without a line and without power; told with the next order all the same
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the terminal is switched off and on again
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the offline sale stands
    And the offline sale reached the host before the first sale
    And Wang has paid 12.00 in all

  @case:OFFL-013 @chapter:3
  Scenario: The card is pulled while it decides
    Given the card is pulled when the card makes its first decision
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then nothing was sent to the host
    And the terminal showed failed
    And no offline sale slip came out

  @case:OFFL-014 @chapter:21
  Scenario: The batch waits until the host has been told, and comes out equal
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the cashier took an offline sale of 34.50 from Zhao's card by chip
    And the line is up again
    When the cashier settles the batch
    Then the first offline sale stands
    And the second offline sale stands
    And the offline sale reached the host before the first settlement
    And the host closed 1 batch
    And the settlement says 2 debits of 46.50 and 0 credits of 0.00
    And all closed batches together come to what the merchant has earned by card

  @case:OFFL-015 @chapter:21
  Scenario: The host does not answer; the settlement goes through at the second try only
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    And the host ignores the next offline sale
    When the cashier settles the batch
    And the cashier settles the batch
    Then the offline sale stands
    And the host took two offline sales
    And the host took one settlement
    And the host closed 1 batch
    And the settlement says 1 debit of 12.00 and 0 credits of 0.00

  @case:OFFL-016 @chapter:21
  Scenario: The host finds the totals unequal, and the batch is uploaded with what was approved offline
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    And the cashier took a sale of 20.00 from Li's card by stripe
    And the host finds the totals of the next settlement unequal
    When the cashier settles the batch
    Then 2 transactions were uploaded
    And the settlement says 2 debits of 32.00 and 0 credits of 0.00

  @case:OFFL-017
  Scenario Outline: Refused for good with <code>; the operator is told, and the batch does not hold it
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    And the host declines the next offline sale with code <code>
    When the cashier settles the batch
    Then the terminal showed declared open
    And the cashier believes that the offline sale is left to the operator
    And Wang has paid nothing
    And the settlement says 0 debits of 0.00 and 0 credits of 0.00

    Examples:
      | code |
      | 05   |
      | 14   |

  @case:OFFL-018
  Scenario: Refused for now, told again
    Given the host declines the next offline sale with code 96
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the offline sale stands
    And the host took two offline sales
    And the terminal never showed declared open
    And Wang has paid 12.00 in all

  @case:OFFL-019 @chapter:17
  Scenario: A reversal that is owed goes before it, and it before the settlement
    Given the host books the next sale but never answers
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 88.00 from Li's card by stripe
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier settles the batch
    Then the sale reversal reached the host before the first offline sale
    And the offline sale reached the host before the first settlement
    And the first sale is reversed
    And the offline sale stands
    And Li has paid nothing
    And the settlement says 1 debit of 12.00 and 0 credits of 0.00

  @case:OFFL-020
  Scenario: A chip that approves nothing alone
    When the cashier takes an offline sale of 12.00 from Chen's empty card by chip
    Then nothing was sent to the host
    And the terminal showed failed
    And no offline sale slip came out
    And the cashier believes that the offline sale did not go through

  @case:OFFL-021
  Scenario: More than the chip approves alone; the same by an ordinary sale
    Given the cashier took an offline sale of 40.01 from Wang's card by chip
    When the cashier takes a sale of 40.01 from Wang's card by chip
    Then no offline sale reached the host
    And no offline sale slip came out
    And the sale stands
    And Wang has paid 40.01 in all

  @case:OFFL-022
  Scenario: As much as the chip approves alone
    Given the line goes down
    And the cashier took an offline sale of 40.00 from Wang's card by chip
    And the line is up again
    When the cashier tests the line
    And the cashier takes an offline sale of 100.00 from Zhao's card by chip
    Then the first offline sale stands
    And the second offline sale stands
    And Zhao has paid 100.00 in all
    And Wang has paid 40.00 in all
    And the acquirer keeps a fee of 0.53

  @case:OFFL-023
  Scenario: More than the floor limit, though the chip would say yes
    When the cashier takes an offline sale of 100.01 from Zhao's card by chip
    Then nothing was sent to the host
    And the terminal showed refused
    And no offline sale slip came out

  @case:OFFL-024
  Scenario: A stripe approves nothing
    When the cashier takes an offline sale of 12.00 from Li's card by stripe
    Then nothing was sent to the host
    And the terminal showed refused
    And no offline sale slip came out

  @case:OFFL-025 @chapter:14
  Scenario: Nothing is left on the account, and the issuer pays what its chip has approved
    Given the cashier took a sale of 9995.00 from Wang's card by chip
    And the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier settles the batch
    Then the offline sale stands
    And Wang has paid 10007.00 in all
    And the settlement says 2 debits of 10007.00 and 0 credits of 0.00

  @case:OFFL-026 @chapter:13
  Scenario: It cannot be voided before the host knows of it; it is refunded when the host does
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier voids the offline sale
    And the cashier takes a sale of 20.00 from Li's card by stripe
    And the cashier refunds 12.00 of the offline sale
    Then no void reached the host
    And the terminal showed refused
    And the refund stands
    And the offline sale is refunded
    And Wang has paid nothing

  @case:OFFL-027 @chapter:13
  Scenario: Nor can it be voided when the host knows: a refund takes back a part
    Given the cashier took an offline sale of 30.00 from Wang's card by chip
    When the cashier voids the offline sale
    And the cashier refunds 10.00 of the offline sale
    Then no void reached the host
    And the offline sale is partly refunded
    And Wang has paid 20.00 in all

  @case:OFFL-028 @chapter:12
  Scenario: A terminal that was opened asks no chip
    When the terminal is opened
    And the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then nothing was sent to the host
    And no offline sale slip came out
    And the terminal never showed approved
    When the keys are loaded again
    And the cashier takes an offline sale of 13.00 from Wang's card by chip
    Then Wang has paid 13.00 in all

  @case:OFFL-029 @chapter:12
  Scenario: Opened behind an offline sale; the host is told when the keys are loaded again
    Given the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the terminal is opened
    And the line is up again
    And the cashier took a sale of 20.00 from Li's card by stripe
    And the keys are loaded again
    When the cashier takes a sale of 21.00 from Li's card by stripe
    Then the offline sale stands
    And the offline sale reached the host before the first sale
    And Wang has paid 12.00 in all
    And Li has paid 21.00 in all

  @case:OFFL-030 @chapter:12
  Scenario: The host finds its MAC wrong under keys that it has changed; told again behind a sign-on
    Given the host loses the terminal's working keys
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the offline sale stands
    And Wang has paid 12.00 in all
    And the terminal never showed declared open

  @case:OFFL-031 @chapter:19
  Scenario: Printed again it moves no money
    Given the cashier took an offline sale of 12.00 from Wang's card by chip
    When the cashier reprints the slip of the offline sale
    Then 2 slips marked as duplicate came out
    And the host took one offline sale
    And Wang has paid 12.00 in all

  @case:OFFL-032 @chapter:1
  Scenario: No paper: the sale stands and the host is told
    Given the paper runs out when the approval is shown
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then the offline sale stands
    And no whole slip came out
    And the cashier believes that the offline sale went through
    And Wang has paid 12.00 in all

  @case:OFFL-090 @chapter:11
  Scenario: More than an offline sale is refunded; the terminal has no reference number of it, and the host refuses
    Given the cashier took an offline sale of 6.00 from Wang's card by chip
    When the cashier refunds 7.00 of the offline sale
    Then Wang has paid 6.00 in all
    And the merchant has earned 6.00

  @case:OFFL-091
  Scenario: Two are owed and the host ignores the older one three times; the younger one waits behind it
    Given the host ignores the next offline sale, 3 times
    And the cashier took an offline sale of 12.00 from Zhao's card by chip
    And the cashier took an offline sale of 13.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    And the cashier settles the batch
    Then Li has paid 20.00 in all
    And Zhao has paid 12.00 in all
    And Wang has paid 13.00 in all

  @case:OFFL-092 @chapter:12
  Scenario: The terminal is opened behind the host's refusal: without keys nobody can believe it
    Given the host declines the next offline sale with code 05
    And the terminal is opened when the offline sale's answer has arrived
    When the cashier takes an offline sale of 12.00 from Wang's card by chip
    Then Wang has paid nothing

  @case:OFFL-093 @chapter:8
  Scenario: The acquirer opens another batch before it is told; it is told in its own batch, and counts into no other
    Given the cashier signed the terminal off
    And the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the acquirer opens a new batch
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    And the cashier settles the batch
    Then the offline sale stands
    And Wang has paid 12.00 in all
    And Li has paid 20.00 in all
    And the settlement says 1 debit of 20.00 and 0 credits of 0.00
    And the terminal never showed declared open

  @case:OFFL-094 @chapter:8
  Scenario: Taken without an answer before the acquirer opens another batch; sent again as it was, it is booked once
    Given the host books the next offline sale but never answers
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the acquirer opens a new batch
    And the cashier took a sale of 20.00 from Li's card by stripe
    When the cashier takes a sale of 30.00 from Zhao's card by chip
    Then the host took two offline sales
    And the offline sale stands
    And Wang has paid 12.00 in all
    And Li has paid nothing
    And Zhao has paid 30.00 in all

  @case:OFFL-095 @chapter:8
  Scenario: The acquirer opens another batch, and will not have the late offline sale: it is given over
    Given the cashier signed the terminal off
    And the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the acquirer opens a new batch
    And the line is up again
    And the host declines the next offline sale with code 12
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the terminal showed declared open
    And Wang has paid nothing
    And Li has paid 20.00 in all

  @case:OFFL-096 @chapter:5 @chapter:8
  Scenario Outline: The acquirer opens another batch, and the power goes when <moment>
    Given the cashier signed the terminal off
    And the line goes down
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the acquirer opens a new batch
    And the line is up again
    And the terminal loses power for 20 seconds when <moment>
    When the cashier takes a sale of 20.00 from Li's card by stripe
    And the cashier takes a sale of 30.00 from Zhao's card by chip
    Then the offline sale stands
    And Wang has paid 12.00 in all
    And Zhao has paid 30.00 in all

    Examples:
      | moment                                                 |
      | the offline sale's request is under way                |
      | the offline sale is booked and the answer has not left |
      | the offline sale's answer is under way                 |
