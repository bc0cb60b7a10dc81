Feature: A batch is settled, and its totals are those of the books

  At the end of the day the terminal tells the host what its batch comes to. The host says whether that is so; then a
  slip is printed and the next batch begins.

  @case:SETL-001 @chapter:21
  Scenario: Sales, a void and a refund are settled
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier refunded 20.00 of the sale
    And the cashier took a sale of 80.00 from Li's card by stripe
    And the cashier voided the sale
    When the cashier settles the batch
    Then the settlement says 2 debits of 200.00 and 2 credits of 100.00
    And the host closed 1 batch
    And 0 transactions were uploaded
    And the cashier believes that the settlement went through

  @case:SETL-002 @chapter:21
  Scenario: An empty batch is settled with noughts
    When the cashier settles the batch
    Then the settlement says 0 debits of 0.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-003 @chapter:21
  Scenario: What was reversed or declined counts nowhere
    Given the cashier took a sale of 60.00 from Wang's card by chip
    And the host books the next sale but never answers
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 70.00 from Li's card by stripe
    And the host declines the next sale with code 51
    And the cashier took a sale of 90.00 from Zhao's card by tap
    When the cashier settles the batch
    Then the settlement says 1 debit of 60.00 and 0 credits of 0.00
    And the host closed 1 batch
    And Li has paid nothing

  @case:SETL-004 @chapter:21
  Scenario: Approved in part counts with that part
    Given the host approves only 40.00 of the next sale
    And the cashier took a sale of 100.00 from Wang's card by chip
    When the cashier settles the batch
    Then the settlement says 1 debit of 40.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-005 @chapter:21
  Scenario: What is only set aside counts nowhere, what is completed does
    Given the cashier took a pre-authorisation of 500.00 from Wang's card by chip
    And the cashier completed 420.00 of the pre-authorisation
    And the cashier took a pre-authorisation of 300.00 from Li's card by stripe
    When the cashier settles the batch
    Then the settlement says 1 debit of 420.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-006 @chapter:21
  Scenario: The next batch begins empty, and the settled sale can be refunded but not voided
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier settled the batch
    When the cashier voids the sale
    And the cashier refunds 120.00 of the sale
    And the cashier settles the batch
    Then the sale is refunded
    And no void reached the host
    And the settlement says 0 debits of 0.00 and 1 credit of 120.00
    And the host closed 2 batches

  @case:SETL-007 @chapter:21
  Scenario Outline: <verdict>, and the whole batch is uploaded
    Given the cashier took 10 sales of 10.00 from Wang's card by chip
    And <order>
    When the cashier settles the batch
    Then the host took two batch uploads
    And 10 transactions were uploaded
    And the host took one batch end
    And the host closed 1 batch
    And Wang has paid 100.00 in all

    Examples:
      | verdict                         | order                                                                 |
      | The host finds the totals wrong | the host finds the totals of the next settlement unequal              |
      | The host cannot tell            | the host cannot tell whether the totals of the next settlement are right |

  @case:SETL-008 @chapter:21
  Scenario: The host's calendar runs ahead, the batch is the same
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host's calendar day passes before the terminal's
    When the cashier settles the batch
    Then the settlement says 1 debit of 120.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-009 @chapter:21
  Scenario: The host wants a sign-on first and gets it
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host demands a new sign-on
    When the cashier settles the batch
    Then the host closed 1 batch
    And the host took two settlements

  @case:SETL-010 @chapter:21
  Scenario: The acquirer closed the batch by itself; the terminal says that it cannot settle it
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the acquirer opens a new batch
    When the cashier settles the batch
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the terminal showed declared open
    And the host closed 0 batches
    And the second sale stands

  @case:SETL-011 @chapter:21
  Scenario: No paper for the settlement slip; the batch is settled all the same
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the paper runs out
    When the cashier settles the batch
    Then the host closed 1 batch
    And the cashier believes that the settlement went through

  @case:SETL-012 @chapter:21
  Scenario: Wallet payments are no part of the card batch, and go back after it was settled
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier took a wallet payment of 50.00 from Li
    When the cashier settles the batch
    And the cashier refunds 20.00 of the wallet payment
    Then the host took one wallet refund
    And the wallet refund stands
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00
    And the host closed 1 batch

  @case:SETL-013 @chapter:21
  Scenario: The sign-on on the way opens another batch, and the old one is not passed over in silence
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the cashier signed the terminal off
    And the acquirer opens a new batch
    When the cashier settles the batch
    Then the terminal showed declared open
    And no settlement reached the host
    And the host closed 0 batches
