@chapter:12
Feature: A repeat of an open refund that is declined with a right MAC settles it

  @case:FRD-040
  Scenario: A decline of a refund that proves nothing leaves it open, and the money is paid once in the end
    Given the cashier took a sale of 185.00 from Li's card by stripe
    And somebody on the line declines the next refund with code 12 and a false MAC
    When the cashier refunds 85.00 of the sale
    Then the terminal showed declared open
    When the cashier tries the refund again
    Then the refund was answered 12
    When the cashier tries the refund again
    Then the refund was answered 00
    And the sale is partly refunded
    And Li has paid 100.00 in all
    And the merchant has earned 100.00
    And the bank told Li of 1 refund of 85.00

