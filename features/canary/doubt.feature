@canary
Feature: The rules of doubt sound: what nobody settles, what nobody tells, what proves nothing
  Each scenario here must fail by the rule that begins its name, and by no other.

  @case:CNRY-DOUBT-RESOLVED @chapter:2 @defect:M08
  Scenario: doubt.resolved: no answer came, nothing is reversed, and the next customer is served
    Given the host books the next sale but never answers
    When the cashier takes a sale of 688.00 from Wang's card by chip
    And the cashier takes a sale of 12.00 from Li's card by stripe

  @case:CNRY-DOUBT-RESOLVED-2 @chapter:23 @defect:M11
  Scenario: doubt.resolved: the card is pulled after the approval, and the approval is forgotten
    Given the card is pulled when the sale's answer has arrived
    When the cashier takes a sale of 75.00 from Wang's card by chip
    And the cashier takes a sale of 9.90 from Li's card by stripe

  @case:CNRY-DOUBT-ANNOUNCED @chapter:5 @defect:M51
  Scenario: doubt.announced: power is back, and the terminal says nothing of the sale that was under way
    Given the terminal loses power for 20 seconds when the sale has reached the host
    When the cashier takes a sale of 45.60 from Zhao's card by chip

  @case:CNRY-DOUBT-RESOLVED-3 @chapter:11 @defect:M51
  Scenario: doubt.resolved: power goes while a refund that was paid is tried again, and nobody is told any more
    Given the cashier took a sale of 480.00 from Wang's card by chip
    And the host books the next refund but never answers
    And the terminal loses power for 30 seconds the second time that the refund has reached the host
    When the cashier refunds 160.00 of the sale
    And the cashier tries the refund again

  @case:CNRY-DOUBT-ANNOUNCED-2 @chapter:11 @defect:M51
  Scenario: doubt.announced: power goes while an open refund is tried again, and the terminal says nothing of it
    Given the cashier took a sale of 480.00 from Li's card by stripe
    And the host ignores the next refund, 2 times
    And the terminal loses power for 30 seconds the second time that the refund has reached the host
    When the cashier refunds 160.00 of the sale
    And the cashier tries the refund again

  @case:CNRY-ANSWER-LATE @chapter:2 @defect:M35
  Scenario: answer.late: an approval that comes after the timeout is taken for the answer
    Given the host answers the next sale 70 seconds late
    When the cashier takes a sale of 320.00 from Wang's card by chip
    And the cashier sends the pending reversal by hand

  @case:CNRY-ANSWER-PROVEN @chapter:12 @defect:M56
  Scenario: answer.proven: somebody on the line turns the answer into an approval, and the wrong MAC is only logged
    Given the host's answer to the next sale has a wrong MAC
    When the cashier takes a sale of 900.00 from Wang's card by chip

  @case:CNRY-ANSWER-PROVEN-2 @chapter:12 @defect:M36
  Scenario: answer.proven: an answer that echoes another trace number is taken by its message type
    Given the host's answer to the next sale echoes field 11 wrongly
    When the cashier takes a sale of 60.00 from Zhao's card by chip
