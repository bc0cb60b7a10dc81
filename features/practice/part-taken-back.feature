@chapter:6
Feature: A part of a sale is taken back by an advice that says what is left
  Where messages have a place for what is left (field 95 of ISO 8583:1987, profile iso87), a sale that was too large is put
  right without a void and without a refund: a partial reversal, on the same day, of the same batch, once.

  @case:PART-001
  Scenario: Too much was keyed in, and the difference is taken back
    Given the cashier took a sale of 100.00 from Wang's card by chip
    When the cashier takes 40.00 of the sale back
    Then the sale stands
    And the partial reversal was answered 00
    And no sale reversal reached the host
    And no refund reached the host
    And Wang has paid 60.00 in all
    And the merchant has earned 60.00
    And the acquirer keeps a fee of 0.23
    And the cashier believes that the partial reversal went through
    And the bank told Wang of 1 cancellation of 40.00
    And the paper says "LEFT: RMB 60.00"

  @case:PART-002
  Scenario: The answer to the advice is lost, and the advice is sent again as it was
    Given the cashier took a sale of 100.00 from Li's card by stripe
    And the host books the next partial reversal but never answers
    When the cashier takes 30.00 of the sale back
    Then the host took two partial reversals
    And the sale stands
    And Li has paid 70.00 in all
    And the bank told Li of 1 cancellation of 30.00
    And the cashier believes that the partial reversal went through

  @case:PART-003
  Scenario: The line is down for the advice; nothing new goes before it
    Given the cashier took a sale of 100.00 from Li's card by stripe
    And the host ignores the next partial reversal, 3 times
    When the cashier takes 30.00 of the sale back
    And the cashier takes a sale of 12.00 from Wang's card by chip
    Then the partial reversal reached the host before the second sale
    And the host took four partial reversals
    And the first sale stands
    And the second sale stands
    And Li has paid 70.00 in all
    And Wang has paid 12.00 in all

  @case:PART-004
  Scenario Outline: Power goes on the way, and what is owed goes before the next sale
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the terminal loses power for 20 seconds when <moment>
    When the cashier takes 40.00 of the sale back
    And the cashier takes a sale of 12.00 from Li's card by stripe
    Then the first sale stands
    And the second sale stands
    And Wang has paid 60.00 in all
    And Li has paid 12.00 in all
    And the cashier believes that the partial reversal went through
    And the bank told Wang of 1 cancellation of 40.00

    Examples:
      | moment                                                         |
      | the partial reversal's request is under way                    |
      | the partial reversal has reached the host                      |
      | the partial reversal is booked and the answer has not left     |
      | the partial reversal's answer is under way                     |
      | the partial reversal's answer has arrived                      |

  @case:PART-005
  Scenario: The host refuses it, and the sale stays as it was
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier refunded 10.00 of the sale
    When the cashier takes 40.00 of the sale back
    Then the partial reversal was answered 22
    And the terminal showed declined
    And the sale is partly refunded
    And Wang has paid 90.00 in all
    And the cashier believes that the partial reversal did not go through
    And the paper nowhere says "LEFT: RMB"

  @case:PART-006
  Scenario: The whole is no part
    Given the cashier took a sale of 100.00 from Wang's card by chip
    When the cashier takes 100.00 of the sale back
    Then the terminal showed refused
    And no partial reversal reached the host
    And Wang has paid 100.00 in all

  @case:PART-007
  Scenario: A second part is refused at the counter, and refunded
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took 40.00 of the sale back
    When the cashier takes 10.00 of the sale back
    And the cashier refunds 10.00 of the sale
    Then the terminal showed refused
    And the host took one partial reversal
    And the sale is partly refunded
    And Wang has paid 50.00 in all

  @case:PART-008
  Scenario: What is left is voided
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took 40.00 of the sale back
    When the cashier voids the sale
    Then the sale is voided
    And Wang has paid nothing
    And the merchant has earned nothing
    And the acquirer keeps a fee of 0.00

  @case:PART-009
  Scenario: The batch is settled with what is left
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took a sale of 25.00 from Li's card by stripe
    And the cashier took 40.00 of the first sale back
    When the cashier settles the batch
    Then the settlement says 2 debits of 85.00 and 0 credits of 0.00
    And the host closed 1 batch
    And all closed batches together come to what the merchant has earned by card

  @case:PART-010
  Scenario: The duplicate of the sale says what is left
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took 40.00 of the sale back
    When the cashier reprints the slip of the first sale
    Then 4 slips marked as duplicate came out
    And the paper says "TAKEN BACK: RMB 40.00"

  @case:PART-011
  Scenario: The next day it is too late
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And 1 day passes
    When the cashier takes 40.00 of the sale back
    Then the terminal showed refused
    And no partial reversal reached the host
    And Wang has paid 100.00 in all

  @case:PART-012
  Scenario: The host demands a sign-on first
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the host loses the terminal's working keys
    When the cashier takes 40.00 of the sale back
    Then the sale stands
    And the cashier believes that the partial reversal went through
    And Wang has paid 60.00 in all

  @case:PART-013
  Scenario Outline: A refusal of what comes again is none of the part, which was taken already
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the host books the next partial reversal but never answers
    And the host declines the next partial reversal with code <code>
    When the cashier takes 40.00 of the sale back
    Then the sale stands
    And the host took three partial reversals
    And Wang has paid 60.00 in all
    And the cashier believes that the partial reversal went through

    Examples:
      | code |
      | 94   |
      | 58   |
      | 96   |

  @case:PART-014
  Scenario: The slip of the part did not come out, and another sale was made since
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took a sale of 25.00 from Li's card by stripe
    And the paper runs out when the first line of the slip is printed
    And the cashier took 40.00 of the first sale back
    And new paper is put in
    When the cashier reprints the slip of the partial reversal
    Then 4 slips marked as duplicate came out
    And the paper says "LEFT: RMB 60.00"

  @case:PART-015
  Scenario: Parts of two sales, the first of which found no line
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier took a sale of 80.00 from Li's card by stripe
    And the line goes down
    And the cashier took 40.00 of the first sale back
    And the line is up again
    When the cashier takes 30.00 of the second sale back
    Then the host took two partial reversals
    And Wang has paid 60.00 in all
    And Li has paid 50.00 in all

  @case:PART-016
  Scenario: A reprint is cut short; the printer goes on with it when the part has been taken back
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the terminal loses power for 10 seconds when the first line of the slip is printed
    When the cashier reprints the slip
    And the cashier takes 40.00 of the sale back
    Then the sale stands
    And Wang has paid 60.00 in all

  @case:PART-017
  Scenario: What is told of a part on the way to a sale is not told of the sale
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the host ignores the next partial reversal, 3 times
    And the terminal loses power for 10 seconds the second time that the approval is shown
    When the cashier takes 40.00 of the sale back
    And the cashier takes a sale of 12.00 from Li's card by stripe
    Then the second sale stands
    And Wang has paid 60.00 in all
    And Li has paid 12.00 in all
