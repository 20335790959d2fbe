Feature: Endings
  One clause for each verdict an example can reach.

  @core @mini.words-come-back
  Rule: What is said comes back
    Source: observed gateway, 1
    And a note that is no source.

    Example: one word
      Given a gateway
      When the caller says "fast"
      Then the answer is "fast"

    Scenario Outline: several words
      Given a gateway
      When the caller says "<word>"
      Then the answer is "<word>"

      Examples:
        | word                |
        | slow                |
        | <b>                 |
        | {any later version} |

  @core @mini.words-change
  Rule: What is said comes back otherwise
    Source: observed gateway, 2

    Example: a word that should change
      Given a gateway
      When the caller says "fast"
      Then the answer is "slow"
      And the harness stumbles

    Example: a word that may stay
      Given a gateway
      When the caller says "slow"
      Then the answer is "slow"

  @hardened @mini.change-has-an-echo @after:mini.words-change
  Rule: What came back otherwise has an echo
    Source: observed gateway, 3

    Example: an echo
      Given a gateway
      When the caller says "fast"
      Then the answer is "echo"

  @core @mini.processes-end
  Rule: A process that is told to end does
    Source: observed gateway, 4

    Example: the end of a process
      Given a gateway
      Then a process ends

  @core @mini.the-harness-can-stumble
  Rule: When the harness stumbles nothing is known
    Source: observed gateway, 5

    Example: a loose wire
      Given a gateway
      When the caller says "fast"
      Then the harness stumbles
      And the answer is "fast"

    Example: no server
      Given a gateway
      Then no server can be had

    Example: a sentence nobody defined
      Given a gateway
      Then pigs fly

  @provisional @mini.ending-is-judged-too
  Rule: A breach at the very end counts
    Source: observed gateway, 6

    Example: it goes on
      Given a gateway
      Then it goes on when stopped
