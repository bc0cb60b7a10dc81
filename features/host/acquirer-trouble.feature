@chapter:7
Feature: The acquirer's host is down, slow or out of order
  Silence is no answer. What the host may have booked is reversed; what it declined is not.

  @case:HOST-001
  Scenario: The host is down for the lunch hour, and the sale is made when it is back
    Given the host goes down
    When the cashier takes a sale of 42.00 from Wang's card by chip
    And 1 hour passes
    And the cashier tries the sale again
    And the host is up again
    And the cashier tries the sale again
    Then the sale took 3 tries
    And the host took one sale
    And Wang has paid for the sale once
    And the merchant has earned 42.00
    And the terminal showed failed

  @case:HOST-002
  Scenario: The approval comes 70 seconds late, when nobody waits for it any more
    Given the host answers the next sale 70 seconds late
    When the cashier takes a sale of 315.00 from Zhao's card by chip
    And the cashier takes a sale of 85.00 from Li's card by stripe
    Then the terminal showed in doubt
    And the first sale is reversed
    And the reason of the reversal is 98
    And Zhao has paid nothing
    And the second sale stands
    And the merchant has earned 85.00

  @case:HOST-003
  Scenario: The host crashes after it booked, is restarted ten minutes later, and still knows the sale
    Given the host crashes for 10 minutes after it booked the next sale
    When the cashier takes a sale of 1460.00 from Wang's card by chip
    And 15 minutes pass
    And the cashier takes a sale of 14.60 from Zhao's card by tap
    Then the sale reversal was answered 00
    And the first sale is reversed
    And Wang has paid nothing
    And Zhao has paid 14.60 in all
    And the bank told Wang of 1 cancellation of 1460.00

  @case:HOST-004
  Scenario: The host ignores the reversal six times; it is declared open, and later done by hand
    Given the practice keeps a reversal until it is confirmed
    And the host books the next sale but never answers
    And the host ignores the next sale reversal, 6 times
    When the cashier takes a sale of 2350.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand
    And the cashier takes a sale of 50.00 from Li's card by stripe
    And 2 hours pass
    And the cashier sends the pending reversal by hand
    Then the terminal showed declared open
    And the terminal showed reversal done
    And the host took one sale
    And the first sale is reversed
    And Wang has paid nothing
    And Li has paid nothing
    And the bank told Wang of 1 cancellation of 2350.00

  @case:HOST-005
  Scenario: The database fails at the reversal, and the terminal sends it again
    Given the host books the next sale but never answers
    And the host's database fails at the next sale reversal
    When the cashier takes a sale of 118.00 from Zhao's card by tap
    And the cashier takes a sale of 82.00 from Zhao's card by tap
    Then the first sale reversal was answered 96
    And the second sale reversal was answered 00
    And the host took two sale reversals
    And Zhao has paid 82.00 in all
    And the merchant has earned 82.00

  @case:HOST-006
  Scenario: The answer's MAC is wrong twice running; both tries are reversed for that reason, each under fresh keys
    Given the host's answer to the next sale has a wrong MAC
    And the host's answer to the next sale has a wrong MAC
    When the cashier takes a sale of 205.00 from Wang's card by chip
    And the cashier tries the sale again
    And the cashier tries the sale again
    Then the reason of the reversal is A0
    And the host took three sign-ons
    And the host took three sales
    And the host took two sale reversals
    And the sale took 3 tries
    And Wang has paid for the sale once
    And the bank told Wang of 2 cancellations of 205.00
    And the merchant has earned 205.00

  @case:HOST-007
  Scenario: The host answers twice, and the customer pays once
    Given the host answers the next sale twice
    When the cashier takes a sale of 33.30 from Li's card by stripe
    And the cashier takes a sale of 66.70 from Li's card by stripe
    Then the first sale stands
    And the second sale stands
    And the host took no sale reversals
    And Li has paid 100.00 in all
    And 4 sale slips came out

  @case:HOST-008
  Scenario: The host hands out damaged keys; nothing is sold until a sign-on brings sound ones
    Given the keys of the next sign-on come with a wrong check value
    When the cashier signs the terminal on
    And the cashier signs the terminal on
    And the cashier takes a sale of 57.00 from Wang's card by chip
    Then the terminal showed sign-on failed
    And the host took three sign-ons
    And the sale stands
    And Wang has paid 57.00 in all
    And the merchant has earned 57.00

  @case:HOST-009
  Scenario: The host dies just after the terminal has connected, before the request could leave
    Given the host goes down for 10 minutes when the terminal is connected
    When the cashier takes a sale of 221.00 from Li's card by stripe
    And 15 minutes pass
    And the cashier takes a sale of 21.00 from Zhao's card by chip
    Then Li has paid nothing
    And the host took one sale
    And Zhao has paid 21.00 in all
    And the merchant has earned 21.00

  @case:HOST-030
  Scenario: The host goes down the moment its decline has arrived, and the decline is still read
    Given the host declines the next sale with code 51
    And the host goes down for 10 seconds when the sale's answer has arrived
    When the cashier takes a sale of 10.00 from Li's card by stripe
    And 1 minute passes
    And the cashier takes a sale of 12.00 from Wang's card by chip
    Then no sale reversal reached the host
    And Li has paid nothing
    And Wang has paid 12.00 in all
