@chapter:2
Feature: The line to the host is lost in the middle of a transaction
  Nobody at the counter can know whether the request arrived. The terminal says so, keeps the reversal, and sends it before
  anything new, however long the outage lasts.

  @case:NET-001
  Scenario: The line is down while the card is read, and nothing has been sent yet
    Given the line goes down for 3 minutes when the chip is read
    When the cashier takes a sale of 158.00 from Wang's card by chip
    And 5 minutes pass
    And the cashier tries the sale again
    Then the terminal showed failed
    And the host took one sale
    And the host took no sale reversals
    And Wang has paid 158.00 in all
    And the sale took 2 tries
    And the bank told Wang of 1 charge of 158.00

  @case:NET-002
  Scenario: The request is lost under way, and the host never hears of it
    Given the line goes down for 90 seconds when the sale's request is under way
    When the cashier takes a sale of 45.60 from Li's card by stripe
    And 2 minutes pass
    And the cashier takes a sale of 54.40 from Zhao's card by chip
    Then the sale reversal was answered 25
    And the host took one sale
    And Li has paid nothing
    And Zhao has paid 54.40 in all
    And the merchant has earned 54.40
    And the terminal showed in doubt

  @case:NET-003
  Scenario: The approval is lost under way, and the next sale brings the reversal first
    Given the line goes down for 2 minutes when the sale's answer is under way
    When the cashier takes a sale of 688.00 from Wang's card by chip
    And 3 minutes pass
    And the cashier takes a sale of 12.00 from Li's card by stripe
    Then the first sale is reversed
    And the second sale stands
    And the reason of the reversal is 98
    And the sale reversal reached the host before the second sale
    And Wang has paid nothing
    And the bank told Wang of 1 charge of 688.00
    And the bank told Wang of 1 cancellation of 688.00
    And Li has paid 12.00 in all
    And the merchant has earned 12.00

  @case:NET-004
  Scenario: Five tries during an outage, then the line returns and the purchase is made once
    Given the line goes down when the sale is booked and the answer has not left
    When the cashier takes a sale of 499.00 from Zhao's card by chip
    And the cashier tries the sale again
    And the cashier tries the sale again
    And 20 minutes pass
    And the cashier tries the sale again
    And the line is up again
    And the cashier tries the sale again
    Then the sale took 5 tries
    And the sale stands
    And the host took two sales
    And the host took one sale reversal
    And Zhao has paid for the sale once
    And the cashier believes that the sale went through

  @case:NET-005
  Scenario: The line fails again while the reversal's answer is under way
    Given the host books the next sale but never answers
    And the line goes down for 2 minutes when the sale reversal's answer is under way
    When the cashier takes a sale of 230.00 from Wang's card by tap
    And the cashier takes a sale of 23.00 from Li's card by stripe
    And 5 minutes pass
    And the cashier tries the sale again
    Then the host took two sale reversals
    And the first sale reversal was answered 00
    And the second sale reversal was answered 00
    And the bank told Wang of 1 cancellation of 230.00
    And Wang has paid nothing
    And Li has paid 23.00 in all

  @case:NET-006
  Scenario: A refund's answer is lost; the cashier tries the same refund again and it is paid back once
    Given the cashier took a sale of 320.00 from Wang's card by chip
    And the line goes down for 2 minutes when the refund's answer is under way
    When the cashier refunds 320.00 of the sale
    And 4 minutes pass
    And the cashier tries the refund again
    Then the sale is refunded
    And the terminal showed declared open
    And the bank told Wang of 1 refund of 320.00
    And Wang has paid nothing
    And the merchant has earned nothing
    And the cashier believes that the refund went through

  @case:NET-007
  Scenario: A balance enquiry is cut off, and no money is touched
    Given the line goes down for 1 minute when the balance enquiry's answer is under way
    When the cashier asks for the balance of Zhao's card by chip
    And 2 minutes pass
    And the cashier takes a sale of 66.00 from Zhao's card by chip
    Then the host took no sale reversals
    And the terminal never showed a balance
    And Zhao has paid 66.00 in all
    And the sale stands
