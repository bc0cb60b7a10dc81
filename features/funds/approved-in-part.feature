@chapter:14
Feature: The account bears only a part, and the sale is approved for that part

  The host answers 10 with the amount that it booked. What stands from then on is that part: on the screen, on the
  slip, in both books; a void takes back that part, and refunds stay within it.

  @case:FUND-020
  Scenario Outline: The part that was approved is booked, shown, printed and told
    Given the host approves only 60.00 of the next sale
    When the cashier takes a sale of 100.00 from Wang's card by <face>
    Then the sale was answered 10
    And the sale stands
    And the cashier believes that the sale went through
    And the paper says "AMOUNT: RMB 60.00"
    And the paper nowhere says "AMOUNT: RMB 100.00"
    And Wang has paid for the sale once
    And Wang has paid 60.00 in all
    And the merchant has earned 60.00
    And the acquirer keeps a fee of 0.23
    And the bank told Wang of 1 charge of 60.00
    And no sale reversal reached the host

    Examples:
      | face   |
      | chip   |
      | tap    |
      | stripe |

  @case:FUND-021
  Scenario: The answer with the part is lost, and the reversal takes back what was booked
    Given the host approves only 45.50 of the next sale
    And the line goes down for 2 minutes when the sale's answer is under way
    When the cashier takes a sale of 80.00 from Li's card by stripe
    And 5 minutes pass
    And the cashier takes a sale of 80.00 from Li's card by stripe
    Then the first sale is reversed
    And the second sale stands
    And Li has paid 80.00 in all
    And the merchant has earned 80.00
    And the bank told Li of 1 cancellation of 45.50
