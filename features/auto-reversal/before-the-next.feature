@chapter:17
Feature: The automatic reversal goes out before the next transaction

  A sale that the terminal could not finish may stand at the bank. Whatever is done next, by whomever, the
  reversal goes first.

  @case:AREV-001
  Scenario: The same customer pays again at once
    Given the cashier does not try again when left in the dark
    And the host books the next sale but never answers
    When the cashier takes a sale of 88.00 from Wang's card by chip
    And the cashier takes a sale of 88.00 from Wang's card by chip
    Then the sale reversal reached the host before the second sale
    And the first sale is reversed
    And the second sale stands
    And Wang has paid for the sale once
    And the merchant has earned 88.00
    And the reason of the reversal is 98
    And the terminal showed reversal done

  @case:AREV-002
  Scenario: The next customer pays with another card
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 40 seconds when the sale's answer is under way
    When the cashier takes a sale of 1999.00 from Zhao's card by chip
    And the cashier takes a sale of 6.50 from Li's card by stripe
    Then the sale reversal reached the host before the second sale
    And Zhao has paid nothing
    And Li has paid 6.50 in all
    And the merchant has earned 6.50
    And the bank told Zhao of 1 cancellation of 1999.00

  @case:AREV-003
  Scenario Outline: Something else than a sale comes next
    Given the cashier does not try again when left in the dark
    And the cashier took a sale of 54.00 from Li's card by stripe
    And the host books the next sale but never answers
    When the cashier takes a sale of 112.00 from Wang's card by tap
    And <next>
    Then the sale reversal reached the host before the first <class>
    And the second sale is reversed
    And Wang has paid nothing
    And Li has paid <li> in all
    And the merchant has earned <earned>

    Examples:
      | next                                                       | class           | li    | earned |
      | the cashier voids the first sale with Li's card by stripe  | void            | 0.00  | 0.00   |
      | the cashier refunds 14.00 of the first sale without the card | refund        | 40.00 | 40.00  |
      | the cashier asks for the balance of Li's card by stripe    | balance enquiry | 54.00 | 54.00  |

  @case:AREV-004
  Scenario: The host's answer to the reversal fails its MAC
    Given the host books the next sale but never answers
    And the host's answer to the next sale reversal has a wrong MAC
    When the cashier takes a sale of 199.00 from Li's card by stripe
    And the cashier takes a sale of 21.00 from Wang's card by tap
    Then the host took two sale reversals
    And the second sale reversal was answered 00
    And the first sale is reversed
    And Li has paid nothing
    And Wang has paid 21.00 in all
    And the bank told Li of 1 cancellation of 199.00

  @case:AREV-005
  Scenario: The line is down: no new sale until the reversal is through
    Given the cashier does not try again when left in the dark
    And the line goes down when the sale's answer is under way
    When the cashier takes a sale of 660.00 from Wang's card by stripe
    And the cashier takes a sale of 33.00 from Li's card by stripe
    Then the terminal showed in doubt
    When the line is up again
    And the cashier tries the sale again
    Then the host took two sales
    And the sale reversal reached the host before the second sale
    And Wang has paid nothing
    And Li has paid 33.00 in all
    And the merchant has earned 33.00

  @case:AREV-006
  Scenario: The power goes again while the reversal is under way
    Given the cashier does not try again when left in the dark
    And the terminal loses power for 10 seconds when the sale is booked and the answer has not left
    And the terminal loses power for 10 seconds when the sale reversal is booked and the answer has not left
    When the cashier takes a sale of 275.00 from Zhao's card by chip
    And the cashier takes a sale of 19.00 from Li's card by stripe
    And the cashier takes a sale of 19.00 from Li's card by stripe
    Then the host took two sale reversals
    And the first sale is reversed
    And Zhao has paid nothing
    And Li has paid 19.00 in all
    And the merchant has earned 19.00
    And the bank told Zhao of 1 cancellation of 275.00

  @case:AREV-007
  Scenario: Nothing is owed, and a reversal by hand sends nothing
    Given the cashier took a sale of 48.00 from Wang's card by chip
    When the cashier sends the pending reversal by hand
    Then the terminal showed refused
    And no sale reversal reached the host
    And the sale stands
    And Wang has paid 48.00 in all

  @case:AREV-008
  Scenario: The chip refused after the bank had approved, and the same card pays by tap once the reversal is through
    Given the cashier does not try again when left in the dark
    And the chip refuses the second decision
    And the host ignores the next sale reversal
    When the cashier takes a sale of 380.00 from Wang's card by chip
    And the cashier takes a sale of 38.00 from Wang's card by tap
    Then the reason of the reversal is 06
    And the host took two sale reversals
    And the first sale is reversed
    And the second sale stands
    And Wang has paid 38.00 in all
    And the bank told Wang of 1 cancellation of 380.00
