Feature: The issuer's script, and what the host is told of it

  The issuer's answer may bring commands for the card. What the card did with them cannot be undone: the host is told
  as it was, before anything else goes out, whatever became of the sale.

  @case:SCR-001 @chapter:8
  Scenario: Played behind the card's decision, and told at once
    Given the issuer sends a script with its answer to the next sale
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the sale stands
    And the host took one script advice
    And the host was told that the script was done
    And no sale reversal reached the host
    And 2 sale slips came out
    And Wang has paid 120.00 in all

  @case:SCR-002 @chapter:8
  Scenario: Played before the card's decision
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the sale stands
    And the host took one script advice
    And the host was told that the script was done
    And Wang has paid 120.00 in all

  @case:SCR-003 @chapter:8 @chapter:3
  Scenario: The card refuses the script; the sale stands, and the host is told so
    Given the issuer sends a script with its answer to the next sale
    And the card refuses the script when the card is asked for
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the sale stands
    And the host was told that command 1 of the script failed
    And Wang has paid 120.00 in all

  @case:SCR-004 @chapter:8 @chapter:3
  Scenario: The card refuses the script and approves all the same
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the card refuses the script when the card is asked for
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the sale stands
    And the host was told that command 1 of the script failed
    And no sale reversal reached the host

  @case:SCR-005 @chapter:8 @chapter:2
  Scenario: The line goes down before the advice; told before the next sale
    Given the issuer sends a script with its answer to the next sale
    And the line goes down when the approval is shown
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the line is up again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the script advice reached the host before the second sale
    And the host took one script advice
    And the host was told that the script was done
    And Wang has paid 120.00 in all
    And Li has paid 20.00 in all

  @case:SCR-006 @chapter:8 @chapter:2
  Scenario: The answer to the advice never comes; the same advice again
    Given the issuer sends a script with its answer to the next sale
    And the host books the next script advice but never answers
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the host took two script advices
    And the first sale stands
    And the second sale stands
    And the host was told that the script was done

  @case:SCR-007 @chapter:8 @chapter:5
  Scenario Outline: Power goes when <moment>; the sale stands, and the script is told before the next one
    Given the issuer sends a script with its answer to the next sale
    And the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale stands
    And the script advice reached the host before the second sale
    And <told>
    And Wang has paid 120.00 in all

    Examples:
      | moment                                          | told                                                      |
      | the script's command goes to the card           | the host was told that command 1 of the script failed     |
      | the card has answered the script's command      | the host was told that command 1 of the script failed     |
      | the approval is shown                           | the host was told that the script was done                |
      | the merchant's copy is to be torn off           | the host was told that the script was done                |
      | the script advice's request is under way        | the host was told that the script was done                |
      | the script advice has reached the host          | the host was told that the script was done                |
      | the script advice's answer is under way         | the host was told that the script was done                |
      | the card is to be taken                         | the host was told that the script was done                |

  @case:SCR-008 @chapter:8 @chapter:5 @chapter:17
  Scenario Outline: Power goes when <moment>, before the card decides; the sale is reversed, and the script is told
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the terminal loses power for 20 seconds when <moment>
    And the cashier does not try again when left in the dark
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale is reversed
    And the script advice reached the host before the second sale
    And the reversal says what came of the script
    And <told>
    And Wang has paid nothing

    Examples:
      | moment                                          | told                                                      |
      | the script's command goes to the card           | the host was told that command 1 of the script failed     |
      | the card has answered the script's command      | the host was told that command 1 of the script failed     |
      | the card makes its second decision              | the host was told that the script was done                |
      | the card has decided                            | the host was told that the script was done                |

  @case:SCR-009 @chapter:8 @chapter:3 @chapter:17
  Scenario Outline: The card is pulled when <moment>; the sale is reversed, and the script is told first
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the card is pulled when <moment>
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale is reversed
    And the script advice reached the host before the first sale reversal
    And the host took one script advice
    And <told>
    And Wang has paid nothing

    Examples:
      | moment                                          | told                                                      |
      | the script's command goes to the card           | the host was told that command 1 of the script failed     |
      | the card has answered the script's command      | the host was told that command 1 of the script failed     |
      | the card makes its second decision              | the host was told that the script was done                |

  @case:SCR-010 @chapter:8 @chapter:3
  Scenario: The card is pulled behind its decision; the sale stands, and the script failed
    Given the issuer sends a script with its answer to the next sale
    And the card is pulled when the script's command goes to the card
    When the cashier takes a sale of 120.00 from Wang's card by chip
    Then the sale stands
    And the host was told that command 1 of the script failed
    And no sale reversal reached the host
    And Wang has paid 120.00 in all

  @case:SCR-011 @chapter:8 @chapter:21
  Scenario: The batch waits until the host has answered
    Given the issuer sends a script with its answer to the next sale
    And the host ignores the next script advice, 2 times
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier settles the batch
    And the cashier settles the batch
    Then the host took three script advices
    And the script advice reached the host before the first settlement
    And the host took one settlement
    And the host closed 1 batch
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00

  @case:SCR-012 @chapter:8
  Scenario: Two scripts are owed; told in the order in which they were played
    Given the issuer sends a script with its answer to the next sale
    And the host ignores the next script advice, 3 times
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the issuer sends a script with its answer to the next sale
    And the cashier took a sale of 60.00 from Zhao's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the host took five script advices
    And the first sale stands
    And the second sale stands
    And the third sale stands
    And the host was told that the script was done

  @case:SCR-013 @chapter:8
  Scenario Outline: A sale that is declined brings a script as well: <when>
    Given <script>
    When the cashier takes a sale of 120.00 from Chen's empty card by chip
    Then the sale was never booked
    And the sale was answered 51
    And the host took one script advice
    And the host was told that the script was done
    And no sale reversal reached the host

    Examples:
      | when         | script                                                                                               |
      | played first | the issuer sends a script with its answer to the next sale, to be played before the card decides     |
      | played last  | the issuer sends a script with its answer to the next sale                                           |

  @case:SCR-014 @chapter:8 @chapter:17
  Scenario: The card refuses the sale behind the script; the reversal says what came of it
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the chip refuses the second decision when the card is asked for
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the first sale is reversed
    And the script advice reached the host before the first sale reversal
    And the reversal says what came of the script
    And the reason of the reversal is 06
    And the host was told that the script was done
    And Wang has paid nothing

  @case:SCR-015 @chapter:8 @chapter:12
  Scenario: The terminal is opened while the script is not told; told when its keys are back
    Given the issuer sends a script with its answer to the next sale
    And the terminal is opened when the approval is shown
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the keys are loaded again
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the script advice reached the host before the second sale
    And the host was told that the script was done
    And Wang has paid 120.00 in all
    And Li has paid 20.00 in all

  @case:SCR-016 @chapter:8
  Scenario: Refused for good; the operator is told, and the sale stands
    Given the issuer sends a script with its answer to the next sale
    And the host declines the next script advice with code 12
    And the cashier took a sale of 120.00 from Wang's card by chip
    When the cashier settles the batch
    Then the first sale stands
    And the terminal showed declared open
    And the host took one script advice
    And the cashier believes that the sale went through
    And the settlement says 1 debit of 120.00 and 0 credits of 0.00

  @case:SCR-017 @chapter:8 @chapter:22
  Scenario: With a pre-authorisation
    Given the issuer sends a script with its answer to the next pre-authorisation
    When the cashier takes a pre-authorisation of 500.00 from Wang's card by chip
    Then the pre-authorisation stands
    And the host was told that the script was done
    And 500.00 of Wang's money is held

  @case:SCR-018 @chapter:8 @chapter:21
  Scenario: The acquirer opens another batch while the script is not told
    Given the issuer sends a script with its answer to the next sale
    And the host ignores the next script advice
    And the cashier took a sale of 120.00 from Wang's card by chip
    And the acquirer opens a new batch
    When the cashier takes a sale of 20.00 from Li's card by stripe
    Then the host took two script advices
    And the host was told that the script was done
    And the terminal never showed declared open

  @case:SCR-019 @chapter:3
  Scenario: The card is pulled before the answer that brings a script to be played first
    Given the issuer sends a script with its answer to the next sale, to be played before the card decides
    And the card is pulled when the terminal is connected
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 25.00 from Wang's card by chip
    And the cashier takes a sale of 5.00 from Li's card by stripe
    Then Wang has paid nothing
    And Li has paid 5.00 in all
