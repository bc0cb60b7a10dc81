@chapter:11
Feature: A refund that fails half-way is tried again and pays once

  A refund is never reversed. One whose result nobody knows is declared open; the same refund tried again
  must be recognised by the host as the same one.

  @case:RFND-001
  Scenario Outline: The power goes in the middle of a refund
    Given the cashier took a sale of 480.00 from Wang's card by <face>
    And the terminal loses power for 30 seconds when <moment>
    When the cashier refunds 160.00 of the sale
    Then the terminal showed declared open
    When the cashier tries the refund again
    Then the refund stands
    And the sale is partly refunded
    And Wang has paid 320.00 in all
    And the merchant has earned 320.00
    And the bank told Wang of 1 refund of 160.00
    And no sale reversal reached the host

    Examples:
      | face   | moment                                           |
      | stripe | the refund's request is under way                |
      | chip   | the refund has reached the host                  |
      | tap    | the refund is booked and the answer has not left |
      | stripe | the refund's answer is under way                 |

  @case:RFND-002
  Scenario: The refund's answer arrived, then the power went before anything was shown
    Given the cashier took a sale of 99.00 from Li's card by stripe
    And the terminal loses power for 10 seconds when the refund's answer has arrived
    When the cashier refunds the sale
    And the cashier tries the refund again
    Then the sale is refunded
    And Li has paid nothing
    And the merchant has earned nothing
    And the bank told Li of 1 refund of 99.00

  @case:RFND-003
  Scenario: The host crashed after booking the refund and answers the repeat when it is back
    Given the cashier took a sale of 1280.00 from Zhao's card by chip
    And the host crashes for 5 minutes after it booked the next refund
    When the cashier refunds 280.00 of the sale
    And 10 minutes pass
    And the cashier tries the refund again
    Then the cashier believes that the refund went through
    And Zhao has paid 1000.00 in all
    And the merchant has earned 1000.00
    And the bank told Zhao of 1 refund of 280.00
    And 2 refund slips came out

  @case:RFND-004
  Scenario: The host's database refuses the refund; a second try is a new one and pays once
    Given the cashier took a sale of 57.60 from Wang's card by tap
    And the host's database fails at the next refund
    When the cashier refunds the sale
    Then the terminal showed declined
    And the refund was answered 96
    When the cashier tries the refund again
    Then the refund was answered 00
    And the sale is refunded
    And Wang has paid nothing
    And the merchant has earned nothing
