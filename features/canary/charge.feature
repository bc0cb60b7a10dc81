@canary
Feature: The money rules sound: charges, books, messages, fees
  Each scenario here must fail by the rule that begins its name, and by no other. A seeded defect of the reference
  terminal, or a fault of the host where only a host can break the rule, brings it about.

  @case:CNRY-INTENT-CHARGED-ONCE @chapter:9 @defect:M08
  Scenario: intent.charged-once: a timeout is shown as a failure, and the cashier charges again
    Given the host books the next sale but never answers
    When the cashier takes a sale of 158.00 from Wang's card by chip
    And the cashier tries the sale again

  @case:CNRY-INTENT-CHARGED-ONCE-2 @chapter:9 @defect:M51
  Scenario: intent.charged-once: the cashier left in the dark charges twice
    Given the terminal loses power for 20 seconds when the terminal writes record 6
    When the cashier takes a sale of 86.00 from Zhao's card by tap

  @case:CNRY-BOOKS-AGREE @chapter:8
  Scenario: books.agree: the issuer approves and forgets to book, so that only the acquirer's book has the sale
    Given the issuer says yes to the next sale and forgets to book it
    When the cashier takes a sale of 120.00 from Wang's card by chip

  @case:CNRY-BOOKS-AGREE-2 @chapter:8
  Scenario: books.agree: the reversal is booked by the acquirer and forgotten by the issuer
    Given the host books the next sale but never answers
    And the issuer says yes to the next sale reversal and forgets to book it
    When the cashier takes a sale of 240.00 from Li's card by stripe
    And the cashier takes a sale of 12.00 from Zhao's card by chip

  @case:CNRY-CLAIM-SCREEN @chapter:4 @defect:M53
  Scenario: claim.screen: a decline whose code the terminal does not know is shown as approved
    Given the host declines the next sale with code 62
    When the cashier takes a sale of 99.00 from Wang's card by chip

  @case:CNRY-CLAIM-PAPER @chapter:19 @defect:M54
  Scenario: claim.paper: an earlier slip printed again could be taken for a second original
    Given the cashier took a sale of 33.00 from Li's card by stripe
    And the cashier took a sale of 44.00 from Zhao's card by chip
    When the cashier reprints the slip of the first sale

  @case:CNRY-CLAIM-MESSAGE @chapter:18
  Scenario: claim.message: the bank charges and forgets to tell its cardholder
    Given the bank forgets its message about the next sale
    When the cashier takes a sale of 58.00 from Wang's card by tap

  @case:CNRY-FEE-FOLLOWS @chapter:9
  Scenario: fee.follows: the void gives the money back and the acquirer keeps the fee
    Given the cashier took a sale of 500.00 from Wang's card by chip
    And the acquirer forgets the fee of the next void
    When the cashier voids the sale

  @case:CNRY-POINTS-FOLLOW @chapter:26
  Scenario: points.follow: the void gives the money back and the acquirer leaves the points
    Given the cashier took a sale of 500.00 from Wang's card by chip
    And the acquirer forgets the points of the next void
    When the cashier voids the sale
