@canary
Feature: The rule of issuer scripts sounds
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-SCRIPT-TOLD @chapter:8 @defect:M94
  Scenario: script.told: a restart forgets it, and the next sale goes out
    Given the issuer sends a script with its answer to the next sale
    And the host ignores the next script advice
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the terminal is switched off and on again
    When the cashier takes a sale of 20.00 from Li's card by stripe

  @case:CNRY-SCRIPT-TOLD-2 @chapter:8 @defect:M95
  Scenario: script.told: told as done though the card refused it
    Given the issuer sends a script with its answer to the next sale
    And the card refuses the script when the card is asked for
    When the cashier takes a sale of 120.00 from Wang's card by chip

  @case:CNRY-SCRIPT-TOLD-3 @chapter:8 @defect:M96
  Scenario: script.told: the sale fails at the card, and the script is forgotten with it
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the card is pulled when the card makes its second decision
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe

  @case:CNRY-SCRIPT-TOLD-4 @chapter:8 @defect:M97
  Scenario: script.told: sent once without an answer, and never again
    Given the issuer sends a script with its answer to the next sale
    And the host ignores the next script advice
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier took a sale of 20.00 from Li's card by stripe
    When the cashier takes a sale of 30.00 from Zhao's card by chip
