Feature: Sign-off and the test of the line

  @case:SERV-001 @chapter:21
  Scenario: The terminal signs off, and the next sale signs it on again
    Given the cashier signed the terminal off
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the terminal showed signed off
    And the host took two sign-ons
    And the sale stands

  @case:SERV-002 @chapter:21
  Scenario: The pending reversal goes before the sign-off
    Given the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    And the cashier took a sale of 50.00 from Li's card by stripe
    When the cashier signs the terminal off
    Then the sale reversal reached the host before the first sign-off
    And Li has paid nothing

  @case:SERV-003 @chapter:21
  Scenario: The line is tested
    When the cashier tests the line
    Then the terminal showed line tested
    And the host took one line test

  @case:SERV-004 @chapter:21
  Scenario: The line is tested and there is none
    Given the line goes down
    When the cashier tests the line
    Then the terminal showed failed
    And no line test reached the host

  @case:SERV-005 @chapter:21
  Scenario: The host answers neither test nor sign-off
    Given the host ignores the next line test
    And the host ignores the next sign-off
    When the cashier tests the line
    And the cashier signs the terminal off
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the cashier believes that the line test did not go through
    And the sale stands
