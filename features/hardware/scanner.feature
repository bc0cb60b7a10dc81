@chapter:3
Feature: The code scanner is dead

  A payment code cannot be read; the customer can still scan the terminal's code, or pay by card.

  @case:HW-060
  Scenario: The scanner is dead, and the customer scans the terminal's code instead
    Given the scanner is dead
    When the cashier takes a wallet payment of 25.00 from Li
    And the cashier shows a code for 25.00 and Li scans it
    Then the terminal showed failed
    And no wallet payment reached the host
    And the code payment stands
    And Li's wallet has paid 25.00
    And Li has paid for the sale once

  @case:HW-061
  Scenario: The scanner works again
    Given the scanner is dead for 1 minute
    When the cashier takes a wallet payment of 25.00 from Li
    And 2 minutes pass
    And the cashier tries the wallet payment again
    Then the wallet payment stands
    And Li's wallet has paid 25.00
