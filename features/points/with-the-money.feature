@chapter:26
Feature: Points come with the money and go back with it

  The acquirer grants its cardholder a point for each whole yuan that the merchant keeps. What goes back by void, refund or
  reversal takes its points along.

  @case:PTS-001
  Scenario: A sale brings a point for each whole yuan, and the fen bring none
    When the cashier takes a sale of 128.99 from Wang's card by chip
    And the cashier takes a sale of 0.99 from Zhao's card by tap
    Then Wang has 128 points
    And Zhao has no points
    And the merchant has earned 129.98

  @case:PTS-002
  Scenario: The void takes all the points back
    Given the cashier took a sale of 300.00 from Wang's card by chip
    And the cashier took a sale of 50.00 from Wang's card by tap
    When the cashier voids the first sale
    Then the first sale is voided
    And Wang has 50 points
    And Wang has paid 50.00 in all

  @case:PTS-003
  Scenario: Refunds in parts take back what belongs to them, to the last point
    Given the cashier took a sale of 100.50 from Zhao's card by chip
    When the cashier refunds 0.40 of the sale
    Then Zhao has 100 points
    When the cashier refunds 33.33 of the sale
    Then Zhao has 66 points
    When the cashier refunds 66.77 of the sale
    Then the sale is refunded
    And Zhao has no points
    And Zhao has paid nothing

  @case:PTS-004
  Scenario: The answer is lost, and the reversal takes the points back as well
    Given the host books the next sale but never answers
    When the cashier takes a sale of 240.00 from Wang's card by chip
    Then Wang has 240 points
    When the cashier takes a sale of 15.00 from Li's card by stripe
    Then the first sale is reversed
    And Wang has no points
    And Li has 15 points

  @case:PTS-005
  Scenario: The answer to the void is lost; its reversal gives money and points back to where they were
    Given the cashier took a sale of 260.00 from Zhao's card by chip
    And the line goes down for 2 minutes when the void's answer is under way
    When the cashier voids the sale
    And 3 minutes pass
    And the cashier sends the pending reversal by hand
    Then the void is reversed
    And the sale stands
    And Zhao has 260 points
    And Zhao has paid 260.00 in all

  @case:PTS-006
  Scenario: A hold brings no points; the completion does, and its void takes them back
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    Then Wang has no points
    When the cashier completes 420.00 of the pre-authorisation
    Then Wang has 420 points
    When the cashier voids the completion
    Then Wang has no points
    And 500.00 of Wang's money is held
    When the cashier takes a sale of 30.00 from Wang's card by tap
    Then Wang has 30 points

  @case:PTS-007
  Scenario: Approved in part, the sale brings the points of that part
    Given the host approves only 80.00 of the next sale
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then Wang has 80 points
    And Wang has paid 80.00 in all

  @case:PTS-008
  Scenario: A declined refund takes no points
    Given the cashier took a sale of 64.00 from Zhao's card by chip
    And the host declines the next refund with code 61
    When the cashier refunds 20.00 of the sale
    Then the refund was answered 61
    And Zhao has 64 points
