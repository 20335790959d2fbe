Feature: Pages that are streamed
  A page that arrives in pieces at the gateway leaves it in pieces.

  @same-origin.first-bytes-arrive-first @hardened
  Rule: The first bytes of a page reach the visitor before its last bytes exist
    Source: observed gateway, 6.4, where answers are held until they are whole; what people trip over, event streams that were buffered

    Scenario Outline: <page> that is still being made
      Given the admin UI begins "<page>" and holds the rest back
      When a visitor opens the admin UI and waits for more
      Then the visitor has the first bytes before the rest is made
      And the visitor has the whole answer once the rest is made

      Examples:
        | page                             |
        | a page in chunks                 |
        | a page of announced length       |
        | an event stream                  |
        | a page that begins with one byte |
        | an error page                    |
        | words without a type             |

  @same-origin.answers-that-keep-coming-pass @hardened @after:same-origin.time-limit-spans-the-exchange
  Rule: An answer that keeps coming is delivered whole, however long that takes
    Source: observed gateway, 6.6, where the limit spans the whole exchange; what people trip over, event streams that were buffered

    Scenario Outline: <page>, which takes longer than the limit in all
      Given a gateway that gives its admin UI:
        | limit     | value   |
        | to answer | 1500 ms |
      And the admin UI answers with "<page>"
      When a visitor opens the admin UI
      Then the visitor receives the body "<page>"

      Examples:
        | page                             |
        | a page that comes bit by bit     |
        | an event stream of three seconds |

  @same-origin.departed-visitors-free-the-ui @hardened
  Rule: When a visitor leaves in the middle of a page, the admin UI is let go
    Source: observed gateway, 16 (4), where a departed client goes unnoticed

    Scenario Outline: a visitor who leaves in the middle of <page>
      Given the admin UI answers with "<page>"
      When a visitor opens the admin UI and leaves
      Then the admin UI's connection is closed

      Examples:
        | page                        |
        | a page without end          |
        | an event stream without end |
        | a page held back            |
