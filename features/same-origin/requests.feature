Feature: Requests on their way to the admin UI
  What the visitor's browser sends is what the admin UI receives.

  @same-origin.every-method-is-forwarded @core
  Rule: Every method reaches the admin UI as itself
    Source: observed gateway, 6.1 and 6.4

    Scenario Outline: a <method> request
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI receives a "<method>" request
      And the visitor is given the admin UI's page

      Examples:
        | method  |
        | GET     |
        | HEAD    |
        | OPTIONS |
        | POST    |
        | PUT     |
        | PATCH   |
        | DELETE  |

  @same-origin.request-bodies-arrive-intact @core
  Rule: A request body arrives byte for byte
    Source: observed gateway, 6.4

    Scenario Outline: a request with <body>
      When a visitor sends the admin UI "<body>"
      Then the admin UI receives the body "<body>"

      Examples:
        | body                         |
        | an empty body                |
        | a form                       |
        | every byte there is          |
        | text that looks like a chunk |
        | a body in chunks             |
        | a body in chunks of one byte |
        | a mebibyte                   |
        | a mebibyte in chunks         |

  @same-origin.answer-bodies-arrive-intact @core
  Rule: An answer's body arrives byte for byte
    Source: observed gateway, 6.4 and 6.5

    Scenario Outline: the admin UI answers with <body>
      Given the admin UI answers with "<body>"
      When a visitor opens the admin UI
      Then the visitor receives the body "<body>"

      Examples:
        | body                        |
        | an empty body               |
        | every byte there is         |
        | a body in chunks            |
        | a body that ends by closing |
        | a mebibyte                  |

  @same-origin.announced-uploads-go-through @hardened
  Rule: A browser that sends `Expect: 100-continue` and waits with its body is told to go on, or is answered
    Source: what people trip over, large uploads that hang

    Example: an upload announced with an expectation
      When a visitor sends the admin UI "every byte there is" with "Expect: 100-continue"
      Then the admin UI receives the body "every byte there is"

  @same-origin.pages-are-never-mixed-up @core
  Rule: Responses are not cached: every request reaches the admin UI, and its answer is given to nobody else
    Source: observed gateway, 6.5

    Example: the same page for two visitors
      Given the admin UI answers with "the visitor's cookie"
      When 2 visitors with different cookies open the same page "in turn"
      Then each visitor is answered with the visitor's own cookie

    Example: many visitors at the same moment
      Given the admin UI answers with "the visitor's cookie"
      When 16 visitors with different cookies open the same page "together"
      Then each visitor is answered with the visitor's own cookie

  @same-origin.large-bodies-pass-in-bounded-memory @hardened
  Rule: A 64 MiB body passes in both directions, and the gateway grows by less than 32 MiB
    Source: observed gateway, 6.4, where bodies are held in memory without a limit

    Example: an upload of 64 MiB
      Given the gateway's memory is watched
      When a visitor sends the admin UI "64 MiB"
      Then the admin UI receives the body "64 MiB"
      And the gateway grew by less than 32 MiB

    Example: a download of 64 MiB
      Given the admin UI answers with "64 MiB"
      And the gateway's memory is watched
      When a visitor opens the admin UI
      Then the visitor receives the body "64 MiB"
      And the gateway grew by less than 32 MiB
