Feature: Proxies in front of the gateway that the operator trusts
  What only they know of the address in the browser reaches the admin UI; what anybody else says of it does not.

  @same-origin.trusted-proxies-name-the-port @hardened
  Rule: The port that a trusted proxy names completes a host that has none, and nobody else's does
    Source: what people trip over, A port and a path that only the proxy knows

    Scenario Outline: <who> names the port <port> beside <host> in <name>
      Given the config has:
        """yaml
        server:
          trusted_proxies: [<networks>]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name              | value    |
        | <name>            | <host>   |
        | X-Forwarded-Port  | <port>   |
        | X-Forwarded-Proto | <scheme> |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "<origin>"

      Examples:
        | who                        | networks     | name             | host            | port  | scheme | origin                        |
        | a trusted proxy            | 127.0.0.0/8  | Host             | console.example | 17002 | http   | http://console.example:17002  |
        | a trusted proxy            | 127.0.0.0/8  | X-Forwarded-Host | console.example | 8443  | https  | https://console.example:8443  |
        | a trusted proxy            | 127.0.0.1/32 | X-Forwarded-Host | [2001:db8::1]   | 8443  | https  | https://[2001:db8::1]:8443    |
        | a trusted proxy            | 127.0.0.1/32 | Host             | console.example | 443   | https  | https://console.example       |
        | a trusted proxy            | 127.0.0.1/32 | X-Forwarded-Host | console.example | 80    | http   | http://console.example        |
        | somebody who isn't trusted | 192.0.2.0/24 | Host             | console.example | 17002 | http   | http://console.example        |

  @same-origin.trusted-proxies-name-the-prefix @hardened
  Rule: The path that a trusted proxy took away in front of ours reaches the admin UI, and nobody else's does
    Source: what people trip over, A port and a path that only the proxy knows

    Scenario Outline: a trusted proxy that took <prefix> away from a <method> request
      Given the config has:
        """yaml
        server:
          trusted_proxies: [127.0.0.1/32]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name               | value           |
        | Host               | console.example |
        | X-Forwarded-Prefix | <prefix>        |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI receives the headers:
        | name               | value    |
        | X-Forwarded-Prefix | <prefix> |

      Examples:
        | prefix     | method |
        | /llm       | GET    |
        | /llm       | POST   |
        | /team/ai-1 | GET    |

    Scenario Outline: somebody who isn't trusted and says <name>
      Given the config has:
        """yaml
        server:
          trusted_proxies: [192.0.2.0/24]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name   | value |
        | <name> | /llm  |
      When a visitor opens the admin UI
      Then the admin UI does not receive the visitor's:
        | name   |
        | <name> |

      Examples:
        | name               |
        | X-Forwarded-Prefix |
        | X_Forwarded_Prefix |

  @same-origin.trusted-proxies-may-say-forwarded @hardened
  Rule: The Forwarded header of a trusted proxy names the origin, and nobody else's does
    Source: RFC 7239, 4 and 5.3; what people trip over, A port and a path that only the proxy knows

    Scenario Outline: <who> says <forwarded>
      Given the config has:
        """yaml
        server:
          trusted_proxies: [<networks>]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name      | value            |
        | Host      | console.internal |
        | Forwarded | <forwarded>      |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "<origin>"

      Examples:
        | who                        | networks     | forwarded                                               | origin                       |
        | a trusted proxy            | 127.0.0.1/32 | for=192.0.2.7;host=console.example;proto=https          | https://console.example      |
        | a trusted proxy            | 127.0.0.0/8  | proto=https;host="console.example:8443"                 | https://console.example:8443 |
        | a trusted proxy            | 127.0.0.1/32 | For="[2001:db8::7]:4711"; Proto=https                   | https://console.internal     |
        | a trusted proxy            | 127.0.0.1/32 | host=evil.example, for=192.0.2.7;host=console.example   | http://console.example       |
        | somebody who isn't trusted | 192.0.2.0/24 | for=192.0.2.7;host=evil.example;proto=https             | http://console.internal      |
