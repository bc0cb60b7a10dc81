@canary
Feature: The rule of advices sounds
  Each scenario here must fail by the rule that begins its name, and by no other.

  Background:
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by stripe

  @case:CNRY-ADVICE-TOLD @chapter:22 @defect:M65
  Scenario: advice.told: a restart empties the outbox, and the next sale goes out
    Given the line goes down
    And the cashier completed 420.00 of the pre-authorisation by advice
    And the terminal is switched off and on again
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip

  @case:CNRY-ADVICE-TOLD-2 @chapter:22 @defect:M68
  Scenario: advice.told: the host refuses it for good, and nobody is told
    Given the host declines the next completion advice with code 61
    When the cashier completes 420.00 of the pre-authorisation by advice

  @case:CNRY-ADVICE-TOLD-3 @chapter:22 @defect:M64
  Scenario: advice.told: the second writes over the first
    Given the cashier took a pre-authorisation of 300.00 from Li's card by stripe
    And the line goes down
    And the cashier completed 420.00 of the first pre-authorisation by advice
    And the cashier completed 280.00 of the second pre-authorisation by advice
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip

  @case:CNRY-ADVICE-TOLD-4 @chapter:22 @chapter:5 @defect:M93
  Scenario: advice.told: power goes while the slip is printed, and what the host is to be told was not written
    Given the line goes down
    And the terminal loses power for 20 seconds when the first line of the slip is printed
    And the cashier took an offline sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Zhao's card by chip
