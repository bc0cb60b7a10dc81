@chapter:13
Feature: A void whose answer is lost

  A void in doubt is reversed: the sale stands again, the cardholder is charged again, and the void can be
  done once more. Sale and money never fall apart.

  @case:VOID-020
  Scenario Outline: The void breaks off, the sale stands again
    Given the cashier does not try again when left in the dark
    And the cashier took a sale of 440.00 from Wang's card by <face>
    And the terminal loses power for 12 seconds when <moment>
    When the cashier voids the sale
    And the cashier takes a sale of 8.00 from Li's card by stripe
    Then the void reversal reached the host before the second sale
    And the first sale stands
    And the void is reversed
    And Wang has paid 440.00 in all
    And Li has paid 8.00 in all
    And the merchant has earned 448.00
    And the bank told Wang of 1 renewed charge of 440.00
    And after the cut the terminal announced that the transaction is reversed

    Examples:
      | face   | moment                                         |
      | stripe | the void is booked and the answer has not left |
      | chip   | the void's answer is under way                 |
      | tap    | the void's answer has arrived                  |

  @case:VOID-021
  Scenario: The void never reached the host, and its reversal finds nothing to undo
    Given the cashier took a sale of 150.00 from Zhao's card by chip
    And the host ignores the next void
    When the cashier voids the sale
    And the cashier sends the pending reversal by hand
    Then the void reversal was answered 25
    And the void was never booked
    And the sale stands
    And Zhao has paid 150.00 in all
    And the merchant has earned 150.00
    And the reason of the reversal is 98

  @case:VOID-022
  Scenario: After the lost answer the void is done once more, and the customer gets the money once
    Given the cashier took a sale of 268.00 from Li's card by stripe
    And the host books the next void but never answers
    When the cashier voids the sale
    And the cashier tries the void again
    Then the host took two voids
    And the host took one void reversal
    And the void reversal was answered 00
    And the void took 2 tries
    And the sale is voided
    And the bank told Li of 1 renewed charge of 268.00
    And Li has paid nothing
    And the merchant has earned nothing
    And the acquirer keeps a fee of 0.00

  @case:VOID-023
  Scenario: The answer to the void fails its MAC
    Given the cashier took a sale of 72.00 from Wang's card by stripe
    And the host's answer to the next void has a wrong MAC
    When the cashier voids the sale
    And the cashier sends the pending reversal by hand
    Then the reason of the reversal is A0
    And the host took two sign-ons
    And the sale stands
    And the void is reversed
    And Wang has paid 72.00 in all

  @case:VOID-024
  Scenario: The card is pulled out while the void is under way, and the void stands all the same
    Given the cashier took a sale of 333.00 from Zhao's card by chip
    And the card is pulled when the void's answer is under way
    When the cashier voids the sale
    Then no void reversal reached the host
    And the void stands
    And the sale is voided
    And 2 void slips came out
    And Zhao has paid nothing
    And the merchant has earned nothing
    And the acquirer keeps a fee of 0.00

  @case:VOID-025
  Scenario: The void is done, only its slip is missing
    Given the practice lets an approval stand without a slip
    And the cashier took a sale of 61.00 from Wang's card by tap
    And the paper runs out for 3 minutes when the void's answer has arrived
    When the cashier voids the sale
    Then no void reversal reached the host
    And the sale is voided
    And no void slip came out
    And Wang has paid nothing
    And the cashier believes that the void went through

  @case:VOID-026
  Scenario: The void's send is reported as failed though the bytes went out, and the void is reversed before the next sale
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the line reports a failed send although the bytes go out for 10 seconds when the terminal is connected
    When the cashier voids the sale
    Then the terminal showed in doubt
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the void reversal reached the host before the second sale
    And the void is reversed
    And the first sale stands
    And Wang has paid 100.00 in all
    And Li has paid 20.00 in all

  @case:VOID-027
  Scenario: The same at closing time: the terminal says that the void is in doubt, and its reversal waits for tomorrow
    Given the cashier took a sale of 100.00 from Wang's card by chip
    And the line reports a failed send although the bytes go out for 10 seconds when the terminal is connected
    When the cashier voids the sale
    Then the terminal showed in doubt
    And no void reversal reached the host
    And the host took one void
    And Wang has paid nothing
