Feature: Requests that are not quite HTTP
  What two servers could read in two ways is refused by the first, before the second ever sees it.
  Each line of the bytes ends with CRLF, and the head with an empty line; behind that stands the body, to the
  letter. `\r`, `\0` and `\x16` are single bytes, and `\r\n` in a cell ends a line.

  @same-origin.ambiguous-lengths-are-refused @hardened
  Rule: A request of ambiguous length (request smuggling) is refused and its connection closed
    Source: observed gateway, 6.3; what people trip over, requests smuggled through a proxy

    Scenario Outline: a request that has <what>
      When a visitor sends these bytes, and a second request behind them:
        """
        POST {base path} HTTP/1.1
        Host: {host}
        Content-Type: text/plain
        <framing>

        <body>
        """
      Then the request is refused
      And the gateway closes the connection without another answer

      Examples:
        | what                                | framing                                          | body                      |
        | a length and chunks                 | Content-Length: 15\r\nTransfer-Encoding: chunked | 5\r\nhello\r\n0\r\n\r\n   |
        | chunks and a length                 | Transfer-Encoding: chunked\r\nContent-Length: 6  | 5\r\nhello\r\n0\r\n\r\n   |
        | two different lengths               | Content-Length: 5\r\nContent-Length: 0           | hello                     |
        | a list of different lengths         | Content-Length: 5, 0                             | hello                     |
        | a negative length                   | Content-Length: -5                               | hello                     |
        | a length with a plus sign           | Content-Length: +5                               | hello                     |
        | a length that is no number          | Content-Length: 0x5                              | hello                     |
        | an unknown transfer coding          | Transfer-Encoding: cow                           | 5\r\nhello\r\n0\r\n\r\n   |
        | chunked as the first of two codings | Transfer-Encoding: chunked, gzip                 | 5\r\nhello\r\n0\r\n\r\n   |
        | a misspelt transfer coding          | Transfer-Encoding: xchunked                      | 5\r\nhello\r\n0\r\n\r\n   |
        | a chunk size that is no number      | Transfer-Encoding: chunked                       | 0x5\r\nhello\r\n0\r\n\r\n |
        | a chunk longer than it says         | Transfer-Encoding: chunked                       | 3\r\nhello\r\n0\r\n\r\n   |

    Example: a request with one honest length
      When a visitor sends these bytes, and a second request behind them:
        """
        POST {base path} HTTP/1.1
        Host: {host}
        Content-Type: text/plain
        Content-Length: 5

        hello
        """
      Then the request is answered

  @same-origin.ambiguous-requests-do-not-reach-the-ui @hardened
  Rule: A request of ambiguous length (request smuggling) never reaches the admin UI
    Source: observed gateway, 6.3

    Scenario Outline: <what> towards the admin UI
      When a visitor sends these bytes, and a second request behind them:
        """
        POST {base path} HTTP/1.1
        Host: {host}
        Content-Type: text/plain
        <framing>

        <body>
        """
      Then the admin UI receives no whole request

      Examples:
        | what                           | framing                                          | body                      |
        | a length and chunks            | Content-Length: 15\r\nTransfer-Encoding: chunked | 5\r\nhello\r\n0\r\n\r\n   |
        | two different lengths          | Content-Length: 5\r\nContent-Length: 0           | hello                     |
        | a negative length              | Content-Length: -5                               | hello                     |
        | an unknown transfer coding     | Transfer-Encoding: cow                           | 5\r\nhello\r\n0\r\n\r\n   |
        | a misspelt transfer coding     | Transfer-Encoding: xchunked                      | 5\r\nhello\r\n0\r\n\r\n   |
        | a chunk size that is no number | Transfer-Encoding: chunked                       | 0x5\r\nhello\r\n0\r\n\r\n |

  @same-origin.bad-request-lines-are-refused @hardened
  Rule: A request line that is not HTTP/1.0 or HTTP/1.1 is refused
    Source: observed gateway, 1.1

    Scenario Outline: a request line with <what>
      When a visitor sends these bytes, and a second request behind them:
        """
        <request line>
        Host: {host}
        """
      Then the request is refused
      And the gateway closes the connection without another answer

      Examples:
        | what                            | request line                    |
        | an unknown version              | GET {base path} HTTP/9.9        |
        | a version of the next decade    | GET {base path} HTTP/2.0        |
        | no version                      | GET {base path}                 |
        | a space in the path             | GET {base path}/a b HTTP/1.1    |
        | a method of odd characters      | G(E)T {base path} HTTP/1.1      |
        | a control character in the path | GET {base path}/a\x01b HTTP/1.1 |

    Example: a request line with nothing but noise, as TLS begins
      When a visitor sends these bytes, and a second request behind them:
        """
        \x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03
        """
      Then the request is refused
      And the gateway closes the connection without another answer

    Example: a proper request line
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        Host: {host}
        """
      Then the request is answered

  @same-origin.header-injection-is-refused @hardened
  Rule: A header that could be read as two headers, or as another, is refused
    Source: observed gateway, 6.3

    Scenario Outline: <what> in a header
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        Host: {host}
        <header>
        """
      Then the request is refused
      And the gateway closes the connection without another answer

      Examples:
        | what                         | header                        |
        | a bare carriage return       | X-Note: a\rX-Injected: yes    |
        | a null byte                  | X-Note: a\0b                  |
        | a folded line                | X-Note: a\r\n X-Injected: yes |
        | a space before the colon     | X-Note : a                    |
        | a line without a colon       | X-Note                        |
        | an empty name                | : a                           |
        | an odd character in its name | X@Note: a                     |

    Scenario Outline: a request for <what>
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        <headers>
        """
      Then the request is refused
      And the gateway closes the connection without another answer

      Examples:
        | what                   | headers                                 |
        | no host                | X-Note: a                               |
        | two hosts              | Host: {host}\r\nHost: elsewhere.example |
        | a host that is no host | Host: a b/..                            |

    Example: an ordinary header
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        Host: {host}
        X-Note: a: b
        """
      Then the request is answered

  @same-origin.encoded-line-breaks-stay-encoded @hardened
  Rule: Line breaks encoded in a path or a query stay encoded, and add no header
    Source: observed gateway, 6.2

    Example: a line break and a header, encoded in a query
      When a visitor opens "/api-keys?q=%0d%0aX-Injected:%201" in the admin UI
      Then the admin UI does not receive the visitor's:
        | name       |
        | X-Injected |
      And the admin UI is asked for "/api-keys?q=%0d%0aX-Injected:%201"

  @same-origin.answer-injection-is-stopped @hardened
  Rule: A header of the admin UI's that could be read as two (response splitting) never reaches the browser as two
    Source: observed gateway, 6.5

    Scenario Outline: an answer that hides a cookie behind <what>
      Given the admin UI answers "OK" with the headers:
        | name   | value   |
        | X-Note | <value> |
      When a visitor opens the admin UI
      Then the visitor receives the headers:
        | name       | value  |
        | Set-Cookie | (none) |

      Examples:
        | what                   | value                      |
        | a bare carriage return | a\rSet-Cookie: stolen=1    |
        | a folded line          | a\r\n Set-Cookie: stolen=1 |
        | a null byte            | a\0Set-Cookie: stolen=1    |
