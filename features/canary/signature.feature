@canary
Feature: The rule of signatures sounds
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-SIGNATURE-TOLD @chapter:19 @defect:M69
  Scenario: signature.told: the picture of the sale before goes up under this one
    Given the cashier took a sale of 70.00 from Li's card by stripe, signed on the pad
    When the cashier takes a sale of 30.00 from Wang's card by chip, signed on the pad

  @case:CNRY-SIGNATURE-TOLD-2 @chapter:19 @defect:M78
  Scenario: signature.told: settling clears a signature that was never sent
    Given the line goes down when the signature is shown as taken
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    And the line is up again
    When the cashier settles the batch
