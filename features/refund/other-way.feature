@chapter:11
Feature: An open refund that is tried again another way goes out as it was

  Who tries a refund again may take another way than the first time: with the card, without it, by another face. The
  terminal shows the open refund, and what goes out is the first request, not one made of the card presented now.

  @case:RFND-040
  Scenario: The first try went without the card and was answered without a MAC; the next one presents it
    Given the cashier took a sale of 100.00 from Li's card by stripe
    And the host's answer to the next refund has no MAC
    When the cashier refunds 1.00 of the sale without the card
    Then the terminal showed declared open
    When the cashier refunds 1.00 of the sale
    Then the host took two refunds
    And the terminal showed approved
    And the sale is partly refunded
    And Li has paid 99.00 in all
    And the merchant has earned 99.00
    And the bank told Li of 1 refund of 1.00

  @case:RFND-041
  Scenario: The first try was refused for its keys, without the card; the next one taps it and pays once
    Given the cashier took a sale of 250.00 from Wang's card by tap
    And the host loses the terminal's working keys
    When the cashier refunds 50.00 of the sale without the card
    Then the terminal showed declared open
    When the cashier refunds 50.00 of the sale
    Then the host took two sign-ons
    And the host took two refunds
    And Wang has paid 200.00 in all
    And the merchant has earned 200.00
    And the bank told Wang of 1 refund of 50.00

  @case:RFND-045
  Scenario: The first send is lost, another order comes between, and the repeat carries the old number
    Given the cashier took a sale of 120.00 from Li's card by stripe
    And the line goes down for 10 seconds when the refund's request is under way
    When the cashier refunds 100.00 of the sale
    And 1 minute passes
    And the cashier queries the first sale
    And the cashier tries the refund again
    Then the sale is partly refunded
    And Li has paid 20.00 in all
    And the host took one refund

  @case:RFND-046
  Scenario: An open refund that is declined on its repeat is over, also after a day and a restart
    Given the cashier took a sale of 100.00 from Li's card by stripe
    And somebody on the line declines the next refund with code 12 and a false MAC
    When the cashier refunds 10.00 of the sale
    And the cashier tries the refund again
    And 1 day passes
    And the terminal is switched off and on again
    And the cashier takes a sale of 1.00 from Li's card by stripe
    Then the cashier believes that the refund did not go through
    And Li has paid 101.00 in all
