Feature: Five thousand transactions in a row

  A day at a busy counter, a month at a quiet one. It takes its time, so that it runs only where it is named.

  @case:LONG-900 @chapter:25
  Scenario: Five thousand sales, one in seven with a power cut
    When the cashier takes 5000 sales of 1.00 from Wang's card by chip, one in 7 with a power cut, and settles after every 500
    Then the host closed 10 batches
    And all closed batches together come to what the merchant has earned by card
