@chapter:10
Feature: The record is queried to settle a doubt

  A cashier who saw no result must not guess. A query tells what the acquirer holds, and it tells so
  only after a reversal that is still owed has gone out.

  @case:QRY-001
  Scenario Outline: Nobody saw the result, and the query says what became of the money
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 20 seconds when <moment>
    When the cashier takes a sale of 68.50 from Wang's card by chip
    And the cashier queries the sale
    Then the sale <state>
    And Wang has paid nothing
    And the merchant has earned nothing
    And the terminal showed a query result
    And the cashier believes that the sale did not go through

    Examples:
      | moment                                           | state            |
      | the sale's request is under way                  | is reversed      |
      | the sale is booked and the answer has not left   | is reversed      |
      | the card makes its second decision               | is reversed      |

  @case:QRY-002
  Scenario: The power went while "approved" was on the screen, and the query confirms the sale
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 15 seconds when the approval is shown
    When the cashier takes a sale of 236.00 from Li's card by stripe
    Then after the cut the terminal announced that the transaction stands
    And no whole slip came out
    When the cashier queries the sale
    Then the query was answered 00
    And the sale stands
    And Li has paid 236.00 in all
    And the merchant has earned 236.00
    And no sale reversal reached the host
    And the cashier believes that the sale went through

  @case:QRY-003
  Scenario: The query gets no answer and is asked again
    Given the cashier took a sale of 45.00 from Zhao's card by tap
    And the host ignores the next query
    When the cashier queries the sale
    And the cashier tries the query again
    Then the terminal showed a query result
    And the host took two queries
    And the sale stands
    And Zhao has paid 45.00 in all

  @case:QRY-004
  Scenario: A reversal that cannot be delivered keeps the doubt open, and the query waits behind it
    Given the practice keeps a reversal until it is confirmed
    And the host books the next sale but never answers
    And the host ignores the next sale reversal, 3 times
    When the cashier takes a sale of 399.00 from Wang's card by stripe
    And the cashier queries the sale
    Then the terminal showed declared open
    When the cashier tries the query again
    Then the sale reversal reached the host before the first query
    And the host took four sale reversals
    And the host took one query
    And the sale is reversed
    And Wang has paid nothing
    And the cashier believes that the sale did not go through
