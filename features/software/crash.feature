@chapter:4
Feature: The terminal's software crashes while it writes its records
  A crash is played as power gone for a moment: memory is lost, and the record that was being written is old, new
  or torn. Records are counted from the sentence that arms the crash.

  @case:SOFT-001
  Scenario Outline: Crash before the sale is sent: <record>
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 1 second when <record>
    When the cashier takes a sale of 180.00 from Wang's card by chip
    And the cashier takes a sale of 36.00 from Li's card by stripe
    Then Wang has paid nothing
    And the host took one sale
    And Li has paid 36.00 in all
    And the merchant has earned 36.00

    Examples:
      | record                          |
      | the terminal writes record 1    |
      | the terminal writes record 3    |
      | record 2 is being made durable  |

  @case:SOFT-002
  Scenario Outline: Crash while the sale's own record is half saved: <record>
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 1 second when <record>
    When the cashier takes a sale of 640.00 from <person>'s card by chip
    And the cashier voids the sale
    And the cashier takes a sale of 16.00 from Li's card by stripe
    Then <person> has paid nothing
    And Li has paid 16.00 in all
    And the merchant has earned 16.00

    Examples:
      | record                         | person |
      | the terminal writes record 5   | Wang   |
      | record 4 is being made durable | Zhao   |

  @case:SOFT-003
  Scenario: Crashed twice more while it says that a reversal is owed, the terminal still owes it and says so
    Given the terminal loses power for 1 second when the sale has reached the host
    And the terminal loses power for 1 second the first time that the terminal announces a reversal
    And the terminal loses power for 1 second the second time that the terminal announces a reversal
    When the cashier takes a sale of 275.00 from Wang's card by chip
    Then after the cut the terminal announced that the transaction is reversed
    When the cashier takes a sale of 25.00 from Zhao's card by chip
    Then the host took one sale reversal
    And the sale reversal reached the host before the second sale
    And the first sale is reversed
    And Wang has paid nothing
    And Zhao has paid 25.00 in all

  @case:SOFT-004
  Scenario: The host loses the keys while a reversal is pending; sign-on goes first, then the reversal under the new key
    Given the host books the next sale but never answers
    When the cashier takes a sale of 410.00 from Zhao's card by chip
    And the terminal is switched off and on again
    And the host loses the terminal's working keys
    And the cashier signs the terminal on
    Then the terminal showed signed on
    And the host took two sign-ons
    When the cashier takes a sale of 41.00 from Wang's card by chip
    Then the host took one sale reversal
    And the sale reversal was answered 00
    And the sale reversal reached the host before the second sale
    And the first sale is reversed
    And Zhao has paid nothing
    And Wang has paid 41.00 in all
    And the merchant has earned 41.00

  @case:SOFT-005
  Scenario Outline: Crash while the refund is recorded: <record>
    Given the cashier does not try again when left in the dark
    And the cashier took a sale of 95.00 from Li's card by stripe
    And the terminal loses power for 1 second when <record>
    When the cashier refunds 95.00 of the sale
    And the cashier tries the refund again
    Then the sale is refunded
    And the bank told Li of 1 refund of 95.00
    And Li has paid nothing
    And the merchant has earned nothing

    Examples:
      | record                         |
      | the terminal writes record 3   |
      | record 3 is being made durable |
