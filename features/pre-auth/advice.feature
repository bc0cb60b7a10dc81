Feature: A completion that is told to the host afterwards

  The guest leaves, the line goes down, and the price is known: the terminal completes the pre-authorisation by its own
  word and prints the slip. The host is told as soon as there is a line, once, and before the batch is settled.

  Background:
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by stripe

  @case:PADV-001 @chapter:22
  Scenario: Told at once where there is a line
    When the cashier completes 420.00 of the pre-authorisation by advice
    Then the completion advice stands
    And the pre-authorisation is completed
    And the host took one completion advice
    And 2 completion advice slips came out
    And Wang has paid 420.00 in all
    And none of Wang's money is held

  @case:PADV-002 @chapter:22
  Scenario: No line at the counter, told with the next sale
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the completion advice stands
    And the completion advice reached the host before the first sale
    And 2 completion advice slips came out
    And Wang has paid 420.00 in all

  @case:PADV-003 @chapter:22
  Scenario: The answer to the advice is lost; the same advice again, and nobody pays twice
    Given the host books the next completion advice but never answers
    And the cashier completed 420.00 of the pre-authorisation by advice
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the host took two completion advices
    And the completion advice stands
    And Wang has paid 420.00 in all
    And no completion reversal reached the host

  @case:PADV-004 @chapter:22
  Scenario: Two made while the line was down, told in the order in which they were made
    Given the cashier took a pre-authorisation of 300.00 from Li's card by stripe
    And the line goes down
    And the cashier completed 420.00 of the first pre-authorisation by advice
    And the cashier completed 280.00 of the second pre-authorisation by advice
    And the line is up again
    When the cashier settles the batch
    Then the first completion advice stands
    And the second completion advice stands
    And Wang has paid 420.00 in all
    And Li has paid 280.00 in all
    And the host took two completion advices
    And the settlement says 2 debits of 700.00 and 0 credits of 0.00

  @case:PADV-005 @chapter:22
  Scenario: Completed twice is refused at the counter, line or no line
    Given the cashier took a pre-authorisation of 300.00 from Li's card by stripe
    And the line goes down
    And the cashier completed 280.00 of the pre-authorisation by advice
    And the cashier completed 260.00 of the pre-authorisation by advice
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the first completion advice stands
    And the cashier believes that the completion advice did not go through
    And Li has paid 280.00 in all
    And the host took one completion advice

  @case:PADV-006 @chapter:22 @chapter:5
  Scenario Outline: Power goes when <moment>
    Given the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier completed 420.00 of the pre-authorisation by advice
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the completion advice stands
    And Wang has paid 420.00 in all
    And none of Wang's money is held

    Examples:
      | moment                                                            |
      | the approval is shown                                             |
      | the first line of the slip is printed                             |
      | the merchant's copy is to be torn off                             |
      | the completion advice's request is under way                      |
      | the completion advice is booked and the answer has not left       |
      | the completion advice's answer is under way                       |

  @case:PADV-007 @chapter:22 @chapter:5
  Scenario: The line is down and power goes too; told with the next order all the same
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the terminal is switched off and on again
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the completion advice stands
    And the completion advice reached the host before the first sale
    And Wang has paid 420.00 in all

  @case:PADV-008 @chapter:22 @chapter:21
  Scenario: The batch waits until the host has been told
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the line is up again
    When the cashier settles the batch
    Then the completion advice stands
    And the completion advice reached the host before the first settlement
    And the host closed 1 batch
    And the settlement says 1 debit of 420.00 and 0 credits of 0.00

  @case:PADV-009 @chapter:22 @chapter:21
  Scenario: The host does not answer the advice; the settlement goes through at the second try only
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the line is up again
    And the host ignores the next completion advice
    When the cashier settles the batch
    And the cashier settles the batch
    Then the completion advice stands
    And the host took two completion advices
    And the host closed 1 batch
    And the settlement says 1 debit of 420.00 and 0 credits of 0.00

  @case:PADV-010 @chapter:22
  Scenario: Refused for good; the operator is told, and the batch does not hold it
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the line is up again
    And the host declines the next completion advice with code 61
    When the cashier settles the batch
    Then the terminal showed declared open
    And Wang has paid nothing
    And 500.00 of Wang's money is held
    And the settlement says 0 debits of 0.00 and 0 credits of 0.00

  @case:PADV-011 @chapter:22
  Scenario: Refused for now, told again
    Given the host declines the next completion advice with code 96
    And the cashier completed 420.00 of the pre-authorisation by advice
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the completion advice stands
    And the host took two completion advices
    And the terminal never showed declared open
    And Wang has paid 420.00 in all

  @case:PADV-012 @chapter:22 @chapter:17
  Scenario: A reversal that is owed goes before the advice
    Given the host books the next sale but never answers
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 88.00 from Li's card by stripe
    And the cashier completed 420.00 of the pre-authorisation by advice
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the sale reversal reached the host before the first completion advice
    And the first sale is reversed
    And the completion advice stands
    And Wang has paid 420.00 in all
    And Li has paid nothing

  @case:PADV-013 @chapter:22 @chapter:8
  Scenario: The acquirer opens another batch before it is told; it is told in its own batch
    Given the cashier signed the terminal off
    And the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the acquirer opens a new batch
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    And the cashier settles the batch
    Then the completion advice stands
    And Wang has paid 420.00 in all
    And none of Wang's money is held
    And the settlement says 1 debit of 20.00 and 0 credits of 0.00
