Feature: Settling is cut short, and the batch is settled once all the same

  The host may have closed the batch, the upload may be half done, the slip half printed. The terminal goes on where it
  was, takes no business before, and settles nothing twice.

  @case:SETL-020 @chapter:21
  Scenario Outline: Power is lost when <moment>
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the terminal loses power for 10 seconds when <moment>
    When the cashier settles the batch
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the host closed 1 batch
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00
    And the cashier believes that the settlement went through
    And the second sale stands

    Examples:
      | moment                                                |
      | the settlement's request is under way                 |
      | the settlement has reached the host                   |
      | the settlement is decided and the answer has not left |
      | the settlement's answer is under way                  |
      | the settlement's answer has arrived                   |
      | the first line of the slip is printed                 |
      | line 8 of the paper is printed                        |
      | the slip is cut                                       |
      | the terminal clears record 1                          |
      | the settlement is shown as done                       |

  @case:SETL-021 @chapter:21
  Scenario Outline: Power is lost when <moment>, and nothing is uploaded twice
    Given the cashier took 10 sales of 10.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    And the terminal loses power for 10 seconds when <moment>
    When the cashier settles the batch
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then 10 transactions were uploaded
    And the host closed 1 batch
    And Li has paid 30.00 in all

    Examples:
      | moment                               |
      | batch upload 1 is under way          |
      | batch upload 1 has reached the host  |
      | the batch upload's answer is under way |
      | the batch upload's answer has arrived |
      | batch upload 2 is under way          |
      | batch upload 2 has reached the host  |
      | the batch end's request is under way |
      | the batch end has reached the host   |
      | the batch end's answer has arrived   |
      | line 4 of the paper is printed       |
      | the terminal clears record 5         |

  @case:SETL-022 @chapter:21
  Scenario: The answer is lost; nothing is sold before the batch is settled whole
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host books the next settlement but never answers
    And the cashier does not try again when left in the dark
    When the cashier settles the batch
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the terminal showed settlement open
    And the terminal showed refused
    And Li has paid nothing
    When the cashier settles the batch
    And the cashier takes a sale of 30.00 from Li's card by stripe
    Then the host closed 1 batch
    And Li has paid 30.00 in all

  @case:SETL-023 @chapter:21
  Scenario: No line for the settlement
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the line goes down
    When the cashier settles the batch
    Then the cashier believes that the settlement is still being settled
    When the line is up again
    And the cashier settles the batch
    Then the host closed 1 batch

  @case:SETL-024 @chapter:21
  Scenario: The host crashes when it has closed the batch
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host crashes for 30 seconds after it booked the next settlement
    When the cashier settles the batch
    And 2 minutes pass
    And the cashier settles the batch
    Then the host closed 1 batch
    And the cashier believes that the settlement went through

  @case:SETL-025 @chapter:21
  Scenario: The terminal loses power while it asks whether to go on
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the terminal loses power for 10 seconds when the settlement's answer is under way
    And the terminal loses power for 10 seconds when the settlement is shown as done
    When the cashier settles the batch
    Then the host closed 1 batch

  @case:SETL-026 @chapter:21
  Scenario Outline: The line is lost when <moment>, and the upload goes on with what was not answered
    Given the cashier took 9 sales of 10.00 from Wang's card by chip
    And the host finds the totals of the next settlement unequal
    And the cashier does not try again when left in the dark
    And the line goes down for 2 minutes when <moment>
    And the cashier settled the batch
    When 3 minutes pass
    And the cashier settles the batch
    Then 9 transactions were uploaded
    And the host closed 1 batch

    Examples:
      | moment                                 |
      | batch upload 1 is under way            |
      | the batch upload's answer is under way |
      | batch upload 2 is under way            |
      | the batch end's request is under way   |
      | the batch end's answer is under way    |

  @case:SETL-027 @chapter:21
  Scenario: A half-settled terminal takes no wallet payment either
    Given the cashier took a sale of 120.00 from Wang's card by chip
    And the host books the next settlement but never answers
    And the cashier does not try again when left in the dark
    And the cashier settled the batch
    When the cashier takes a wallet payment of 50.00 from Li
    Then the terminal showed refused
    And no wallet payment reached the host
    When the cashier settles the batch
    Then the host closed 1 batch
