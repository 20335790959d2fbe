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
        | method   |
        | GET      |
        | HEAD     |
        | OPTIONS  |
        | POST     |
        | PUT      |
        | PATCH    |
        | DELETE   |
        | PROPFIND |
        | M-SEARCH |

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
        | a byte                       |
        | text in Latin-1              |
        | text with blanks around it   |
        | 64 KiB                       |
        | 64 KiB and a byte            |

    Scenario Outline: a <method> request with <body>
      When a visitor sends the admin UI "<body>" with "the method <method>"
      Then the admin UI receives a "<method>" request
      And the admin UI receives the body "<body>"

      Examples:
        | method  | body                |
        | PUT     | every byte there is |
        | PATCH   | a body in chunks    |
        | DELETE  | a form              |
        | DELETE  | a body in chunks    |
        | OPTIONS | a form              |
        | GET     | a form              |

  @same-origin.answer-bodies-arrive-intact @core
  Rule: An answer's body arrives byte for byte
    Source: observed gateway, 6.4 and 6.5

    Example: a visitor of HTTP/1.0, which has no chunks
      Given the admin UI answers with "a body in chunks"
      When a visitor sends these bytes:
        """
        GET {base path} HTTP/1.0
        Host: {host}
        """
      Then the request is answered

    Scenario Outline: the admin UI answers with <body>
      Given the admin UI answers with "<body>"
      When a visitor opens the admin UI
      Then the visitor receives the body "<body>"

      Examples:
        | body                         |
        | an empty body                |
        | every byte there is          |
        | a body in chunks             |
        | a body in chunks of one byte |
        | a body that ends by closing  |
        | a body of HTTP/1.0           |
        | text that looks like a chunk |
        | text in Latin-1              |
        | text with blanks around it   |
        | a byte                       |
        | 64 KiB                       |
        | 64 KiB and a byte            |
        | a mebibyte                   |
        | a mebibyte in chunks         |

    Scenario Outline: the admin UI answers a <method> request with <body>
      Given the admin UI answers with "<body>"
      When a visitor sends the admin UI "a form" with "the method <method>"
      Then the visitor receives the body "<body>"

      Examples:
        | method | body                        |
        | POST   | every byte there is         |
        | PUT    | a body in chunks            |
        | DELETE | a body that ends by closing |

    Scenario Outline: the body of "<status>" as the answer to a <method> request
      Given the admin UI answers "<status>"
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives the body "a few words"

      Examples:
        | status                | method |
        | Not Found             | GET    |
        | Unauthorized          | POST   |
        | Conflict              | PUT    |
        | Internal Server Error | GET    |
        | Bad Gateway           | GET    |
        | Service Unavailable   | GET    |
        | Found                 | GET    |

  @same-origin.announced-uploads-go-through @hardened
  Rule: A browser that sends `Expect: 100-continue` and waits with its body is told to go on, or is answered
    Source: what people trip over, large uploads that hang

    Scenario Outline: an upload of <body> announced with "<expectation>"
      When a visitor sends the admin UI "<body>" with "<expectation>"
      Then the admin UI receives the body "<body>"

      Examples:
        | body                | expectation          |
        | every byte there is | Expect: 100-continue |
        | every byte there is | Expect: 100-Continue |
        | a byte              | Expect: 100-continue |
        | a body in chunks    | Expect: 100-continue |
        | a mebibyte          | Expect: 100-continue |

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

    Scenario Outline: many visitors <how>, and a page that may be kept
      Given the admin UI answers with "the visitor's cookie, to be kept"
      When 4 visitors with different cookies open the same page "<how>"
      Then each visitor is answered with the visitor's own cookie

      Examples:
        | how      |
        | in turn  |
        | together |

    Scenario Outline: the same visitor twice, with <method> requests
      Given the admin UI answers "OK" with the headers:
        | name          | value                |
        | Cache-Control | public, max-age=3600 |
        | ETag          | "first"              |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives "OK"
      When the admin UI answers "Gone"
      And a visitor sends the admin UI a "<method>" request
      Then the visitor receives "Gone"

      Examples:
        | method |
        | GET    |
        | HEAD   |
        | POST   |

    Example: a page that says nothing of being kept, twice for the same visitor
      Given the admin UI answers "Not Found"
      When a visitor opens the admin UI
      Then the visitor receives "Not Found"
      When the admin UI answers "OK"
      And a visitor opens the admin UI
      Then the visitor receives "OK"

  @same-origin.large-bodies-pass-in-bounded-memory @hardened
  Rule: A 64 MiB body passes in both directions, and the gateway grows by less than 32 MiB
    Source: observed gateway, 6.4, where bodies are held in memory without a limit

    Scenario Outline: an upload of <body>
      Given the gateway's memory is watched
      When a visitor sends the admin UI "<body>"
      Then the admin UI receives the body "<body>"
      And the gateway grew by less than 32 MiB

      Examples:
        | body             |
        | 64 MiB           |
        | 64 MiB in chunks |

    Scenario Outline: a download of <body>
      Given the admin UI answers with "<body>"
      And the gateway's memory is watched
      When a visitor opens the admin UI
      Then the visitor receives the body "<body>"
      And the gateway grew by less than 32 MiB

      Examples:
        | body             |
        | 64 MiB           |
        | 64 MiB in chunks |
