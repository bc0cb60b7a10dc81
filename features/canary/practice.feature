@canary
Feature: A practice that can lose money sounds as risk
  Run with the profile `lenient`; under `strict` the terminal keeps the reversal and the scenario passes.

  @case:CNRY-PRACTICE-RISK @chapter:7 @profile:lenient
  Scenario: practice.risk: the tries are used up, the reversal is deleted, and the next customer is served
    Given the host books the next sale but never answers
    And the host ignores the next sale reversal, 3 times
    When the cashier takes a sale of 158.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand
    And the cashier takes a sale of 12.00 from Li's card by stripe
