@chapter:12
Feature: Replayed and forged answers, and keys that are not right

  Somebody between terminal and bank may play an old answer again or make one up. And a terminal whose
  keys are not right must do no business until it has signed on anew.

  @case:FRD-020
  Scenario: The approval of an earlier sale is played for a later one
    Given the cashier does not try again when left in the dark
    And the host's answer to the next sale comes only with the following request
    When the cashier takes a sale of 20.00 from Wang's card by stripe
    And the cashier takes a sale of 950.00 from Li's card by stripe
    Then the first sale is reversed
    And Wang has paid nothing
    And Li has paid 950.00 in all
    And the merchant has earned 950.00
    And the sale reversal reached the host before the second sale

  @case:FRD-021
  Scenario: The approval of a refund is played twice
    Given the cashier took a sale of 700.00 from Zhao's card by chip
    And the host answers the next refund twice
    When the cashier refunds 300.00 of the sale
    And 5 minutes pass
    Then the host took one refund
    And Zhao has paid 400.00 in all
    And the merchant has earned 400.00
    And 2 refund slips came out
    And the bank told Zhao of 1 refund of 300.00

  @case:FRD-022
  Scenario: A forged decline does not make the terminal forget a sale
    Given the cashier does not try again when left in the dark
    And somebody on the line declines the next sale with code 05 and a false MAC
    When the cashier takes a sale of 310.00 from Wang's card by chip
    And the cashier takes a sale of 15.00 from Li's card by stripe
    Then the sale reversal was answered 12
    And the reason of the reversal is A0
    And the host took two sign-ons
    And the first sale was never booked
    And Wang has paid nothing
    And Li has paid 15.00 in all

  @case:FRD-023
  Scenario: A decline of a refund that fails its MAC proves nothing: the refund stays open
    Given the cashier took a sale of 185.00 from Li's card by stripe
    And somebody on the line declines the next refund with code 12 and a false MAC
    When the cashier refunds 85.00 of the sale
    Then the terminal showed declared open
    And the terminal never showed declined
    And the cashier believes that the refund is left to the operator
    And the refund was never booked
    And the host took one refund
    And Li has paid 185.00 in all
    And the merchant has earned 185.00

  @case:FRD-024
  Scenario: Keys with a wrong check value: no sale until signed on anew
    Given the host demands a new sign-on
    And the keys of the next sign-on come with a wrong check value
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 42.00 from Wang's card by tap
    Then the sale was answered 77
    When the cashier takes a sale of 42.00 from Wang's card by tap
    Then the terminal showed sign-on failed
    When the cashier signs the terminal on
    And the cashier takes a sale of 42.00 from Wang's card by tap
    Then the host took two sales
    And the third sale stands
    And Wang has paid 42.00 in all
    And the merchant has earned 42.00

  @case:FRD-025
  Scenario: Keys with a wrong check value block voids and refunds as well
    Given the cashier took a sale of 130.00 from Li's card by stripe
    And the host demands a new sign-on
    And the keys of the next sign-on come with a wrong check value
    When the cashier voids the sale
    And the cashier refunds 130.00 of the sale
    Then the void was answered 77
    And the terminal showed sign-on failed
    When the cashier signs the terminal on
    And the cashier refunds 30.00 of the sale
    Then the host took one refund
    And the sale is partly refunded
    And Li has paid 100.00 in all
    And the merchant has earned 100.00

  @case:FRD-026
  Scenario: Wrong keys came by hand, and the old ones are not thrown away for them
    Given the keys of the next sign-on come with a wrong check value
    When the cashier signs the terminal on
    Then the terminal showed sign-on failed
    When the cashier signs the terminal on
    And the cashier takes a sale of 27.50 from Zhao's card by chip
    Then the terminal showed signed on
    And the host took three sign-ons
    And the sale stands
    And Zhao has paid 27.50 in all

  @case:FRD-027
  Scenario: The good answer to an old balance enquiry is played for a sale that the account does not cover
    Given the host's answer to the next balance enquiry comes only with the following request
    When the cashier asks for the balance of Wang's card by stripe
    And the cashier takes a sale of 6000.00 from Li's card by stripe
    Then the sale was answered 51
    And the terminal never showed approved
    And the terminal showed declined
    And no sale reversal reached the host
    And no whole slip came out
    And Li has paid nothing
    And the merchant has earned nothing
    And the cashier believes that the sale did not go through
