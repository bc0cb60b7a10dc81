@chapter:2
Feature: A sale by chip without a connection is left to the chip
  The practice of some counter applications (profile single-slot): nothing has left, so the chip is told that the
  terminal is unable to go online, and its certificate makes an offline sale of the one that was ordered.

  @case:OFFL-041
  Scenario: The chip's word makes it an offline sale, told before the next one
    Given the practice asks the chip where there is no line
    And the line goes down
    And the cashier took a sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale stands
    And the offline sale reached the host before the first sale
    And the cashier believes that the sale went through
    And 2 offline sale slips came out
    And no sale reversal reached the host
    And Wang has paid 12.00 in all

  @case:OFFL-042
  Scenario: Several without a line, of one amount
    Given the practice asks the chip where there is no line
    And the line goes down
    And the cashier took a sale of 12.00 from Wang's card by chip
    And the cashier took an offline sale of 12.00 from Zhao's card by chip
    And the cashier took a sale of 12.00 from Zhao's card by chip
    And the line is up again
    When the cashier settles the batch
    Then the host took three offline sales
    And Wang has paid 12.00 in all
    And Zhao has paid 24.00 in all
    And the settlement says 3 debits of 36.00 and 0 credits of 0.00

  @case:OFFL-043
  Scenario: More than the chip approves alone
    Given the practice asks the chip where there is no line
    And the line goes down
    And the cashier took a sale of 60.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the terminal showed failed
    And no offline sale reached the host
    And Wang has paid nothing

  @case:OFFL-044 @chapter:5
  Scenario Outline: Left to the chip, and power goes when <moment>
    Given the practice asks the chip where there is no line
    And the line goes down
    And the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then Wang has paid <paid> in all
    And Li has paid 20.00 in all

    Examples:
      | moment                                | paid  |
      | the card makes its second decision    | 0.00  |
      | the card has decided                  | 0.00  |
      | the approval is shown                 | 12.00 |
      | the first line of the slip is printed | 12.00 |
