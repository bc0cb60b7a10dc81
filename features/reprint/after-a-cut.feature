@chapter:19
Feature: A reprint after a cut

  A slip tore or never came. From its own record the terminal prints it again, without asking the bank.

  @case:RPT-010
  Scenario Outline: The power went while the slip was being printed
    Given the terminal loses power for 15 seconds when <moment>
    When the cashier takes a sale of 58.80 from Wang's card by <face>
    And the cashier reprints the slip
    Then after the cut the terminal announced that the transaction stands
    And 2 slips marked as duplicate came out
    And the host took one sale
    And the sale stands
    And Wang has paid 58.80 in all
    And the merchant has earned 58.80

    Examples:
      | face   | moment                                   |
      | chip   | the first line of the slip is printed    |
      | stripe | line 14 of the paper is printed          |
      | tap    | the merchant's copy is to be torn off    |

  @case:RPT-011
  Scenario: A slip of yesterday is printed again after the terminal was off overnight
    Given the cashier took a sale of 1288.00 from Zhao's card by chip
    And 1 day passes
    And the terminal is switched off and on again
    When the cashier reprints the slip
    Then 2 slips marked as duplicate came out
    And the host took one sale
    And Zhao has paid 1288.00 in all
    And the merchant has earned 1288.00
    And nothing more happens for 1 hour, also after a restart

  @case:RPT-012
  Scenario: Reprinting needs no line
    Given the cashier took a sale of 17.00 from Li's card by stripe
    And the line goes down
    When the cashier reprints the slip
    Then 2 slips marked as duplicate came out
    And the host took one sale
    And Li has paid 17.00 in all
    And the bank told Li of 1 charge of 17.00

  @case:RPT-013
  Scenario: The power goes during the reprint, and nothing is charged again
    Given the cashier took a sale of 305.00 from Wang's card by chip
    And the terminal loses power for 20 seconds when line 45 of the paper is printed
    When the cashier reprints the slip
    And the cashier reprints the slip
    Then 2 slips marked as duplicate came out
    And the host took one sale
    And the sale stands
    And Wang has paid 305.00 in all
    And after the cut the terminal announced nothing
