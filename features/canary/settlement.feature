@canary
Feature: The rules of settlement sound
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-SETTLEMENT-IN-ORDER @chapter:21 @defect:M27
  Scenario: settlement.in-order: the batch is settled while a reversal is pending
    Given the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    And the cashier took a sale of 50.00 from Li's card by stripe
    And the cashier settled the batch
    When the cashier takes a sale of 30.00 from Wang's card by chip

  @case:CNRY-SETTLEMENT-IN-ORDER-2 @chapter:21 @defect:M46
  Scenario: settlement.in-order: a cut while the slip prints, and the closed batch goes on
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier does not try again when left in the dark
    And the terminal loses power for 10 seconds when line 5 of the paper is printed
    And the cashier settled the batch
    When the cashier takes a sale of 30.00 from Li's card by stripe

  @case:CNRY-SETTLEMENT-TOTALS @chapter:21 @defect:M45
  Scenario: settlement.totals: a sale that was cut behind its commit is left out
    Given the terminal loses power for 10 seconds when the approval is shown
    And the cashier took a sale of 50.00 from Wang's card by chip
    When the cashier settles the batch

  @case:CNRY-SETTLEMENT-WHOLE @chapter:21 @defect:M47
  Scenario: settlement.whole: the upload begins again after a cut
    Given the cashier took 9 sales of 10.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    And the terminal loses power for 10 seconds when batch upload 2 is under way
    When the cashier settles the batch

  @case:CNRY-SETTLEMENT-WHOLE-2 @chapter:21 @defect:M58
  Scenario: settlement.whole: the host finds the totals unequal, and nothing is uploaded
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    When the cashier settles the batch

  @case:CNRY-SETTLEMENT-WHOLE-3 @chapter:21 @defect:M59
  Scenario: settlement.whole: the upload goes on behind what was under way
    Given the cashier took 9 sales of 10.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    And the cashier does not try again when left in the dark
    And the line goes down for 2 minutes when batch upload 1 is under way
    And the cashier settled the batch
    When 3 minutes pass
    And the cashier settles the batch
