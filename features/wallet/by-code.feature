@chapter:20
Feature: Wallets by code

  The customer shows a code, or scans the terminal's. What came of it the platform knows by the order's number: an unknown
  result is asked for, and cancelled if it stays unknown. It is never reversed.

  @case:WAL-001
  Scenario: The customer shows a code and pays at once
    When the cashier takes a wallet payment of 120.00 from Li
    Then the wallet payment stands
    And Li has paid for the sale once
    And Li's wallet has paid 120.00
    And the merchant has earned 120.00
    And the acquirer keeps a fee of 0.46
    And the bank told Li of 1 charge of 120.00
    And 2 wallet payment slips came out
    And no wallet query reached the host
    And the cashier believes that the wallet payment went through

  @case:WAL-002
  Scenario: The customer scans the terminal's code
    When the cashier shows a code for 66.60 and Wang scans it
    Then the code payment stands
    And the terminal showed a code to scan
    And Wang has paid for the sale once
    And Wang's wallet has paid 66.60
    And 2 code payment slips came out
    And no wallet cancellation reached the host

  @case:WAL-003
  Scenario: A large amount waits for the customer, and the terminal asks until it is paid
    When the cashier takes a wallet payment of 1200.00 from Li, who confirms after 12 seconds
    Then the wallet payment stands
    And the wallet payment was answered 09
    And Li's wallet has paid 1200.00
    And the host took three wallet queries
    And no wallet cancellation reached the host

  @case:WAL-004
  Scenario: The customer never confirms
    When the cashier takes a wallet payment of 1200.00 from Li, who never confirms
    Then the wallet payment was never booked
    And the terminal showed order closed
    And the host took one wallet cancellation
    And the wallet query reached the host before the first wallet cancellation
    And Li has paid nothing
    And the cashier believes that the wallet payment did not go through
    And no sale reversal reached the host

  @case:WAL-005
  Scenario: The customer refuses in the wallet
    When the cashier takes a wallet payment of 1200.00 from Li, who refuses in the wallet
    Then the wallet payment was never booked
    And the terminal showed order closed
    And no wallet cancellation reached the host
    And Li has paid nothing

  @case:WAL-006
  Scenario: The customer confirms after the terminal gave up
    When the cashier takes a wallet payment of 1200.00 from Li, who confirms after 90 seconds
    Then the wallet payment was never booked
    And the terminal showed order closed
    And Li has paid nothing
    And nothing more happens for 1 hour

  @case:WAL-007
  Scenario: Nobody scans the terminal's code
    When the cashier shows a code for 45.00 and Zhao never scans it
    Then the code payment was never booked
    And the terminal showed order closed
    And the host took one wallet cancellation
    And Zhao has paid nothing

  @case:WAL-008
  Scenario: The code is scanned after the order was closed
    When the cashier shows a code for 45.00 and Zhao scans it after 100 seconds
    Then the code payment was never booked
    And the terminal showed order closed
    And Zhao has paid nothing

  @case:WAL-009
  Scenario: The wallet has not enough
    When the cashier takes a wallet payment of 120.00 from Zhao
    Then the wallet payment was answered 51
    And the terminal showed declined
    And no wallet query reached the host
    And Zhao has paid nothing

  @case:WAL-010
  Scenario: The answer is lost, and the query finds the payment
    Given the host books the next wallet payment but never answers
    When the cashier takes a wallet payment of 120.00 from Li
    Then the wallet payment stands
    And the host took one wallet query
    And Li has paid for the sale once
    And the wallet payment took 1 try
    And no sale reversal reached the host

  @case:WAL-011
  Scenario: The platform takes its time, and the order is not to be found at first
    Given the issuer takes 40 seconds for the next wallet payment
    When the cashier takes a wallet payment of 120.00 from Li
    Then the wallet payment stands
    And the wallet payment was answered 98
    And Li has paid for the sale once
    And no wallet cancellation reached the host

  @case:WAL-012
  Scenario: The platform takes so long that the order is closed before it comes
    Given the issuer takes 3 minutes for the next wallet payment
    When the cashier takes a wallet payment of 120.00 from Li
    Then the wallet payment was never booked
    And the terminal showed order closed
    And Li has paid nothing
    And nothing more happens for 1 hour

  @case:WAL-013
  Scenario: The query is lost too, and what was paid is given back
    Given the host books the next wallet payment but never answers
    And the host ignores the next wallet query
    When the cashier takes a wallet payment of 120.00 from Li
    Then the wallet payment is voided
    And the terminal showed order closed
    And the host took one wallet cancellation
    And Li has paid nothing
    And the bank told Li of 1 charge of 120.00
    And the bank told Li of 1 cancellation of 120.00
    And the acquirer keeps a fee of 0.00

  @case:WAL-014
  Scenario: The answer to the cancellation is lost, and it is seen through
    Given the host books the next wallet cancellation but never answers
    When the cashier takes a wallet payment of 1200.00 from Li, who never confirms
    Then the wallet payment was never booked
    And the terminal showed order closed
    And the host took two wallet cancellations
    And Li has paid nothing

  @case:WAL-015
  Scenario: A payment is voided at the terminal, through the platform
    Given the cashier took a wallet payment of 120.00 from Li
    When the cashier voids the wallet payment
    Then the wallet payment is voided
    And the wallet cancellation stands
    And Li has paid nothing
    And the bank told Li of 1 cancellation of 120.00
    And 2 wallet cancellation slips came out

  @case:WAL-016
  Scenario: The void's answer is lost; it is asked for and repeated under its own number
    Given the cashier took a wallet payment of 120.00 from Li
    And the host books the next wallet cancellation but never answers
    When the cashier voids the wallet payment
    Then the wallet payment is voided
    And the host took two wallet cancellations
    And Li has paid nothing
    And the bank told Li of 1 cancellation of 120.00
    And the cashier believes that the wallet void went through

  @case:WAL-017
  Scenario: Parts go back by refund, and no more than was paid
    Given the cashier took a wallet payment of 120.00 from Li
    And the cashier refunded 50.00 of the wallet payment
    When the cashier refunds 80.00 of the wallet payment
    Then the wallet payment is partly refunded
    And the terminal showed refused
    And the host took one wallet refund
    And Li's wallet has paid 70.00
    And the merchant has earned 70.00

  @case:WAL-018
  Scenario: The refund's answer is lost, and it pays once
    Given the cashier took a wallet payment of 120.00 from Li
    And the host books the next wallet refund but never answers
    When the cashier refunds 120.00 of the wallet payment
    Then the wallet payment is refunded
    And the host took one wallet refund
    And Li has paid nothing
    And the bank told Li of 1 refund of 120.00
    And the cashier believes that the wallet refund went through

  @case:WAL-019
  Scenario: The refund never arrived, and is repeated under its own number
    Given the cashier took a wallet payment of 120.00 from Li
    And the host ignores the next wallet refund
    When the cashier refunds 120.00 of the wallet payment
    Then the wallet payment is refunded
    And the host took two wallet refunds
    And Li has paid nothing
    And the bank told Li of 1 refund of 120.00

  @case:WAL-020
  Scenario: A refund once begun is not begun again under another number
    Given the cashier took a wallet payment of 120.00 from Li
    And the issuer answers the next wallet refund 5 seconds after the acquirer gave up
    When the cashier refunds 40.00 of the wallet payment
    Then the wallet payment is partly refunded
    And the bank told Li of 1 refund of 40.00
    And Li's wallet has paid 80.00

  @case:WAL-021
  Scenario: A payment is queried by hand
    Given the cashier took a wallet payment of 120.00 from Li
    When the cashier queries the wallet payment
    Then the terminal showed a query result
    And the host took one wallet query
    And the wallet payment stands

  @case:WAL-022
  Scenario: The slip of a payment is printed again and moves nothing
    Given the cashier took a wallet payment of 120.00 from Li
    When the cashier reprints the slip of the wallet payment
    Then 2 slips marked as duplicate came out
    And the host took one wallet payment
    And Li has paid for the sale once

  @case:WAL-023
  Scenario Outline: <name>: power goes when <moment>; the order is asked for, and Li pays <paid>
    Given the terminal loses power for 10 seconds when <moment>
    And the cashier does not try again when left in the dark
    When the cashier takes a wallet payment of 120.00 from Li
    And the cashier takes a sale of 5.00 from Wang's card by chip
    Then after the cut the terminal announced <outcome>
    And Li's wallet has paid <paid>
    And Wang has paid 5.00 in all
    And no sale reversal reached the host

    Examples:
      | name | moment                                                       | outcome                           | paid   |
      | P2   | the wallet payment's request is under way                    | that the transaction stands       | 120.00 |
      | P2   | the wallet payment is booked and the answer has not left     | that the transaction stands       | 120.00 |
      | P3   | the wallet payment's answer has arrived                      | that the transaction stands       | 120.00 |
      | P8   | the approval is shown                                        | that the transaction stands       | 120.00 |

  @case:WAL-024
  Scenario Outline: Power goes when <moment>, while an order is being cancelled: it is seen through
    Given the terminal loses power for 10 seconds when <moment>
    And the cashier does not try again when left in the dark
    When the cashier takes a wallet payment of 1200.00 from Li, who never confirms
    Then after the cut the terminal announced that the order is closed
    And Li has paid nothing
    And the wallet payment was never booked

    Examples:
      | moment                                                             |
      | the wallet query's request is under way                            |
      | the wallet cancellation's request is under way                     |
      | the wallet cancellation is decided and the answer has not left     |
      | the wallet cancellation's answer has arrived                       |
      | the order is called closed                                         |

  @case:WAL-025
  Scenario: The line is gone as well when power is back; the order is settled before the next one
    Given the line goes down when the wallet payment's request is under way
    And the terminal loses power for 10 seconds when the wallet payment's request is under way
    And the cashier does not try again when left in the dark
    When the cashier takes a wallet payment of 120.00 from Li
    And the line is up again
    And the cashier takes a wallet payment of 30.00 from Wang
    Then the first wallet payment was never booked
    And the second wallet payment stands
    And the terminal showed order closed
    And Li has paid nothing
    And Wang's wallet has paid 30.00

  @case:WAL-026
  Scenario: No connection at all: nothing was sent, and nothing is owed
    Given the host goes down
    When the cashier takes a wallet payment of 120.00 from Li
    Then the terminal showed failed
    And no wallet payment reached the host
    And Li has paid nothing
