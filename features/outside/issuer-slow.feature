@chapter:8
Feature: The issuer behind the acquirer is away, slow or late
  A slow answer within the limit is an answer. Beyond it the acquirer declines, and whatever the issuer took goes
  back to the cardholder.

  @case:OUTS-010
  Scenario: The issuer takes twelve seconds, and everybody waits
    Given the issuer takes 12 seconds for the next sale
    When the cashier takes a sale of 83.00 from Wang's card by chip
    Then the sale stands
    And the sale was answered 00
    And the host took no sale reversals
    And Wang has paid 83.00 in all
    And the terminal never showed in doubt

  @case:OUTS-011
  Scenario: The issuer is away at the first try and back at the second
    Given the issuer is unavailable at the next sale
    When the cashier takes a sale of 19.80 from Zhao's card by tap
    Then the sale was never booked
    When the cashier tries the sale again
    Then the sale stands
    And the host took no sale reversals
    And Zhao has paid for the sale once
    And the bank told Zhao of 1 charge of 19.80

  @case:OUTS-012
  Scenario: Issuer late and power cut together: the cardholder is charged by neither
    Given the issuer answers the next sale 5 seconds after the acquirer gave up
    And the terminal loses power for 2 minutes when the sale's answer is under way
    When the cashier takes a sale of 960.00 from Li's card by stripe
    And the cashier takes a sale of 40.00 from Wang's card by tap
    Then the first sale was never booked
    And Li has paid nothing
    And the bank told Li of 1 cancellation of 960.00
    And Wang has paid 40.00 in all
    And the merchant has earned 40.00

  @case:OUTS-013
  Scenario: The refund meets a slow issuer; its end is unknown, and it is left to the operator with the sale untouched
    Given the cashier took a sale of 445.00 from Zhao's card by chip
    And the issuer takes 30 seconds for the next refund
    When the cashier refunds 445.00 of the sale
    And 5 minutes pass
    Then the refund was answered 98
    And the terminal showed declared open
    And the cashier believes that the refund is left to the operator
    And the sale stands
    And Zhao has paid 445.00 in all
    And the bank told Zhao of 0 refunds

  @case:OUTS-014
  Scenario: The card holds no money; the issuer declines, and nothing is owed
    When the cashier takes a sale of 5.00 from Chen's empty card by chip
    And the cashier takes a sale of 5.00 from Li's card by stripe
    Then the first sale was never booked
    And the first sale was answered 51
    And the host took no sale reversals
    And Chen has paid nothing
    And Li has paid 5.00 in all
