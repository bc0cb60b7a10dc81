@chapter:24
Feature: The evidence on a sale that its cardholder disputes

  "I was never there." What counts then is what the record holds: who sold, when, for how much, under which reference
  number; the slip; the bank's message; and the way of the money through both books.

  @case:EVD-001
  Scenario: The whole file on a sale that was never in doubt
    Given the cashier took a sale of 430.00 from Wang's card by chip
    And the cashier took a sale of 12.00 from Li's card by stripe
    When the cashier queries the first sale
    And the cashier reprints the slip of the first sale
    Then the evidence on the first sale names merchant, time, amount, reference, approval code, slip, message and transfer
    And the evidence on the first sale names query and duplicate
    And the paper says "898110053110001"
    And the paper says "重打印 DUPLICATE"
    And Wang has paid 430.00 in all
    And the host took two sales

  @case:EVD-002
  Scenario: The slip never came out; the message and the books speak for the sale, and a duplicate can still be had
    Given the paper jams when line 5 of the paper is printed
    When the cashier takes a sale of 268.00 from Zhao's card by chip
    Then no whole slip came out
    And the evidence on the sale names merchant, time, amount, reference, message and transfer
    When the jam is cleared
    And the cashier reprints the slip of the sale
    Then the evidence on the sale names slip and duplicate
    And Zhao has paid 268.00 in all

  @case:EVD-003
  Scenario: Sold and voided: the file shows the way there and the way back
    Given the cashier took a sale of 350.00 from Zhao's card by chip
    When the cashier voids the sale
    Then the evidence on the sale names merchant, time, amount, reference, slip, message and transfer
    And the evidence on the sale names return
    And the sale is voided
    And 2 void slips came out
    And Zhao has paid nothing

  @case:EVD-004
  Scenario: Two sales of the same amount to the same card on the same day are two files
    Given the cashier took a sale of 99.00 from Wang's card by tap
    And the cashier took a sale of 99.00 from Wang's card by chip
    When the cashier queries the second sale
    Then the evidence on the first sale names time, reference, slip and transfer
    And the evidence on the second sale names time, reference, slip, transfer and query
    And Wang has paid 198.00 in all
    And the bank told Wang of 2 charges of 99.00

  @case:EVD-005
  Scenario: "I was charged and got nothing": the record shows the charge, and that it went back by itself
    Given the host books the next sale but never answers
    When the cashier takes a sale of 512.00 from Wang's card by chip
    And the cashier takes a sale of 5.00 from Li's card by stripe
    Then the evidence on the first sale names message, transfer and return
    And the first sale is reversed
    And the evidence on the second sale names merchant, time, amount, reference, approval code, slip, message and transfer
    And Wang has paid nothing

  @case:EVD-006
  Scenario: Power was cut while the slip was printed; the file is whole once the duplicate is there
    Given the terminal loses power for 20 seconds when line 12 of the paper is printed
    When the cashier takes a sale of 77.70 from Zhao's card by tap
    And the cashier reprints the slip
    Then after the cut the terminal announced that the transaction stands
    And the evidence on the sale names merchant, time, amount, reference, duplicate, message and transfer
    And the host took one sale

  @case:EVD-007
  Scenario: Refunded in two parts, and the file shows all the money going back
    Given the cashier took a sale of 240.00 from Zhao's card by chip
    And the cashier refunded 100.00 of the sale
    When the cashier refunds 140.00 of the sale
    Then the evidence on the sale names transfer, slip, message and return
    And the sale is refunded
    And 4 refund slips came out
    And Zhao has paid nothing
