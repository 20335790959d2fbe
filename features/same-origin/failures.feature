Feature: An admin UI that does not answer
  The gateway says so in one exact document, soon, and says it no longer than it is true.

  @same-origin.absent-ui-is-reported @core
  Rule: While the admin UI cannot be reached, its pages answer the unavailable document
    Source: observed gateway, 6.6

    Example: nothing listens where the admin UI should be
      Given the admin UI is down
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable

    Scenario Outline: an admin UI that <does>
      Given the admin UI <does>
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable

      Examples:
        | does                               |
        | hangs up without an answer         |
        | breaks the connection              |
        | answers with something else than HTTP |

    Example: an upload while the admin UI is down
      Given the admin UI is down
      When a visitor sends the admin UI a form
      Then the admin UI is reported unavailable

  @same-origin.absent-ui-leaves-the-apis @core
  Rule: While the admin UI cannot be reached, every API answers
    Source: observed gateway, 1.7 and 7.6

    Example: the APIs while the admin UI is down
      Given the admin UI is down
      Then the data plane, the admin API and the health routes still answer

    Example: a gateway that starts before its admin UI
      Given the admin UI is not started yet
      When the gateway comes up
      Then the data plane, the admin API and the health routes still answer
      And the admin UI is served once it is up

  @same-origin.returned-ui-is-served @core
  Rule: When the admin UI comes back it is served, without a restart of the gateway
    Source: observed gateway, 6.6

    Example: down and up again
      Given a visitor has opened the admin UI
      And the admin UI is down
      And a visitor was told that the admin UI is unavailable
      When the admin UI comes back
      Then the admin UI is served once it is up

    Example: restarted between two visits
      Given a visitor has opened the admin UI
      When the admin UI is restarted
      Then the admin UI is served once it is up

  @same-origin.time-limits-are-kept @core
  Rule: An admin UI that takes longer than its configured limits is reported unavailable then, not sooner and not much later
    Source: observed gateway, 6.6 and 7.4

    Example: an admin UI that does not accept
      Given a gateway that gives its admin UI 1200 ms to accept and 60000 ms to answer
      And the admin UI accepts nothing
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable after about 1200 ms

    Example: an admin UI that does not answer
      Given a gateway that gives its admin UI 60000 ms to accept and 300 ms to answer
      And the admin UI holds every page back
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable after about 300 ms

    Example: an admin UI that answers within its limit
      Given the admin UI takes 100 ms to answer
      When a visitor opens the admin UI
      Then the visitor is given the answer

  @same-origin.time-limit-spans-the-exchange @hardened
  Rule: The time limit ends an answer that has begun and stalls
    Source: observed gateway, 6.6, where the limit spans the whole exchange

    Example: a page that stalls half-way
      Given a gateway that gives its admin UI 60000 ms to accept and 300 ms to answer
      And the admin UI stalls half-way through a page
      When a visitor reads the admin UI to the end
      Then the visitor can tell that the answer is not whole

  @same-origin.cut-answers-are-seen-as-cut @hardened
  Rule: An answer that the admin UI cuts short never looks whole to the visitor
    Source: observed gateway, 6.6

    Scenario Outline: an answer <framed>, cut short
      Given the admin UI cuts an answer short that is <framed>
      When a visitor reads the admin UI to the end
      Then the visitor can tell that the answer is not whole

      Examples:
        | framed                |
        | of announced length   |
        | in chunks             |

    Example: the same answer, not cut
      Given the admin UI answers with a body in chunks
      When a visitor opens the admin UI
      Then the visitor receives that body

  @same-origin.cut-uploads-are-not-delivered @hardened
  Rule: An upload that the visitor cuts short never looks whole to the admin UI
    Source: observed gateway, 6.4

    Scenario Outline: an upload <framed>, cut short
      When a visitor cuts an upload short that is <framed>
      Then the admin UI receives no whole request

      Examples:
        | framed              |
        | of announced length |
        | in chunks           |

  @same-origin.leftover-bytes-answer-nobody @hardened
  Rule: Bytes that the admin UI sends after its answer never become another visitor's answer
    Source: what people trip over, connections reused after a bad answer

    Example: a second answer behind the first
      Given the admin UI sends a second answer behind the first
      When a visitor opens the admin UI
      And the admin UI answers properly again
      Then the next 4 visitors are given their own answers
