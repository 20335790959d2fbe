Feature: WebSockets of the admin UI
  What a page of the admin UI asks for once reaches its server, and stays: a live page works on one origin.

  @same-origin.websockets-are-tunnelled @hardened
  Rule: A WebSocket below the base path is tunnelled to the admin UI, as long as both want it
    Source: RFC 6455, 4.1 and 5.4; RFC 9110, 7.8; observed gateway, 6.4, where none is

    Example: messages of either side, of every size
      Given the admin UI answers with "a WebSocket"
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"
      And these messages pass:
        | sender       | message                   |
        | the visitor  | a short text              |
        | the admin UI | a short text              |
        | the admin UI | a text in three fragments |
        | the admin UI | an empty text             |
        | the visitor  | 1 MiB of bytes            |
        | the visitor  | a byte                    |
        | the admin UI | 1 MiB of bytes            |
        | the visitor  | a text in three fragments |

    Example: an admin UI that speaks first, and again
      Given the admin UI answers with "a WebSocket, and a greeting"
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"
      And these messages pass:
        | sender       | message                  |
        | the admin UI | what it was greeted with |
        | the admin UI | a short text             |
        | the admin UI | 1 MiB of bytes           |

    Scenario Outline: an end by <sender>
      Given the admin UI answers with "a WebSocket"
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"
      And these messages pass:
        | sender   | message      |
        | <sender> | a short text |
        | <sender> | <message>    |

      Examples:
        | sender       | message                   |
        | the visitor  | an end with the code 4001 |
        | the admin UI | an end with the code 4001 |
        | the visitor  | an end with the code 1000 |
        | the admin UI | an end with the code 1000 |

    Example: the visitor's headers
      Given the admin UI answers with "a WebSocket"
      And the visitor sends with every request:
        | name   | value                       |
        | Host   | console.example:8443        |
        | Origin | http://console.example:8443 |
        | Cookie | ui=7; theme=dark            |
        | X-Tag  | kept                        |
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"
      And the admin UI is asked for "/live?since=7"
      And the admin UI receives the headers:
        | name   | value            |
        | Cookie | ui=7; theme=dark |
        | X-Tag  | kept             |
      And the admin UI is told the origin "http://console.example:8443"

    Example: silence for longer than the admin UI may take to answer
      Given a gateway that gives its admin UI:
        | limit     | value   |
        | to answer | 1500 ms |
      And the admin UI answers with "a WebSocket"
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"
      And these messages pass:
        | sender       | message          |
        | the visitor  | a short text     |
        | the visitor  | nothing, for 3 s |
        | the admin UI | a short text     |
        | the visitor  | a byte           |

    Scenario Outline: an admin UI that answers "<status>" instead
      Given the admin UI answers "<status>"
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "<status>"

      Examples:
        | status    |
        | Forbidden |
        | Not Found |

    Example: ordinary calls beside many of them
      Given the admin UI answers with "a WebSocket"
      When a visitor opens 40 WebSockets in the admin UI
      Then the visitor receives "Switching Protocols"
      And these surfaces answer:
        | surface       |
        | admin UI      |
        | data plane    |
        | admin API     |
        | health routes |
        | readiness     |

  @same-origin.cross-site-websockets-are-refused @hardened @after:same-origin.websockets-are-tunnelled
  Rule: A WebSocket that a page of another site asks for (cross-site WebSocket hijacking) is refused
    Source: RFC 6455, 4.2.2 and 10.2; observed gateway, 2.5 and 16 (9)

    Scenario Outline: a page of <origin>, where the gateway is console.example:8443
      Given the admin UI answers with "a WebSocket"
      And the visitor sends with every request:
        | name   | value                |
        | Host   | console.example:8443 |
        | Origin | <origin>             |
        | Cookie | ui=7                 |
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Forbidden"
      And the admin UI is not asked

      Examples:
        | origin                           |
        | http://evil.example              |
        | http://console.example:8444      |
        | http://console.example           |
        | http://console.example:84431     |
        | http://console.example.evil:8443 |
        | http://my-console.example:8443   |
        | null                             |

    Scenario Outline: a page of its own, <origin>
      Given the admin UI answers with "a WebSocket"
      And the visitor sends with every request:
        | name   | value                |
        | Host   | console.example:8443 |
        | Origin | <origin>             |
        | Cookie | ui=7                 |
      When a visitor opens a WebSocket in the admin UI
      Then the visitor receives "Switching Protocols"

      Examples:
        | origin                      |
        | http://console.example:8443 |
        | (none)                      |
