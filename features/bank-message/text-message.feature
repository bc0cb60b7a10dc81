@chapter:18
Feature: The bank's text message and what it does not prove

  A phone may say "charged" while the terminal says nothing. In the end the messages must be in
  agreement with the money: a charge that was taken back is followed by a cancellation.

  @case:MSG-001
  Scenario: The phone says charged, the terminal says nothing, and the money comes back
    Given the terminal loses power for 25 seconds when the sale is booked and the answer has not left
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 218.00 from Wang's card by tap
    And the cashier sends the pending reversal by hand
    Then the bank told Wang of 1 charge of 218.00
    And the bank told Wang of 1 cancellation of 218.00
    And the sale is reversed
    And Wang has paid nothing
    And the cardholder believes that the sale did not go through

  @case:MSG-002
  Scenario: The issuer's own cancellation, after its answer came too late
    Given the issuer answers the next sale 15 seconds after the acquirer gave up
    When the cashier takes a sale of 1450.00 from Zhao's card by chip
    Then the sale was answered 98
    And the bank told Zhao of 1 charge of 1450.00
    And the bank told Zhao of 1 cancellation of 1450.00
    And no sale reversal reached the host
    And Zhao has paid nothing
    And the merchant has earned nothing
    And nothing more happens for 1 day

  @case:MSG-003
  Scenario: The issuer had cancelled already, and a refund on top of it is refused
    Given the issuer answers the next sale 20 seconds after the acquirer gave up
    When the cashier takes a sale of 730.00 from Li's card by stripe
    And the cashier refunds 730.00 of the sale
    Then the refund was never booked
    And the terminal showed declined
    And the bank told Li of 1 cancellation of 730.00
    And the bank told Li of no refunds
    And Li has paid nothing
    And the merchant has earned nothing

  @case:MSG-004
  Scenario: The issuer cannot be reached, and the phone stays silent
    Given the issuer is unavailable at the next sale
    When the cashier takes a sale of 84.00 from Wang's card by chip
    Then the terminal showed declined
    And the bank told Wang of no charges
    And the sale was never booked
    And Wang has paid nothing
    And the cashier believes that the sale did not go through

  @case:MSG-005
  Scenario: A reversal reaches the acquirer while the issuer is away; the message comes later
    Given the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    And the issuer is unavailable at the next sale reversal
    When the cashier takes a sale of 96.00 from Li's card by stripe
    And the cashier sends the pending reversal by hand
    And 10 minutes pass
    Then the sale is reversed
    And the bank told Li of 1 cancellation of 96.00
    And Li has paid nothing
