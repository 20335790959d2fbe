Feature: Request headers on their way to the admin UI
  The visitor's headers arrive; what belongs to one connection stops at the gateway;
  and the admin UI learns from the gateway, not from the visitor, which origin it is seen at.

  @same-origin.request-headers-pass @core
  Rule: The visitor's own headers arrive with their values
    Source: observed gateway, 6.3

    Scenario Outline: a request with <what>
      Given the visitor sends with every request:
        | name   | value   |
        | <name> | <value> |
      When a visitor opens the admin UI
      Then the admin UI receives the headers:
        | name   | value   |
        | <name> | <value> |

      Examples:
        | what                   | name              | value                          |
        | a cookie               | Cookie            | ogw_session=abc.def; theme="d" |
        | credentials            | Authorization     | Basic YWRtaW46YWRtaW4=         |
        | accepted types         | Accept            | text/html;q=0.9, */*;q=0.1     |
        | accepted encodings     | Accept-Encoding   | br, gzip;q=0.5                 |
        | accepted languages     | Accept-Language   | de-CH, en;q=0.7                |
        | the browser's name     | User-Agent        | Mozilla/5.0 (X11) "q"          |
        | the page before        | Referer           | https://elsewhere.example/a?b  |
        | a content type         | Content-Type      | text/x-odd; charset="utf-8"    |
        | a condition            | If-None-Match     | W/"abc", "def"                 |
        | a condition on time    | If-Modified-Since | Sat, 25 Apr 2026 10:00:00 GMT  |
        | a condition on a range | If-Range          | "abc"                          |
        | a byte range           | Range             | bytes=0-99                     |
        | a wish for a new page  | Cache-Control     | no-cache                       |
        | an origin              | Origin            | https://elsewhere.example      |
        | a look ahead           | Sec-Fetch-Mode    | cors                           |
        | a token of a form      | X-CSRF-Token      | abc/def+ghi==                  |
        | a header nobody knows  | X-Our-Own         | a,b;c="d e"                    |
        | an empty header        | X-Our-Own         |                                |
        | an underscored name    | X_Our_Own         | underscored                    |

    Scenario Outline: the headers of a <method> request
      Given the visitor sends with every request:
        | name          | value                  |
        | Cookie        | ogw_session=abc.def    |
        | Authorization | Basic YWRtaW46YWRtaW4= |
        | Content-Type  | text/x-odd             |
        | X-Our-Own     | yes                    |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI receives the headers:
        | name          | value                  |
        | Cookie        | ogw_session=abc.def    |
        | Authorization | Basic YWRtaW46YWRtaW4= |
        | Content-Type  | text/x-odd             |
        | X-Our-Own     | yes                    |

      Examples:
        | method  |
        | HEAD    |
        | POST    |
        | PUT     |
        | DELETE  |
        | OPTIONS |

    Example: a cookie of eight kibibytes
      Given the visitor sends with every request:
        | name   | value        |
        | Cookie | long={8 KiB} |
      When a visitor opens the admin UI
      Then the admin UI receives the headers:
        | name   | value        |
        | Cookie | long={8 KiB} |

  @same-origin.repeated-request-headers-pass @core
  Rule: A header sent more than once keeps every value, in order
    Source: observed gateway, 6.3

    Example: a repeated header
      Given the visitor sends with every request:
        | name   | value |
        | X-Tag  | b     |
        | Accept | */*   |
        | X-Tag  | a     |
        | X-Tag  | b     |
      When a visitor opens the admin UI
      Then the admin UI receives "X-Tag" as the list "b, a, b"

    Example: equal headers one behind the other, however they are spelt
      Given the visitor sends with every request:
        | name  | value |
        | X-Tag | b     |
        | X-Tag | b     |
        | x-tag | c, d  |
        | X-TAG | a     |
        | X-Tag | b     |
      When a visitor opens the admin UI
      Then the admin UI receives "X-Tag" as the list "b, b, c, d, a, b"

    Example: a repeated header of a form
      Given the visitor sends with every request:
        | name          | value    |
        | Cache-Control | no-cache |
        | X-Tag         | b        |
        | Cache-Control | no-store |
        | X-Tag         | a        |
      When a visitor sends the admin UI a "POST" request
      Then the admin UI receives "X-Tag" as the list "b, a"
      And the admin UI receives "Cache-Control" as the list "no-cache, no-store"

  @same-origin.host-is-the-upstreams @core
  Rule: The admin UI is addressed by its own host
    Source: observed gateway, 6.3

    Scenario Outline: a <method> request of a visitor who knows the gateway as <host>
      Given the visitor sends with every request:
        | name | value  |
        | Host | <host> |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI receives the headers:
        | name | value                     |
        | Host | {the admin UI's own host} |

      Examples:
        | host                 | method |
        | console.example:8443 | GET    |
        | console.example      | GET    |
        | [::1]:8080           | GET    |
        | console.example:8443 | POST   |
        | localhost            | HEAD   |

  @same-origin.public-origin-is-told @core
  Rule: The admin UI is told the host, the scheme and the origin that the visitor sees
    Source: observed gateway, 6.3

    Scenario Outline: a gateway known as <host>
      Given the visitor sends with every request:
        | name | value  |
        | Host | <host> |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "http://<host>"

      Examples:
        | host                  |
        | console.example       |
        | console.example:8443  |
        | 127.0.0.1:8080        |
        | [::1]:8080            |
        | localhost             |
        | a-b.c.console.example |

    Scenario Outline: a <method> request to a gateway known as console.example:8443
      Given the visitor sends with every request:
        | name | value                |
        | Host | console.example:8443 |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI is told the origin "http://console.example:8443"

      Examples:
        | method  |
        | HEAD    |
        | POST    |
        | DELETE  |
        | OPTIONS |

  @same-origin.hop-by-hop-requests-stop @core
  Rule: Hop-by-hop headers of a request are not forwarded: they stop at the gateway
    Source: observed gateway, 6.3

    Example: the hop-by-hop headers
      Given the visitor sends with every request:
        | name                | value          |
        | Connection          | keep-alive     |
        | Keep-Alive          | timeout=5      |
        | Proxy-Authenticate  | Basic          |
        | Proxy-Authorization | Basic c2VjcmV0 |
        | TE                  | trailers       |
        | Trailer             | X-Sum          |
        | X-Kept              | yes            |
      When a visitor opens the admin UI
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

    Scenario Outline: <name>, alone, of a <method> request
      Given the visitor sends with every request:
        | name   | value   |
        | <name> | <value> |
        | X-Kept | yes     |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI does not receive the visitor's:
        | name   |
        | <name> |
      But the admin UI receives the headers:
        | name   | value |
        | X-Kept | yes   |

      Examples:
        | name                | value          | method |
        | Keep-Alive          | timeout=5      | POST   |
        | keep-alive          | timeout=5      | GET    |
        | Proxy-Authenticate  | Basic          | PUT    |
        | Proxy-Authorization | Basic c2VjcmV0 | POST   |
        | PROXY-AUTHORIZATION | Basic c2VjcmV0 | GET    |
        | TE                  | trailers       | GET    |
        | Trailer             | X-Sum          | GET    |
        | Upgrade             | websocket      | GET    |

    Scenario Outline: an offer to upgrade to <protocol>
      Given the visitor sends with every request:
        | name       | value        |
        | Connection | <connection> |
        | Upgrade    | <protocol>   |
      When a visitor opens the admin UI
      Then the admin UI does not receive the visitor's:
        | name    |
        | Upgrade |

      Examples:
        | connection          | protocol |
        | Upgrade             | h2c      |
        | keep-alive, Upgrade | TLS/1.3  |

  @same-origin.connection-named-requests-stop @core
  Rule: A header that the visitor's Connection header names is hop-by-hop and stops at the gateway
    Source: observed gateway, 6.3

    Example: headers named in any case, in one list
      Given the visitor sends with every request:
        | name       | value                    |
        | Connection | x-first, X-SECOND, close |
        | X-First    | 1                        |
        | X-Second   | 2                        |
        | X-Third    | 3                        |
      When a visitor opens the admin UI
      Then the admin UI does not receive the visitor's:
        | name     |
        | X-First  |
        | X-Second |
      But the admin UI receives the headers:
        | name    | value |
        | X-Third | 3     |

    Scenario Outline: headers of a <method> request named as "<names>"
      Given the visitor sends with every request:
        | name       | value   |
        | Connection | <names> |
        | X-First    | 1       |
        | X-Second   | 2       |
        | X-Third    | 3       |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI does not receive the visitor's:
        | name     |
        | X-First  |
        | X-Second |
      But the admin UI receives the headers:
        | name    | value |
        | X-Third | 3     |

      Examples:
        | names                         | method |
        | X-First,X-Second              | GET    |
        | close , X-Second ,X-First     | GET    |
        | keep-alive, X-SECOND,,x-first | POST   |

  @same-origin.every-connection-header-counts @hardened
  Rule: Names spread over several Connection headers stop at the gateway as well
    Source: RFC 9110, 5.3 and 7.6.1; observed gateway, 6.3

    Example: headers named in two lists
      Given the visitor sends with every request:
        | name       | value          |
        | Connection | x-first        |
        | Connection | close, X-Third |
        | X-First    | 1              |
        | X-Third    | 3              |
        | X-Fourth   | 4              |
      When a visitor opens the admin UI
      Then the admin UI does not receive the visitor's:
        | name    |
        | X-First |
        | X-Third |
      But the admin UI receives the headers:
        | name     | value |
        | X-Fourth | 4     |

    Scenario Outline: headers of a <method> request named in three lists, one of them apart from the others
      Given the visitor sends with every request:
        | name       | value      |
        | Connection | close      |
        | X-First    | 1          |
        | connection | X-First    |
        | X-Second   | 2          |
        | Connection | keep-alive |
        | X-Third    | 3          |
        | CONNECTION | X-Third    |
        | X-Fourth   | 4          |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI does not receive the visitor's:
        | name    |
        | X-First |
        | X-Third |
      But the admin UI receives the headers:
        | name     | value |
        | X-Second | 2     |
        | X-Fourth | 4     |

      Examples:
        | method |
        | GET    |
        | POST   |

  @same-origin.visitors-do-not-name-the-origin @hardened
  Rule: What a visitor says about the origin neither doubles nor replaces what the gateway says
    Source: observed gateway, 6.3, 16 (8) and 16 (28)

    Scenario Outline: a visitor who sends <name>
      Given the visitor sends with every request:
        | name   | value           |
        | Host   | console.example |
        | <name> | <value>         |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "http://console.example"

      Examples:
        | name               | value                |
        | X-Forwarded-Host   | evil.example         |
        | X-Forwarded-Proto  | https                |
        | X-Forwarded-Origin | https://evil.example |
        | x-forwarded-host   | console.example      |
        | X-FORWARDED-HOST   | evil.example         |
        | X-Forwarded-Host   | a.example, b.example |
        | X-Forwarded-Host   |                      |
        | X_Forwarded_Host   | evil.example         |
        | X_Forwarded-Proto  | https                |

    Scenario Outline: a visitor who names another origin in every way, with a <method> request
      Given the visitor sends with every request:
        | name               | value                         |
        | Host               | console.example               |
        | X-Forwarded-Host   | evil.example                  |
        | X-Forwarded-Host   | evil.example                  |
        | X-Forwarded-Proto  | https                         |
        | X-Forwarded-Origin | https://evil.example          |
        | X-Forwarded-Port   | 8443                          |
        | Forwarded          | host=evil.example;proto=https |
      When a visitor sends the admin UI a "<method>" request
      Then the admin UI is told the origin "http://console.example"
      And the admin UI does not receive the visitor's:
        | name             |
        | X-Forwarded-Port |
        | Forwarded        |

      Examples:
        | method |
        | GET    |
        | POST   |
        | HEAD   |

  @same-origin.trusted-proxies-name-the-origin @provisional
  Rule: A proxy that the operator trusts may name the origin, once, and nobody else
    Source: what people trip over, TLS ended in front of the gateway

    Example: TLS ended by a trusted proxy
      Given the config has:
        """yaml
        server:
          trusted_proxies: [127.0.0.1/32]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name              | value           |
        | X-Forwarded-Host  | console.example |
        | X-Forwarded-Proto | https           |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "https://console.example"

    Scenario Outline: <who>
      Given the config has:
        """yaml
        server:
          trusted_proxies: [<networks>]
        """
      And the gateway is started
      And the visitor sends with every request:
        | name              | value            |
        | Host              | console.internal |
        | X-Forwarded-Proto | https            |
      When a visitor opens the admin UI
      Then the admin UI is told the origin "<origin>"

      Examples:
        | who                                      | networks                   | origin                   |
        | one of several that name the scheme only | 192.0.2.0/24, 127.0.0.0/8  | https://console.internal |
        | somebody who is not trusted              | 192.0.2.0/24, 127.0.0.2/32 | http://console.internal  |
