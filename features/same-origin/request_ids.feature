Feature: Request ids
  One id names a request from the browser to the admin UI, so that three logs can be read as one.

  @same-origin.api-answers-carry-an-id @core
  Rule: Every answer of an API route carries a request id: the visitor's own, or a fresh one
    Source: observed gateway, 1.8 and 1.9

    Scenario Outline: the id of the API's answer for <route>
      When a visitor asks for "<route>"
      Then the answer carries a fresh request id
      When a visitor asks for "<route>" as request "run-7/step.3"
      Then the answer carries the request id "run-7/step.3"

      Examples:
        | route                               |
        | the models without a key            |
        | the session without a cookie        |
        | the keys without a session          |
        | a sign-in without a password        |
        | a completion without a key          |
        | the health of the gateway           |
        | the head of its health              |
        | the readiness of the gateway        |
        | an API route with a method it lacks |

    Scenario Outline: a visitor's own id of <what>
      When a visitor asks for "the models without a key" as request "<id>"
      Then the answer carries the request id "<id>"

      Examples:
        | what            | id             |
        | one character   | 7              |
        | odd characters  | a/b:c=d~!?#[]@ |
        | capital letters | RUN-7_Step     |

  @same-origin.every-answer-carries-an-id @hardened
  Rule: Every answer carries a request id, whoever made it
    Source: observed gateway, 1.3, 6.5, 6.6 and 16 (27)

    Scenario Outline: the id of the answer for <route>
      When a visitor asks for "<route>"
      Then the answer carries a fresh request id
      When a visitor asks for "<route>" as request "run-7/step.3"
      Then the answer carries the request id "run-7/step.3"

      Examples:
        | route                              |
        | a page of the admin UI             |
        | a form for the admin UI            |
        | the head of a page                 |
        | the root                           |
        | an unknown route of the data plane |
        | an unknown route of the admin API  |
        | a neighbour of the admin UI        |
        | a climb out of the admin UI        |

    Example: an admin UI that is down
      Given the admin UI is "down"
      When a visitor asks for "a page of the admin UI"
      Then the answer carries a fresh request id

    Scenario Outline: an admin UI that answers "<status>" with an id of its own
      Given the admin UI answers "<status>" with the headers:
        | name         | value             |
        | X-Request-Id | of-the-ui-0000000 |
      When a visitor asks for "a page of the admin UI"
      Then the answer carries a fresh request id
      When a visitor asks for "a page of the admin UI" as request "run-7/step.3"
      Then the answer carries the request id "run-7/step.3"

      Examples:
        | status    |
        | OK        |
        | Not Found |

    Example: an admin UI that answers a redirect
      Given the admin UI answers "Found" with the headers:
        | name     | value        |
        | Location | /admin/login |
      When a visitor asks for "a page of the admin UI" as request "run-7/step.3"
      Then the answer carries the request id "run-7/step.3"

  @same-origin.one-id-reaches-the-ui @hardened
  Rule: The admin UI receives the very id that the visitor is given
    Source: observed gateway, 1.8 and 6.3

    Scenario Outline: an id made by the gateway for <route>
      When a visitor asks for "<route>"
      Then the admin UI receives the request id of the answer

      Examples:
        | route                   |
        | a page of the admin UI  |
        | a form for the admin UI |
        | the head of a page      |

    Scenario Outline: an id that is <what>
      When a visitor asks for "<route>" as request "<id>"
      Then the admin UI receives the request id of the answer

      Examples:
        | what                          | id               | route                   |
        | brought by the visitor        | run-7/step.3     | a page of the admin UI  |
        | brought with a form           | run-7/step.3     | a form for the admin UI |
        | made in place of a long one   | {129 characters} | a page of the admin UI  |
        | made in place of an odd one   | two words        | a page of the admin UI  |
        | made in place of an empty one |                  | a page of the admin UI  |

  @same-origin.unfit-ids-are-replaced @hardened
  Rule: An id that is empty, too long or not plain ASCII is replaced by a fresh one
    Source: observed gateway, 1.8, where any length is kept

    Scenario Outline: an id that is <unfit>
      When a visitor asks for "health routes" as request "<id>"
      Then the answer carries a fresh request id

      Examples:
        | unfit                | id                   |
        | empty                |                      |
        | 129 characters long  | {129 characters}     |
        | much too long        | {8 KiB}              |
        | not ASCII            | réponse-0000000000   |
        | not ASCII at its end | 0000000000-réponsé   |
        | two words            | two words-0000000000 |
        | parted by a tab      | two\x09words-0000000 |

    Example: an id that is just short enough
      When a visitor asks for "health routes" as request "{128 characters}"
      Then the answer carries the request id "{128 characters}"
