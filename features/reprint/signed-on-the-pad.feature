Feature: Signed on the pad

  The cardholder signs on the terminal's pad instead of on the slip. The sale has happened by then: a signature that is
  cancelled, forgotten or lost changes nothing about the money, and is taken on paper instead. The picture goes to the
  host when the line is free, once, under its own sale, and before the batch is settled.

  @case:ESIG-001 @chapter:19
  Scenario: Signed, and the host has it
    When the cashier takes a sale of 120.00 from Wang's card by chip, signed on the pad
    Then the sale stands
    And the terminal showed signature taken
    And the host took one signature
    And the host has the signature on the sale
    And the paper says "SIGNED ON PAD"
    And the paper nowhere says "____________"
    And no receipt was sent to a phone
    And Wang has paid 120.00 in all

  @case:ESIG-002 @chapter:19
  Scenario: Signed, with the receipt by phone
    When the cashier takes a sale of 64.50 from Li's card by stripe, signed on the pad for a receipt by phone
    Then the host has the signature on the sale
    And a receipt of 64.50 was sent to a phone
    And 2 sale slips came out
    And the paper says "E-RECEIPT"
    And Li has paid 64.50 in all

  @case:ESIG-003 @chapter:19 @chapter:1
  Scenario: No paper, and the receipt by phone is the proof
    Given the practice lets an approval stand without a slip
    And the paper runs out
    When the cashier takes a sale of 88.00 from Wang's card by chip, signed on the pad for a receipt by phone
    Then no whole slip came out
    And a receipt of 88.00 was sent to a phone
    And the host has the signature on the sale
    And the sale stands
    And Wang has paid 88.00 in all

  @case:ESIG-004 @chapter:19
  Scenario: Cancelled on the pad: signed on paper, and the sale stands
    When the cashier takes a sale of 310.00 from Wang's card by chip and the cardholder cancels on the pad
    Then the sale stands
    And the terminal showed sign on paper
    And the terminal never showed signature taken
    And the paper says "SIGNATURE: ____________"
    And no signature reached the host
    And the host has no signature on the sale
    And the cashier believes that the sale went through
    And Wang has paid 310.00 in all

  @case:ESIG-005 @chapter:19
  Scenario: Nobody signs in time: signed on paper, and the sale stands
    When the cashier takes a sale of 45.00 from Zhao's card by chip and nobody signs on the pad
    Then the sale stands
    And the terminal showed sign on paper
    And the paper says "SIGNATURE: ____________"
    And Zhao has paid 45.00 in all

  @case:ESIG-006 @chapter:19 @chapter:3
  Scenario: The pad is dead for one sale, and works for the next
    Given the signature pad is dead
    And the cashier took a sale of 45.00 from Zhao's card by chip, signed on the pad
    And the signature pad works again
    When the cashier takes a sale of 30.00 from Wang's card by chip, signed on the pad
    Then the host has no signature on the first sale
    And the host has the signature on the second sale
    And the first sale stands
    And the second sale stands
    And the paper says "SIGNATURE: ____________"

  @case:ESIG-007 @chapter:19
  Scenario: Two customers sign one after the other, each under the own sale
    Given the cashier took a sale of 70.00 from Li's card by stripe, signed on the pad
    When the cashier takes a sale of 30.00 from Wang's card by chip, signed on the pad
    Then the host took two signatures
    And the host has the signature on the first sale
    And the host has the signature on the second sale

  @case:ESIG-008 @chapter:19 @chapter:2
  Scenario: The line is down when it should go; it goes before the batch is settled
    Given the line goes down when the signature is shown as taken
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    And the line is up again
    When the cashier settles the batch
    Then the host has the signature on the sale
    And the signature reached the host before the first settlement
    And the host closed 1 batch
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00

  @case:ESIG-009 @chapter:19 @chapter:2
  Scenario: The answer to the signature is lost; the same one again is known as one
    Given the host books the next signature but never answers
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad for a receipt by phone
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the host took two signatures
    And the host has the signature on the first sale
    And a receipt of 120.00 was sent to a phone
    And Wang has paid 120.00 in all

  @case:ESIG-010 @chapter:19 @chapter:5
  Scenario Outline: Power goes when <moment>
    Given the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the first sale stands
    And Wang has paid 120.00 in all
    And no sale reversal reached the host
    And the host has <held> on the first sale

    Examples:
      | moment                                                | held          |
      | a signature is asked for                              | no signature  |
      | the signature is shown as taken                       | the signature |
      | the merchant's copy is to be torn off                 | the signature |
      | the signature's request is under way                  | the signature |
      | the signature is decided and the answer has not left  | the signature |
      | the signature's answer is under way                   | the signature |

  @case:ESIG-011 @chapter:19 @chapter:13
  Scenario: Voided before the signature went: it goes all the same, and no receipt is sent of it
    Given the line goes down when the signature is shown as taken
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad for a receipt by phone
    And the line is up again
    When the cashier voids the sale
    Then the sale is voided
    And the host has the signature on the sale
    And no receipt was sent to a phone
    And Wang has paid nothing

  @case:ESIG-012 @chapter:19
  Scenario: The host refuses the signature: it is taken on paper, and the sale stands
    Given the host declines the next signature with code 25
    When the cashier takes a sale of 120.00 from Wang's card by chip, signed on the pad
    Then the terminal showed sign on paper
    And 1 slip marked as duplicate came out
    And the paper says "SIGNATURE: ____________"
    And the sale stands
    And the host has no signature on the sale
    And the terminal never showed declared open
    And Wang has paid 120.00 in all

  @case:ESIG-013 @chapter:19 @chapter:21
  Scenario: The host never answers: after three tries it is taken on paper, and the batch is settled
    Given the host ignores the next signature, 3 times
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    When the cashier settles the batch
    Then the host took three signatures
    And the terminal showed sign on paper
    And the host closed 1 batch
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00

  @case:ESIG-014 @chapter:19 @chapter:17
  Scenario: A reversal that is owed goes before the signature
    Given the cashier does not try again when left in the dark
    And the host declines the next signature with code 96
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    And the host books the next sale but never answers
    And the cashier took a sale of 50.00 from Li's card by stripe
    When the cashier settles the batch
    Then the sale reversal reached the host before the second signature
    And the host has the signature on the first sale
    And the second sale is reversed
    And the host closed 1 batch
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00

  @case:ESIG-015 @chapter:19
  Scenario: A reprint says that it was signed on the pad
    Given the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    When the cashier reprints the slip
    Then 2 slips marked as duplicate came out
    And the paper nowhere says "____________"
    And the host took one signature

  @case:ESIG-016 @chapter:19 @chapter:7
  Scenario: The host asks for a sign-on first, and has the signature then
    Given the host declines the next signature with code A0
    And the cashier took a sale of 120.00 from Wang's card by chip, signed on the pad
    When the cashier takes a sale of 20.00 from Zhao's card by chip
    Then the host took two signatures
    And the host has the signature on the first sale

  @case:ESIG-017 @chapter:19
  Scenario: A declined sale is signed by nobody
    Given the host declines the next sale with code 51
    When the cashier takes a sale of 120.00 from Wang's card by chip, signed on the pad
    Then the sale was never booked
    And the terminal never showed the signature prompt
    And no signature reached the host
