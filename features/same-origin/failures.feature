Feature: An admin UI that does not answer
  The gateway says so in one exact document, soon, and says it no longer than it is true.
  A time limit that a table leaves out is none: longer than anything an example waits for.

  @same-origin.absent-ui-is-reported @core
  Rule: While the admin UI cannot be reached, its pages answer the unavailable document
    Source: observed gateway, 6.6

    Example: nothing listens where the admin UI should be
      Given the admin UI is "down"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable

    Scenario Outline: an invalid upstream response, <answer>
      Given the admin UI answers with "<answer>"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable

      Examples:
        | answer                           |
        | nothing, and hangs up            |
        | a TCP reset                      |
        | what is not HTTP                 |
        | half a status line, and hangs up |
        | half a head, and hangs up        |

    Scenario Outline: a <method> request while the admin UI is down
      Given the admin UI is "down"
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI is reported unavailable

      Examples:
        | method  |
        | POST    |
        | PUT     |
        | DELETE  |
        | OPTIONS |

    Example: an upload while the admin UI is down
      Given the admin UI is "down"
      When a visitor sends the admin UI "a form"
      Then the admin UI is reported unavailable

  @same-origin.absent-ui-leaves-the-apis @core
  Rule: While the admin UI cannot be reached, every API answers
    Source: observed gateway, 1.7 and 7.6

    Scenario Outline: the APIs while the admin UI is <state>
      Given the admin UI is "<state>"
      Then these surfaces answer:
        | surface           | within |
        | health routes     | 3 s    |
        | readiness         | 3 s    |
        | health of the API | 3 s    |
        | data plane        | 3 s    |
        | completions       | 3 s    |
        | admin API         | 3 s    |
        | keys              | 3 s    |
        | sign-in           | 3 s    |

      Examples:
        | state |
        | down  |
        | deaf  |

    Example: the APIs after somebody has found it down
      Given the admin UI is "down"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable
      And these surfaces answer:
        | surface       |
        | health routes |
        | readiness     |
        | data plane    |
        | admin API     |

    Example: a gateway that starts before its admin UI
      Given the admin UI is "down"
      When the gateway is started
      Then these surfaces answer:
        | surface       |
        | data plane    |
        | admin API     |
        | health routes |
      When the admin UI is "up"
      Then the admin UI is soon served

  @same-origin.returned-ui-is-served @core
  Rule: When the admin UI comes back it is served, without a restart of the gateway
    Source: observed gateway, 6.6

    Example: down and up again
      Given the admin UI is served below "{base path}"
      And the admin UI is "down"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable
      When the admin UI is "up"
      Then the admin UI is soon served

    Example: down for several visitors, and up again
      Given the admin UI is "down"
      When a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor sends the admin UI a "POST" request
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      And a visitor opens the admin UI
      Then the admin UI is reported unavailable
      When the admin UI is "up"
      Then the admin UI is soon served

    Scenario Outline: an admin UI that recovers from <answer>
      Given the admin UI answers with "<answer>"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable
      When the admin UI is "up as new"
      Then the admin UI is soon served

      Examples:
        | answer                |
        | nothing, and hangs up |
        | a TCP reset           |
        | what is not HTTP      |

    Example: restarted between two visits
      Given the admin UI is served below "{base path}"
      When the admin UI is "down"
      And the admin UI is "up"
      Then the admin UI is soon served

  @same-origin.time-limits-are-kept @core
  Rule: An admin UI that takes longer than its configured limits is reported unavailable then, not sooner and not much later
    Source: observed gateway, 6.6 and 7.4

    Example: an admin UI that does not accept
      Given a gateway that gives its admin UI:
        | limit      | value   |
        | to connect | 1200 ms |
      And the admin UI is "deaf"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable
      And the answer came after about 1200 ms

    Scenario Outline: an admin UI that does not answer a <method> request
      Given a gateway that gives its admin UI:
        | limit     | value  |
        | to answer | 300 ms |
      And the admin UI answers with "a page held back"
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI is reported unavailable
      And the answer came after about 300 ms

      Examples:
        | method |
        | GET    |
        | POST   |

    Example: an admin UI that does not accept, and has little time to answer
      Given a gateway that gives its admin UI:
        | limit     | value  |
        | to answer | 300 ms |
      And the admin UI is "deaf"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable
      And the answer came after about 300 ms

    Example: an admin UI that takes long, but not too long
      Given a gateway that gives its admin UI:
        | limit      | value   |
        | to connect | 1200 ms |
      And the admin UI answers with "its page after 1500 ms"
      When a visitor opens the admin UI
      Then the visitor is given the admin UI's page

    Example: an admin UI that answers within its limit
      Given the admin UI answers with "its page after 100 ms"
      When a visitor opens the admin UI
      Then the visitor is given the admin UI's page

  @same-origin.time-limit-spans-the-exchange @hardened
  Rule: The time limit ends an answer that has begun and stalls
    Source: observed gateway, 6.6, where the limit spans the whole exchange

    Scenario Outline: <page>
      Given a gateway that gives its admin UI:
        | limit     | value  |
        | to answer | 300 ms |
      And the admin UI answers with "<page>"
      When a visitor reads the answer to a "GET" request to its end
      Then the visitor can tell that the answer is not whole

      Examples:
        | page                                   |
        | a page that stalls half-way            |
        | a page of announced length that stalls |

  @same-origin.cut-answers-are-seen-as-cut @hardened
  Rule: An answer that the admin UI cuts short never looks whole to the visitor
    Source: observed gateway, 6.6

    Scenario Outline: an answer with <body>
      Given the admin UI answers with "<body>"
      When a visitor reads the answer to a "GET" request to its end
      Then the visitor can tell that the answer is not whole

      Examples:
        | body                                              |
        | a body of announced length, cut short             |
        | a body in chunks, cut short                       |
        | a body of announced length, without its last byte |
        | a body of announced length, without any           |
        | a body in chunks, without the last chunk          |
        | a body in chunks, without any                     |
        | a body in chunks, without its last line           |
        | a body of announced length, reset                 |
        | a body in chunks, reset                           |

    Example: the same answer, not cut
      Given the admin UI answers with "a body in chunks"
      When a visitor opens the admin UI
      Then the visitor receives the body "a body in chunks"

  @same-origin.cut-uploads-are-not-delivered @hardened
  Rule: An upload that the visitor cuts short never looks whole to the admin UI
    Source: observed gateway, 6.4

    Scenario Outline: an upload <framed>, cut short
      When a visitor begins this upload and sends no more:
        """
        POST {base path} HTTP/1.1
        Host: {host}
        <framing>

        <body>
        """
      Then the admin UI receives no whole request

      Examples:
        | framed                                     | framing                    | body                                      |
        | of announced length                        | Content-Length: 100        | only the first half of what was announced |
        | in chunks                                  | Transfer-Encoding: chunked | 5\r\nhello\r\n5\r\nhel                    |
        | of announced length, all but its last byte | Content-Length: 5          | hell                                      |
        | of announced length, before its first byte | Content-Length: 5          |                                           |
        | in chunks, before the last one             | Transfer-Encoding: chunked | 5\r\nhello\r\n                            |
        | in chunks, before the first one            | Transfer-Encoding: chunked |                                           |
        | in chunks, before its last line            | Transfer-Encoding: chunked | 5\r\nhello\r\n0\r\n                       |

  @same-origin.leftover-bytes-answer-nobody @hardened
  Rule: Bytes that the admin UI sends after its answer never become another visitor's answer
    Source: what people trip over, connections reused after a bad answer

    Scenario Outline: <answer>
      Given the admin UI answers with "<answer>"
      When a visitor opens the admin UI
      And the admin UI is "up as new"
      Then the next 4 visitors are given the admin UI's page

      Examples:
        | answer                          |
        | two answers at once             |
        | an answer and half another      |
        | an answer in chunks and another |
        | an answer and an empty line     |
