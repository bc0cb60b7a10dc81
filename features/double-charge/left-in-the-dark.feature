@chapter:9
Feature: After a fault the customer is asked to pay again
  One purchase is charged once or not at all, whether the cashier tries again or not. A reversed or voided sale costs
  no fee; the fee is 0.38 % of what stands.

  @case:DBL-001
  Scenario: The approval is lost in a power cut, and the customer pays again once the terminal has reversed
    Given the terminal loses power for 10 seconds when the sale is booked and the answer has not left
    When the cashier takes a sale of 500.00 from Wang's card by chip
    And the cashier tries the sale again
    Then the host took two sales
    And the host took one sale reversal
    And the sale reversal was answered 00
    And Wang has paid for the sale once
    And the bank told Wang of 2 charges of 500.00
    And the bank told Wang of 1 cancellation of 500.00
    And the merchant has earned 500.00
    And the acquirer keeps a fee of 1.90

  @case:DBL-002
  Scenario: Left in the dark, the cashier takes the sale again without being told to
    Given the terminal loses power for 10 seconds when the PIN is asked for
    When the cashier takes a sale of 250.00 from Zhao's card by chip
    Then the sale took 2 tries
    And the host took one sale
    And Zhao has paid for the sale once
    And the acquirer keeps a fee of 0.95

  @case:DBL-003
  Scenario: The slip came out blank, the cashier sold again, and the second sale is voided with its fee
    Given the paper comes out blank
    When the cashier takes a sale of 300.00 from Li's card by stripe
    And the cashier takes a sale of 300.00 from Li's card by stripe
    And the roll is put in the right way round
    And the cashier voids the second sale
    Then the first sale stands
    And the second sale is voided
    And Li has paid 300.00 in all
    And the merchant has earned 300.00
    And the acquirer keeps a fee of 1.14
    And 2 void slips came out

  @case:DBL-004
  Scenario: A second charge found the next day is refunded, and its fee comes back with the money
    Given the practice lets an approval stand without a slip
    And the printer loses power
    When the cashier takes a sale of 1000.00 from Wang's card by tap
    And the cashier takes a sale of 1000.00 from Wang's card by tap
    And 1 day passes
    And the cashier refunds 1000.00 of the second sale
    Then the first sale stands
    And the second sale is refunded
    And Wang has paid 1000.00 in all
    And the merchant has earned 1000.00
    And the acquirer keeps a fee of 3.80

  @case:DBL-005
  Scenario: Half of the sale goes back, and half of the fee with it
    When the cashier takes a sale of 600.00 from Zhao's card by chip
    And the cashier refunds 300.00 of the sale
    Then the sale is partly refunded
    And Zhao has paid 300.00 in all
    And the acquirer keeps a fee of 1.14
