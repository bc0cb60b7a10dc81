@canary
Feature: The rules of the reversal sound
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-REVERSAL-OWN-ORIGINAL @chapter:17 @defect:M17
  Scenario: reversal.own-original: the reversal carries a trace number of its own and undoes nothing
    Given the host books the next sale but never answers
    When the cashier takes a sale of 158.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand

  @case:CNRY-REVERSAL-OWN-ORIGINAL-2 @chapter:16 @defect:M23
  Scenario: reversal.own-original: track and PIN block travel once more in the reversal
    Given the host books the next sale but never answers
    When the cashier takes a sale of 66.00 from Li's card by stripe
    And the cashier takes a sale of 12.00 from Zhao's card by chip

  @case:CNRY-REVERSAL-NOT-CLAIMED @chapter:1 @defect:M13
  Scenario: reversal.not-claimed: no slip came out, and the approved sale is reversed behind the customer's back
    Given the paper runs out when the first line of the slip is printed
    When the cashier takes a sale of 120.00 from Wang's card by chip
    And new paper is put in
    And the cashier takes a sale of 12.00 from Li's card by stripe

  @case:CNRY-REVERSAL-WARRANTED @chapter:17 @defect:M12
  Scenario: reversal.warranted: a sale that the host declined is reversed before the next one
    Given the host declines the next sale with code 51
    When the cashier takes a sale of 5000.00 from Wang's card by chip
    And the cashier takes a sale of 50.00 from Wang's card by chip

  @case:CNRY-REVERSAL-REASON @chapter:17 @defect:M19
  Scenario: reversal.reason: the reversal after a timeout says that an answer had come
    Given the host books the next sale but never answers
    When the cashier takes a sale of 18.00 from Li's card by stripe
    And the cashier takes a sale of 12.00 from Zhao's card by chip

  @case:CNRY-REVERSAL-PERSISTENT @chapter:7 @defect:M30
  Scenario: reversal.persistent: the tries are used up, the reversal is deleted, and nobody is told
    Given the host books the next sale but never answers
    And the host ignores the next sale reversal, 3 times
    When the cashier takes a sale of 230.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand

  @case:CNRY-CLAIM-UNDONE @chapter:7 @defect:M32
  Scenario: claim.undone: the host's database is down, and its error code is shown as a reversal that is done
    Given the host books the next sale but never answers
    And the host's database fails at the next sale reversal
    When the cashier takes a sale of 230.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand

  @case:CNRY-CLAIM-UNDONE-2 @chapter:17 @defect:M32
  Scenario: claim.undone: the error code is taken for a confirmation, and the next customer is served
    Given the host books the next sale but never answers
    And the host's database fails at the next sale reversal
    When the cashier takes a sale of 230.00 from Wang's card by chip
    And the cashier takes a sale of 23.00 from Li's card by stripe

  @case:CNRY-REVERSAL-IN-PART @chapter:6 @defect:M106 @profile:iso87
  Scenario: reversal.in-part: a partial reversal without an answer is called declined, and forgotten
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the host ignores the next partial reversal
    When the cashier takes 40.00 of the sale back
