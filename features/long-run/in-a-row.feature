Feature: Thousands of transactions in a row

  What goes wrong once in a thousand times shows in a long row: numbers that come round, records that pile up, a
  reversal that is forgotten on a busy day. The power cuts fall where the seed draws them.

  @case:LONG-001 @chapter:25
  Scenario: Thirty sales, every third with a power cut
    When the cashier takes 30 sales of 1.00 from Wang's card by chip, one in 3 with a power cut, and settles after every 10
    Then the host closed 3 batches
    And all closed batches together come to what the merchant has earned by card

  @case:LONG-002 @chapter:25
  Scenario: Thirty taps, every second with a power cut
    When the cashier takes 30 sales of 1.00 from Zhao's card by tap, one in 2 with a power cut, and settles after every 15
    Then the host closed 2 batches
    And all closed batches together come to what the merchant has earned by card
