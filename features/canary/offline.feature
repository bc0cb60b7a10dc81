@canary
Feature: The rule of offline sales sounds
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-OFFLINE-CHIP-ALONE @chapter:2 @defect:M90
  Scenario: offline.chip-alone: the answer is lost, and the chip's word is taken all the same
    Given the host ignores the next sale
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 12.00 from Wang's card by chip

  @case:CNRY-OFFLINE-CHIP-ALONE-2 @chapter:2 @defect:M91
  Scenario: offline.chip-alone: more than the floor limit
    When the cashier takes an offline sale of 150.00 from Zhao's card by chip
