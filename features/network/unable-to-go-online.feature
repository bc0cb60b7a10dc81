@chapter:2
Feature: No connection for an ordinary sale by chip
  Nothing of it has left the terminal. Most practices let the sale fail; some tell the chip that the terminal is unable
  to go online and take its certificate for an offline sale. Where the request may have left they must not: it may have
  been booked, and its reversal is owed.

  @case:OFFL-040
  Scenario: Where the practice does not ask the chip, the sale fails and nobody pays
    Given the practice declines without a line
    And the line goes down
    And the cashier took a sale of 12.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the terminal showed failed
    And no offline sale reached the host
    And no sale reversal reached the host
    And Wang has paid nothing

  @case:OFFL-045 @chapter:17
  Scenario: The answer is lost, the chip is not asked: the sale is reversed
    Given the host books the next sale but never answers
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 12.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale is reversed
    And no offline sale reached the host
    And no offline sale slip came out
    And Wang has paid nothing

  @case:OFFL-046 @chapter:17
  Scenario: The line goes down behind the request: it may have arrived, and is reversed
    Given the line goes down for 5 minutes when the sale has reached the host
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 12.00 from Wang's card by chip
    And 6 minutes pass
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then no offline sale reached the host
    And the sale reversal reached the host before the second sale
    And Wang has paid nothing

  @case:OFFL-047 @chapter:17
  Scenario: The send is said to have failed: nobody knows what has left
    Given the line reports a failed send although the bytes go out for 1 minute when the terminal is connected
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 12.00 from Wang's card by chip
    And 2 minutes pass
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then no offline sale reached the host
    And the first sale is reversed
    And Wang has paid nothing
