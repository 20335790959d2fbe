Feature: Request headers on their way to the admin UI
  The visitor's headers arrive; what belongs to one connection stops at the gateway;
  and the admin UI learns from the gateway, not from the visitor, which origin it is seen at.

  @same-origin.request-headers-pass @core
  Rule: The visitor's own headers arrive with their values
    Source: observed gateway, 6.3

    Scenario Outline: a request with <what>
      When a visitor opens the admin UI with the headers:
        | name   | value   |
        | <name> | <value> |
      Then the admin UI receives the headers:
        | name   | value   |
        | <name> | <value> |

      Examples:
        | what                  | name            | value                          |
        | a cookie              | Cookie          | ogw_session=abc.def; theme="d" |
        | credentials           | Authorization   | Basic YWRtaW46YWRtaW4=         |
        | accepted encodings    | Accept-Encoding | br, gzip;q=0.5                 |
        | accepted languages    | Accept-Language | de-CH, en;q=0.7                |
        | the browser's name    | User-Agent      | Mozilla/5.0 (X11) "q"          |
        | a content type        | Content-Type    | text/x-odd; charset="utf-8"    |
        | a condition           | If-None-Match   | W/"abc", "def"                 |
        | a byte range          | Range           | bytes=0-99                     |
        | an origin             | Origin          | https://elsewhere.example      |
        | a header nobody knows | X-Our-Own       | a,b;c="d e"                    |
        | an underscored name   | X_Our_Own       | underscored                    |

    Example: a cookie of eight kibibytes
      When a visitor opens the admin UI with the headers:
        | name   | value        |
        | Cookie | long={8 KiB} |
      Then the admin UI receives the headers:
        | name   | value        |
        | Cookie | long={8 KiB} |

  @same-origin.repeated-request-headers-pass @core
  Rule: A header sent more than once keeps every value, in order
    Source: observed gateway, 6.3

    Example: a repeated header
      When a visitor opens the admin UI with the headers:
        | name   | value |
        | X-Tag  | b     |
        | Accept | */*   |
        | X-Tag  | a     |
        | X-Tag  | b     |
      Then the admin UI receives "X-Tag" as the list "b, a, b"

  @same-origin.host-is-the-upstreams @core
  Rule: The admin UI is addressed by its own host
    Source: observed gateway, 6.3

    Example: a visitor who knows the gateway by a public name
      When a visitor opens the admin UI with the headers:
        | name | value                |
        | Host | console.example:8443 |
      Then the admin UI receives the headers:
        | name | value                     |
        | Host | {the admin UI's own host} |

  @same-origin.public-origin-is-told @core
  Rule: The admin UI is told the host, the scheme and the origin that the visitor sees
    Source: observed gateway, 6.3

    Scenario Outline: a gateway known as <host>
      When a visitor opens the admin UI with the headers:
        | name | value  |
        | Host | <host> |
      Then the admin UI is told the origin "http://<host>"

      Examples:
        | host                 |
        | console.example      |
        | console.example:8443 |
        | 127.0.0.1:8080       |
        | [::1]:8080           |

  @same-origin.hop-by-hop-requests-stop @core
  Rule: Hop-by-hop headers of a request are not forwarded: they stop at the gateway
    Source: observed gateway, 6.3

    Example: the hop-by-hop headers
      When a visitor opens the admin UI with the headers:
        | name                | value          |
        | Connection          | keep-alive     |
        | Keep-Alive          | timeout=5      |
        | Proxy-Authenticate  | Basic          |
        | Proxy-Authorization | Basic c2VjcmV0 |
        | TE                  | trailers       |
        | Trailer             | X-Sum          |
        | X-Kept              | yes            |
      Then the admin UI does not receive the visitor's:
        | name                |
        | Keep-Alive          |
        | Proxy-Authenticate  |
        | Proxy-Authorization |
        | TE                  |
        | Trailer             |
      But the admin UI receives the headers:
        | name   | value |
        | X-Kept | yes   |

    Example: an offer to upgrade
      When a visitor opens the admin UI with the headers:
        | name       | value   |
        | Connection | Upgrade |
        | Upgrade    | h2c     |
      Then the admin UI does not receive the visitor's:
        | name    |
        | Upgrade |

  @same-origin.connection-named-requests-stop @core
  Rule: A header that the visitor's Connection header names is hop-by-hop and stops at the gateway
    Source: observed gateway, 6.3

    Example: headers named in any case, in one list
      When a visitor opens the admin UI with the headers:
        | name       | value                    |
        | Connection | x-first, X-SECOND, close |
        | X-First    | 1                        |
        | X-Second   | 2                        |
        | X-Third    | 3                        |
      Then the admin UI does not receive the visitor's:
        | name     |
        | X-First  |
        | X-Second |
      But the admin UI receives the headers:
        | name    | value |
        | X-Third | 3     |

  @same-origin.every-connection-header-counts @hardened
  Rule: Names spread over several Connection headers stop at the gateway as well
    Source: RFC 9110, 5.3 and 7.6.1; observed gateway, 6.3

    Example: headers named in two lists
      When a visitor opens the admin UI with the headers:
        | name       | value          |
        | Connection | x-first        |
        | Connection | close, X-Third |
        | X-First    | 1              |
        | X-Third    | 3              |
        | X-Fourth   | 4              |
      Then the admin UI does not receive the visitor's:
        | name    |
        | X-First |
        | X-Third |
      But the admin UI receives the headers:
        | name     | value |
        | X-Fourth | 4     |

  @same-origin.visitors-do-not-name-the-origin @hardened
  Rule: What a visitor says about the origin neither doubles nor replaces what the gateway says
    Source: observed gateway, 6.3, 16 (8) and 16 (28)

    Scenario Outline: a visitor who sends <name>
      When a visitor opens the admin UI with the headers:
        | name   | value           |
        | Host   | console.example |
        | <name> | <value>         |
      Then the admin UI is told the origin "http://console.example"

      Examples:
        | name               | value                |
        | X-Forwarded-Host   | evil.example         |
        | X-Forwarded-Proto  | https                |
        | X-Forwarded-Origin | https://evil.example |
        | x-forwarded-host   | console.example      |
        | X_Forwarded_Host   | evil.example         |

  @same-origin.trusted-proxies-name-the-origin @provisional
  Rule: A proxy that the operator trusts may name the origin, once
    Source: what people trip over, TLS ended in front of the gateway

    Example: TLS ended by a trusted proxy
      Given the config has:
        """yaml
        server:
          trusted_proxies: [127.0.0.1/32]
        """
      And the gateway is started
      When a visitor opens the admin UI with the headers:
        | name              | value           |
        | X-Forwarded-Host  | console.example |
        | X-Forwarded-Proto | https           |
      Then the admin UI is told the origin "https://console.example"
