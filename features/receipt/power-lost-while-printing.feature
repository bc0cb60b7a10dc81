@chapter:1
Feature: The sale shows approved, and the slip never comes out whole
  What was shown as approved stands, with paper or without. Whoever asks for the slip later gets a copy that is
  marked as a duplicate, and no second charge.

  @case:RCPT-010
  Scenario Outline: The terminal loses power when <moment>
    Given the terminal loses power for 30 seconds when <moment>
    When the cashier takes a sale of 86.50 from Zhao's card by chip
    And the cashier reprints the slip
    Then after the cut the terminal announced that the transaction stands
    And the sale stands
    And Zhao has paid 86.50 in all
    And the host took no sale reversals
    And <whole> sale slips came out
    And 2 slips marked as duplicate came out

    Examples:
      | moment                                     | whole |
      | the approval is shown                      | 0     |
      | line 8 of the paper is printed             | 0     |
      | line 15 of the paper is printed            | 0     |
      | the merchant's copy is to be torn off      | 1     |
      | line 30 of the paper is printed            | 1     |

  @case:RCPT-011
  Scenario: The paper runs out on the last line of the cardholder's copy
    Given the paper runs out when line 32 of the paper is printed
    When the cashier takes a sale of 1299.00 from Wang's card by tap
    And new paper is put in
    And the cashier reprints the slip
    Then the sale stands
    And Wang has paid 1299.00 in all
    And the terminal showed printer trouble
    And 1 sale slip came out
    And 2 slips marked as duplicate came out
    And the paper says "DUPLICATE"

  @case:RCPT-012
  Scenario: The printer is dead all day, and the money is untouched the next morning too
    Given the practice lets an approval stand without a slip
    And the printer loses power
    When the cashier takes a sale of 35.00 from Li's card by stripe
    Then the sale stands
    And Li has paid 35.00 in all
    And no whole slip came out
    And the cashier believes that the sale went through
    And the cardholder believes that the sale went through
    And nothing more happens for 24 hours, also after a restart

  @case:RCPT-013
  Scenario: The void is approved and its slip jams
    Given the cashier took a sale of 240.00 from Wang's card by chip
    And the paper jams when the first line of the slip is printed
    When the cashier voids the sale
    And the jam is cleared
    And the cashier takes a sale of 24.00 from Li's card by stripe
    Then the first sale is voided
    And the void stands
    And the host took no void reversals
    And no void slip came out
    And Wang has paid nothing
    And Li has paid 24.00 in all
    And the merchant has earned 24.00

  @case:RCPT-014
  Scenario: Printer and terminal fail one after the other, and the slip is printed after both are back
    Given the printer loses power when line 6 of the paper is printed
    And the terminal loses power for 5 seconds, 300 ms after line 6 of the paper is printed
    When the cashier takes a sale of 72.80 from Wang's card by chip
    And the printer has power again
    And the cashier reprints the slip
    Then the sale stands
    And Wang has paid 72.80 in all
    And after the cut the terminal announced that the transaction stands
    And no sale slip came out
    And 2 slips marked as duplicate came out
    And the paper says "AMOUNT: RMB 72.80"
