Feature: Requests that are not quite HTTP
  What two servers could read in two ways is refused by the first, before the second ever sees it.

  @same-origin.ambiguous-lengths-are-refused @hardened
  Rule: A request whose length can be read in two ways is refused and its connection closed
    Source: observed gateway, 6.3; what people trip over, requests smuggled through a proxy

    Scenario Outline: a request that has <what>
      When a visitor sends the admin UI a request with <what>
      Then the request is refused
      And nothing sent behind it is answered

      Examples:
        | what                                   |
        | a length and chunks                    |
        | chunks and a length                    |
        | two different lengths                  |
        | a list of different lengths            |
        | a negative length                      |
        | a length with a plus sign              |
        | a length that is no number             |
        | an unknown transfer coding             |
        | chunked as the first of two codings    |
        | a misspelt transfer coding             |
        | a chunk size that is no number         |
        | a chunk longer than it says            |

    Example: a request with one honest length
      When a visitor sends the admin UI a request with one honest length
      Then the request is answered

  @same-origin.ambiguous-requests-do-not-reach-the-ui @hardened
  Rule: A request whose length can be read in two ways never reaches the admin UI
    Source: observed gateway, 6.3

    Scenario Outline: <what> towards the admin UI
      When a visitor sends the admin UI a request with <what>
      Then the admin UI receives no whole request

      Examples:
        | what                                   |
        | a length and chunks                    |
        | two different lengths                  |
        | a negative length                      |
        | an unknown transfer coding             |
        | a misspelt transfer coding             |
        | a chunk size that is no number         |

  @same-origin.bad-request-lines-are-refused @hardened
  Rule: A request line that is not HTTP/1.0 or HTTP/1.1 is refused
    Source: observed gateway, 1.1

    Scenario Outline: a request line with <what>
      When a visitor sends a request line with <what>
      Then the request is refused
      And nothing sent behind it is answered

      Examples:
        | what                         |
        | an unknown version           |
        | a version of the next decade |
        | no version                   |
        | a space in the path          |
        | a method of odd characters   |
        | a control character in the path |
        | nothing but noise            |

    Example: a proper request line
      When a visitor sends a request line with nothing odd
      Then the request is answered

  @same-origin.header-injection-is-refused @hardened
  Rule: A header that could be read as two headers, or as another, is refused
    Source: observed gateway, 6.3

    Scenario Outline: <what> in a header
      When a visitor sends a request with <what>
      Then the request is refused
      And nothing sent behind it is answered

      Examples:
        | what                          |
        | a bare carriage return        |
        | a null byte                   |
        | a folded line                 |
        | a space before the colon      |
        | a line without a colon        |
        | an empty name                 |
        | an odd character in its name  |
        | no host                       |
        | two hosts                     |
        | a host that is no host        |

    Example: an ordinary header
      When a visitor sends a request with an ordinary header
      Then the request is answered

  @same-origin.encoded-line-breaks-stay-encoded @hardened
  Rule: Line breaks encoded in a path or a query stay encoded, and add no header
    Source: observed gateway, 6.2

    Example: a line break and a header, encoded in a query
      When a visitor opens "/api-keys?q=%0d%0aX-Injected:%201" in the admin UI
      Then the admin UI does not receive the visitor's:
        | name       |
        | X-Injected |
      And the admin UI is asked for "/api-keys?q=%0d%0aX-Injected:%201"

  @same-origin.answer-injection-is-stopped @hardened
  Rule: A header of the admin UI's that could be read as two never reaches the browser as two
    Source: observed gateway, 6.5

    Scenario Outline: an answer that hides <what>
      Given the admin UI answers with <what> before "Set-Cookie: stolen=1" in a header
      When a visitor opens the admin UI
      Then the visitor receives no cookie

      Examples:
        | what                   |
        | a bare carriage return |
        | a folded line          |
        | a null byte            |
