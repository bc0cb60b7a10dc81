@canary
Feature: The rules of void, refund and reprint sound
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-VOID-RIGHTFUL @chapter:13 @defect:M41
  Scenario: void.rightful: a void goes out though no supervisor confirmed it
    Given the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier voids the sale and the supervisor refuses

  @case:CNRY-VOID-RIGHTFUL-2 @chapter:13 @defect:M39
  Scenario: void.rightful: the same sale is voided twice, and only the host says no
    Given the cashier took a sale of 88.00 from Zhao's card by chip
    And the cashier voided the sale
    When the cashier voids the sale

  @case:CNRY-REFUND-WITHIN @chapter:12 @defect:M42
  Scenario: refund.within: two refunds add up to more than the sale, and only the host says no
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier refunded 70.00 of the sale
    When the cashier refunds 60.00 of the sale

  @case:CNRY-REFUND-WITHIN-3 @chapter:14 @defect:M42
  Scenario: refund.within: a refund is within what was asked for and beyond the part that was approved
    Given the host approves only 60.00 of the next sale
    And the cashier took a sale of 100.00 from Wang's card by chip
    When the cashier refunds 80.00 of the sale

  @case:CNRY-RETURNS-CONSERVE @chapter:12 @defect:M42
  Scenario: returns.conserve: a refund goes out of a sale that the terminal itself has voided
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the cashier voided the sale
    When the cashier refunds 30.00 of the sale

  @case:CNRY-ORDER-MOVES-ONLY @chapter:1 @defect:M52
  Scenario: order.moves-only-what-was-asked: the paper was out, and the reprint sends the sale once more
    Given the paper runs out when the first line of the slip is printed
    When the cashier takes a sale of 47.00 from Wang's card by chip
    And new paper is put in
    And the cashier reprints the slip

  @case:CNRY-GUARANTEE-ENDS @chapter:22 @defect:M57
  Scenario: guarantee.ends-once: a pre-authorisation is completed twice, and only the host says no
    Given the cashier took a pre-authorisation of 200.00 from Wang's card by chip
    And the cashier completed 150.00 of the pre-authorisation
    When the cashier completes 40.00 of the pre-authorisation

  @case:CNRY-REFUND-WITHIN-5 @chapter:11 @defect:M42
  Scenario: refund.within: an open refund is not counted, and only the host says no
    Given the cashier took a sale of 100.00 from Li's card by stripe
    And the host books the next refund but never answers
    When the cashier refunds 50.00 of the sale
    And the cashier refunds 100.00 of the sale
