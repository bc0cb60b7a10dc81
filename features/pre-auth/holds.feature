Feature: Pre-authorisation, its completion and what takes them back

  A hotel or a filling station has money set aside first and takes its price later. What is set aside is still the
  cardholder's, and comes free again, whatever goes wrong on the way.

  @case:PAUTH-001 @chapter:22
  Scenario: Set aside, and nobody is paid
    When the cashier takes a pre-authorisation of 500.00 from Wang's card by chip
    Then the pre-authorisation stands
    And 500.00 of Wang's money is held
    And Wang has paid nothing
    And the merchant has earned nothing
    And the bank told Wang of 1 hold of 500.00

  @case:PAUTH-002 @chapter:22
  Scenario: Completed for less, the rest comes free
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    When the cashier completes 420.00 of the pre-authorisation
    Then the completion stands
    And the pre-authorisation is completed
    And Wang has paid 420.00 in all
    And none of Wang's money is held

  @case:PAUTH-003 @chapter:22
  Scenario: Voided before anything was bought
    Given the cashier took a pre-authorisation of 500.00 from Li's card by stripe
    When the cashier voids the pre-authorisation
    Then the pre-authorisation is voided
    And none of Li's money is held
    And Li has paid nothing

  @case:PAUTH-004 @chapter:22
  Scenario: A completion taken back sets the money aside again
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    And the cashier completed 420.00 of the pre-authorisation
    When the cashier voids the completion
    Then the completion is voided
    And the pre-authorisation stands
    And 500.00 of Wang's money is held
    And Wang has paid nothing

  @case:PAUTH-005 @chapter:22
  Scenario: The answer to the pre-authorisation is lost
    Given the host books the next pre-authorisation but never answers
    When the cashier takes a pre-authorisation of 500.00 from Wang's card by chip
    And the cashier takes a sale of 20.00 from Li's card by stripe
    Then the pre-authorisation is reversed
    And the reason of the reversal is 98
    And the pre-authorisation reversal reached the host before the first sale
    And none of Wang's money is held

  @case:PAUTH-006 @chapter:22
  Scenario: The answer to the completion is lost
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    And the host books the next completion but never answers
    And the cashier does not try again when left in the dark
    When the cashier completes 420.00 of the pre-authorisation
    And the cashier takes a sale of 20.00 from Li's card by stripe
    Then the completion is reversed
    And the pre-authorisation stands
    And 500.00 of Wang's money is held
    And Wang has paid nothing

  @case:PAUTH-007 @chapter:22
  Scenario: Completed twice is refused at the counter
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    And the cashier completed 420.00 of the pre-authorisation
    When the cashier completes 80.00 of the pre-authorisation
    Then the terminal showed refused
    And the host took one completion
    And Wang has paid 420.00 in all

  @case:PAUTH-008 @chapter:22
  Scenario: More than the practice allows
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    When the cashier completes 575.01 of the pre-authorisation
    Then the completion was answered 64
    And the pre-authorisation stands
    And 500.00 of Wang's money is held

  @case:PAUTH-009 @chapter:22
  Scenario: Somebody else's card
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    When the cashier completes 420.00 of the pre-authorisation with Li's card by stripe
    Then the terminal showed refused
    And no completion reached the host
    And 500.00 of Wang's money is held

  @case:PAUTH-010 @chapter:22
  Scenario: The card is pulled after the approval
    Given the card is pulled when the pre-authorisation is booked and the answer has not left
    When the cashier takes a pre-authorisation of 500.00 from Wang's card by chip
    And the cashier takes a sale of 20.00 from Li's card by stripe
    Then the pre-authorisation is reversed
    And none of Wang's money is held

  @case:PAUTH-011 @chapter:22
  Scenario Outline: Power lost around the booking of <what>
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    And the terminal loses power for 10 seconds when <moment>
    And the cashier does not try again when left in the dark
    When the cashier completes 420.00 of the pre-authorisation
    And the cashier takes a sale of 20.00 from Li's card by stripe
    Then the completion <state>
    And Wang has paid <paid> in all

    Examples:
      | what                | moment                              | state           | paid   |
      | the request         | the completion's request is under way | is reversed | 0.00   |
      | the host's book     | the completion is booked and the answer has not left | is reversed     | 0.00   |
      | the approved screen | the approval is shown | stands          | 420.00 |
