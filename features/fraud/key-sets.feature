@chapter:12
Feature: A terminal gets the kind of keys that it asks for, or none

  A sign-on says which working keys it wants: single length, double length, or with a key for the track. An acquirer that
  hands out others refuses it, and a terminal without keys does no business.

  @case:FRD-080
  Scenario Outline: The acquirer hands out <other>, and it is not served before that is put right
    Given the practice enciphers tracks
    And the cashier took a sale of 20.00 from Li's card by stripe
    And the acquirer hands out <other>
    And the host demands a new sign-on
    And the cashier does not try again when left in the dark
    When the cashier takes a sale of 30.00 from Li's card by stripe
    Then the sale was answered 77
    When the cashier tries the sale again
    Then the second sign-on was answered 40
    And the terminal showed sign-on failed
    And the host took two sales
    And Li has paid 20.00 in all
    When the acquirer hands out double-length keys and a track key
    And the cashier tries the sale again
    Then the third sign-on was answered 00
    And Li has paid 50.00 in all
    And the merchant has earned 50.00

    Examples:
      | other                                  |
      | single-length keys                     |
      | double-length keys without a track key |
