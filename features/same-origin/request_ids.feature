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
        | the health of the gateway           |
        | an API route with a method it lacks |

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
        | an unknown route of the data plane |
        | a neighbour of the admin UI        |

    Example: an admin UI that is down
      Given the admin UI is "down"
      When a visitor asks for "a page of the admin UI"
      Then the answer carries a fresh request id

    Example: an admin UI that answers with an id of its own
      Given the admin UI answers "OK" with the headers:
        | name         | value     |
        | X-Request-Id | of-the-ui |
      When a visitor asks for "a page of the admin UI" as request "run-7/step.3"
      Then the answer carries the request id "run-7/step.3"

  @same-origin.one-id-reaches-the-ui @hardened
  Rule: The admin UI receives the very id that the visitor is given
    Source: observed gateway, 1.8 and 6.3

    Example: an id made by the gateway
      When a visitor asks for "a page of the admin UI"
      Then the admin UI receives the request id of the answer

    Example: an id brought by the visitor
      When a visitor asks for "a page of the admin UI" as request "run-7/step.3"
      Then the admin UI receives the request id of the answer

  @same-origin.unfit-ids-are-replaced @hardened
  Rule: An id that is empty, too long or not plain ASCII is replaced by a fresh one
    Source: observed gateway, 1.8, where any length is kept

    Scenario Outline: an id that is <unfit>
      When a visitor asks for "health routes" as request "<id>"
      Then the answer carries a fresh request id

      Examples:
        | unfit               | id                   |
        | empty               |                      |
        | 129 characters long | {129 characters}     |
        | not ASCII           | réponse-0000000000   |
        | two words           | two words-0000000000 |
