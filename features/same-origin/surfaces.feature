Feature: Three surfaces on one origin
  The data plane, the admin APIs and the admin UI live at one address.
  Each answers for itself, and none of them answers for another.

  @same-origin.three-surfaces-answer @core
  Rule: The data plane, the admin APIs, the health routes and the admin UI answer on one origin
    Source: founding page, Runtime Topology; observed gateway, 1.2

    Example: asking each surface
      Then these surfaces answer:
        | surface              | within |
        | data plane           | 3 s    |
        | completions          | 3 s    |
        | admin API            | 3 s    |
        | keys                 | 3 s    |
        | sign-in              | 3 s    |
        | health routes        | 3 s    |
        | readiness            | 3 s    |
        | health of the API    | 3 s    |
        | admin UI             | 3 s    |
        | page of the admin UI | 3 s    |

  @same-origin.unknown-routes-are-not-found @core
  Rule: An unmatched route is not found, and no page stands in for it
    Source: observed gateway, 1.3 and 6.1

    Scenario Outline: asking for <route>
      When a visitor asks for "<route>"
      Then the visitor receives "Not Found"
      And the answer is not a page

      Examples:
        | route                                        |
        | an unknown route of the data plane           |
        | a form for an unknown one of the data plane  |
        | the head of an unknown one of the data plane |
        | an unknown route of the API                  |
        | a form for an unknown one of the API         |
        | an unknown route of the admin API            |
        | a route beside every API                     |
        | the name of the API                          |
        | the name of the API's version                |
        | the name of the data plane                   |
        | an API route with a trailing slash           |
        | an API route in capitals                     |
        | a file at the root                           |
        | a deep file                                  |

  @same-origin.apis-are-never-proxied @core
  Rule: A request for an API never reaches the admin UI, whatever becomes of it
    Source: founding page, Runtime Topology; observed gateway, 6.1

    Scenario Outline: asking for <route> while the admin UI would answer anything
      When a visitor asks for "<route>"
      Then the admin UI is not asked

      Examples:
        | route                                       |
        | the models without a key                    |
        | a completion without a key                  |
        | the session without a cookie                |
        | the keys without a session                  |
        | a sign-in without a password                |
        | the health of the gateway                   |
        | the head of its health                      |
        | the readiness of the gateway                |
        | health routes                               |
        | an unknown route of the data plane          |
        | a form for an unknown one of the data plane |
        | an unknown route of the admin API           |
        | the name of the API                         |
        | the name of the data plane                  |
        | the options of the data plane               |
        | an API route with a method it lacks         |
        | an API route with a trailing slash          |
        | an API route in capitals                    |
        | an API route behind two slashes             |

  @same-origin.neighbours-are-not-found @core
  Rule: A path that only begins like the base path is not found
    Source: observed gateway, 1.3 and 6.1

    Scenario Outline: asking for the base path followed by "<suffix>"
      When a visitor asks for the base path followed by "<suffix>"
      Then the visitor receives "Not Found"
      And the answer is not a page

      Examples:
        | suffix     |
        | istrator   |
        | x          |
        | -old       |
        | .html      |
        | s/login    |
        | 2          |
        | _          |
        | .          |
        | ~          |
        | ;x=1       |
        | :80        |
        | @x         |
        | %20        |
        | ISTRATOR   |
        | x/../login |

  @same-origin.neighbours-are-not-proxied @core
  Rule: A path that only begins like the base path never reaches the admin UI
    Source: observed gateway, 6.1

    Scenario Outline: asking for the base path followed by "<suffix>", a neighbour
      When a visitor asks for the base path followed by "<suffix>"
      Then the admin UI is not asked

      Examples:
        | suffix     |
        | istrator   |
        | x          |
        | -old       |
        | .html      |
        | s/login    |
        | 2          |
        | _          |
        | .          |
        | ~          |
        | ;x=1       |
        | :80        |
        | @x         |
        | %20        |
        | ISTRATOR   |
        | x/../login |

    Scenario Outline: asking for the base path followed by "<suffix>", no neighbour
      When a visitor asks for the base path followed by "<suffix>"
      Then the admin UI is asked once

      Examples:
        | suffix    |
        |           |
        | ?         |
        | ?x        |
        | /istrator |
        | /x/.html  |
        | /;x=1     |
        | /%20      |

  @same-origin.slow-ui-does-not-hold-the-apis @hardened
  Rule: While two dozen visitors wait for the admin UI, the APIs answer within three seconds
    Source: what people trip over, liveness that hangs under load; observed gateway, 1.7

    Example: two dozen visitors waiting for a page
      Given the admin UI answers with "a page held back"
      And 24 visitors wait for a page
      Then these surfaces answer:
        | surface           | within |
        | health routes     | 3 s    |
        | data plane        | 3 s    |
        | readiness         | 3 s    |
        | health of the API | 3 s    |
        | admin API         | 3 s    |
        | keys              | 3 s    |
        | completions       | 3 s    |
