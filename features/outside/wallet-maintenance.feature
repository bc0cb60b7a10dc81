@chapter:8
Feature: The wallet platform is in maintenance

  The platform looks at nothing. What had not reached it is refused; what had is known when it is back.

  @case:OUT-060
  Scenario: Maintenance from the start: refused, and paid by card
    Given the wallet platform is in maintenance
    When the cashier takes a wallet payment of 60.00 from Wang
    And the cashier takes a sale of 60.00 from Wang's card by chip
    Then the wallet payment was answered 91
    And the terminal showed declined
    And the sale stands
    And Wang has paid 60.00 in all

  @case:OUT-061
  Scenario: Maintenance begins behind a payment whose answer is lost
    Given the host books the next wallet payment but never answers
    And the wallet platform is in maintenance for 10 minutes when the wallet payment is booked and the answer has not left
    When the cashier takes a wallet payment of 60.00 from Wang
    And 20 minutes pass
    And the cashier takes a wallet payment of 15.00 from Li
    Then the first wallet payment is voided
    And the terminal showed in doubt
    And the terminal showed order closed
    And Wang has paid nothing
    And Li's wallet has paid 15.00
