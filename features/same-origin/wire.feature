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
        | what                                | framing                                                  | body                                    |
        | a length and chunks                 | Content-Length: 15\r\nTransfer-Encoding: chunked         | 5\r\nhello\r\n0\r\n\r\n                 |
        | chunks and a length                 | Transfer-Encoding: chunked\r\nContent-Length: 6          | 5\r\nhello\r\n0\r\n\r\n                 |
        | two different lengths               | Content-Length: 5\r\nContent-Length: 0                   | hello                                   |
        | a list of different lengths         | Content-Length: 5, 0                                     | hello                                   |
        | a negative length                   | Content-Length: -5                                       | hello                                   |
        | a length with a plus sign           | Content-Length: +5                                       | hello                                   |
        | a length that is no number          | Content-Length: 0x5                                      | hello                                   |
        | an unknown transfer coding          | Transfer-Encoding: cow                                   | 5\r\nhello\r\n0\r\n\r\n                 |
        | chunked as the first of two codings | Transfer-Encoding: chunked, gzip                         | 5\r\nhello\r\n0\r\n\r\n                 |
        | a misspelt transfer coding          | Transfer-Encoding: xchunked                              | 5\r\nhello\r\n0\r\n\r\n                 |
        | a chunk size that is no number      | Transfer-Encoding: chunked                               | 0x5\r\nhello\r\n0\r\n\r\n               |
        | a chunk longer than it says         | Transfer-Encoding: chunked                               | 3\r\nhello\r\n0\r\n\r\n                 |
        | an empty length                     | Content-Length:                                          | hello                                   |
        | a length with a blank inside        | Content-Length: 5 0                                      | hello                                   |
        | a length with a fraction            | Content-Length: 5.0                                      | hello                                   |
        | a length with an underscore         | Content-Length: 0_5                                      | hello                                   |
        | a length beyond 64 bits             | Content-Length: 18446744073709551621                     | hello                                   |
        | another length in other letters     | Content-Length: 5\r\ncontent-length: 0                   | hello                                   |
        | chunks and no length, in capitals   | TRANSFER-ENCODING: CHUNKED\r\nContent-Length: 0          | 5\r\nhello\r\n0\r\n\r\n                 |
        | two headers of chunks               | Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked | 5\r\nhello\r\n0\r\n\r\n                 |
        | chunks twice                        | Transfer-Encoding: chunked, chunked                      | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding in quotes                  | Transfer-Encoding: "chunked"                             | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding behind a control character | Transfer-Encoding: \x0bchunked                           | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding before a blank and a colon | Transfer-Encoding : chunked                              | 5\r\nhello\r\n0\r\n\r\n                 |
        | a chunk size with a minus           | Transfer-Encoding: chunked                               | -5\r\nhello\r\n0\r\n\r\n                |
        | a chunk size with a plus            | Transfer-Encoding: chunked                               | +5\r\nhello\r\n0\r\n\r\n                |
        | a chunk size with an underscore     | Transfer-Encoding: chunked                               | 0_5\r\nhello\r\n0\r\n\r\n               |
        | a chunk size behind a blank         | Transfer-Encoding: chunked                               | \x205\r\nhello\r\n0\r\n\r\n             |
        | a chunk size beyond 64 bits         | Transfer-Encoding: chunked                               | 10000000000000005\r\nhello\r\n0\r\n\r\n |
        | no chunk size                       | Transfer-Encoding: chunked                               | \r\nhello\r\n0\r\n\r\n                  |
        | a chunk that ends with a line feed  | Transfer-Encoding: chunked                               | 5\r\nhello\x0a0\r\n\r\n                 |
        | a chunk that ends with nothing      | Transfer-Encoding: chunked                               | 5\r\nhello0\r\n\r\n                     |

    Scenario Outline: an honest request with <what>
      When a visitor sends these bytes, and a second request behind them:
        """
        POST {base path} HTTP/1.1
        Host: {host}
        Content-Type: text/plain
        <framing>

        <body>
        """
      Then the request is answered

      Examples:
        | what                     | framing                    | body                         |
        | one honest length        | Content-Length: 5          | hello                        |
        | blanks around its length | Content-Length:  5\x09     | hello                        |
        | no body at all           | Content-Length: 0          |                              |
        | honest chunks            | Transfer-Encoding: chunked | 5\r\nhello\r\n0\r\n\r\n      |
        | chunks, in capitals      | Transfer-Encoding: CHUNKED | 5\r\nhello\r\n0\r\n\r\n      |
        | chunks with an extension | Transfer-Encoding: chunked | 05;a=b\r\nhello\r\n0\r\n\r\n |

    Example: chunks in a request of HTTP/1.0, which has none
      When a visitor sends these bytes, and a second request behind them:
        """
        POST {base path} HTTP/1.0
        Host: {host}
        Content-Type: text/plain
        Connection: keep-alive
        Transfer-Encoding: chunked

        5
        hello
        0


        """
      Then the request is refused
      And the gateway closes the connection without another answer

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
        | what                                | framing                                                  | body                                    |
        | a length and chunks                 | Content-Length: 15\r\nTransfer-Encoding: chunked         | 5\r\nhello\r\n0\r\n\r\n                 |
        | two different lengths               | Content-Length: 5\r\nContent-Length: 0                   | hello                                   |
        | a negative length                   | Content-Length: -5                                       | hello                                   |
        | an unknown transfer coding          | Transfer-Encoding: cow                                   | 5\r\nhello\r\n0\r\n\r\n                 |
        | a misspelt transfer coding          | Transfer-Encoding: xchunked                              | 5\r\nhello\r\n0\r\n\r\n                 |
        | a chunk size that is no number      | Transfer-Encoding: chunked                               | 0x5\r\nhello\r\n0\r\n\r\n               |
        | an empty length                     | Content-Length:                                          | hello                                   |
        | a length with a blank inside        | Content-Length: 5 0                                      | hello                                   |
        | a length with a fraction            | Content-Length: 5.0                                      | hello                                   |
        | a length with an underscore         | Content-Length: 0_5                                      | hello                                   |
        | a length beyond 64 bits             | Content-Length: 18446744073709551621                     | hello                                   |
        | another length in other letters     | Content-Length: 5\r\ncontent-length: 0                   | hello                                   |
        | chunks and no length, in capitals   | TRANSFER-ENCODING: CHUNKED\r\nContent-Length: 0          | 5\r\nhello\r\n0\r\n\r\n                 |
        | two headers of chunks               | Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked | 5\r\nhello\r\n0\r\n\r\n                 |
        | chunks twice                        | Transfer-Encoding: chunked, chunked                      | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding in quotes                  | Transfer-Encoding: "chunked"                             | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding behind a control character | Transfer-Encoding: \x0bchunked                           | 5\r\nhello\r\n0\r\n\r\n                 |
        | a coding before a blank and a colon | Transfer-Encoding : chunked                              | 5\r\nhello\r\n0\r\n\r\n                 |
        | a chunk size with a minus           | Transfer-Encoding: chunked                               | -5\r\nhello\r\n0\r\n\r\n                |
        | a chunk size with a plus            | Transfer-Encoding: chunked                               | +5\r\nhello\r\n0\r\n\r\n                |
        | a chunk size with an underscore     | Transfer-Encoding: chunked                               | 0_5\r\nhello\r\n0\r\n\r\n               |
        | a chunk size behind a blank         | Transfer-Encoding: chunked                               | \x205\r\nhello\r\n0\r\n\r\n             |
        | a chunk size beyond 64 bits         | Transfer-Encoding: chunked                               | 10000000000000005\r\nhello\r\n0\r\n\r\n |
        | no chunk size                       | Transfer-Encoding: chunked                               | \r\nhello\r\n0\r\n\r\n                  |
        | a chunk that ends with a line feed  | Transfer-Encoding: chunked                               | 5\r\nhello\x0a0\r\n\r\n                 |
        | a chunk that ends with nothing      | Transfer-Encoding: chunked                               | 5\r\nhello0\r\n\r\n                     |

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
        | a null byte in the path         | GET {base path}/a\0b HTTP/1.1   |
        | the last control character      | GET {base path}/a\x7fb HTTP/1.1 |
        | a bare carriage return          | GET {base path}/a\rb HTTP/1.1   |
        | a version in small letters      | GET {base path} http/1.1        |
        | a version without a minor one   | GET {base path} HTTP/1          |
        | a version of three numbers      | GET {base path} HTTP/1.1.1      |
        | a version of two digits         | GET {base path} HTTP/1.10       |
        | the version of another century  | GET {base path} HTTP/0.9        |
        | another protocol                | GET {base path} HTTPS/1.1       |
        | no slash before its version     | GET {base path} HTTP 1.1        |
        | no method                       | {base path} HTTP/1.1            |
        | a quoted method                 | "GET" {base path} HTTP/1.1      |

    Example: a request line with nothing but noise, as TLS begins
      When a visitor sends these bytes, and a second request behind them:
        """
        \x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03
        """
      Then the request is refused
      And the gateway closes the connection without another answer

    Scenario Outline: a proper request line, <request line>
      When a visitor sends these bytes, and a second request behind them:
        """
        <request line>
        Host: {host}
        """
      Then the request is answered

      Examples:
        | request line                          |
        | GET {base path} HTTP/1.1              |
        | GET {base path}?q=a%20b HTTP/1.1      |
        | GET http://{host}{base path} HTTP/1.1 |

    Example: a proper request line of HTTP/1.0, with nothing behind the request
      When a visitor sends these bytes:
        """
        GET {base path} HTTP/1.0
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
        | what                            | header                                      |
        | a bare carriage return          | X-Note: a\rX-Injected: yes                  |
        | a null byte                     | X-Note: a\0b                                |
        | a folded line                   | X-Note: a\r\n X-Injected: yes               |
        | a space before the colon        | X-Note : a                                  |
        | a line without a colon          | X-Note                                      |
        | an empty name                   | : a                                         |
        | an odd character in its name    | X@Note: a                                   |
        | a carriage return at its end    | X-Note: a\r\r\nX-Other: b                   |
        | a line feed alone               | X-Note: a\x0aX-Injected: yes                |
        | a line folded by a tab          | X-Note: a\r\n\x09X-Injected: yes            |
        | a folded line of blanks         | X-Note: a\r\n                \r\nX-Other: b |
        | a tab before the colon          | X-Note\x09: a                               |
        | a blank inside its name         | X Note: a                                   |
        | a quote in its name             | X"Note: a                                   |
        | a byte beyond ASCII in its name | X-N\xf6te: a                                |
        | a null byte in its name         | X-N\0te: a                                  |
        | a control character             | X-Note: a\x1bb                              |
        | the last control character      | X-Note: a\x7fb                              |

    Scenario Outline: a request for <what>
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        <headers>
        """
      Then the request is refused
      And the gateway closes the connection without another answer

      Examples:
        | what                               | headers                                              |
        | no host                            | X-Note: a                                            |
        | two hosts                          | Host: {host}\r\nHost: elsewhere.example              |
        | a host that is no host             | Host: a b/..                                         |
        | the same host twice                | Host: {host}\r\nHost: {host}                         |
        | two hosts, apart, in other letters | Host: {host}\r\nX-Note: a\r\nhOST: elsewhere.example |
        | a list of hosts                    | Host: {host}, elsewhere.example                      |
        | a host with a path                 | Host: {host}/x                                       |
        | a host behind a name               | Host: somebody@elsewhere.example                     |
        | a port that is none                | Host: elsewhere.example:80x                          |
        | a host, folded                     | Host:\r\n {host}                                     |

    Scenario Outline: a request with <what> that is one header
      When a visitor sends these bytes, and a second request behind them:
        """
        GET {base path} HTTP/1.1
        Host: {host}
        <header>
        """
      Then the request is answered

      Examples:
        | what                      | header               |
        | an ordinary header        | X-Note: a: b         |
        | a tab inside a header     | X-Note: a\x09b       |
        | an empty header           | X-Note:              |
        | a header without a blank  | X-Note:a             |
        | a header with odd letters | X-!#$%&'*+-.^_`~9: a |
        | a byte beyond ASCII in it | X-Note: caf\xe9      |

  @same-origin.encoded-line-breaks-stay-encoded @hardened
  Rule: Line breaks encoded in a path or a query stay encoded, and add no header
    Source: observed gateway, 6.2

    Scenario Outline: a line break and a header, encoded in <where>
      When a visitor opens "<target>" in the admin UI
      Then the admin UI does not receive the visitor's:
        | name       |
        | X-Injected |
      And the admin UI is asked for "<target>"

      Examples:
        | where                         | target                                     |
        | a query                       | /api-keys?q=%0d%0aX-Injected:%201          |
        | a query, in capitals          | /api-keys?q=%0D%0AX-Injected:%201          |
        | a query, as a line feed       | /api-keys?q=%0aX-Injected:%201             |
        | a query, as a carriage return | /api-keys?q=%0dX-Injected:%201             |
        | a path                        | /api-keys%0d%0aX-Injected:%201             |
        | a path, in capitals           | /api-keys%20HTTP/1.1%0D%0AX-Injected:%201  |
        | a query, encoded twice        | /api-keys?q=%250d%250aX-Injected:%25201    |
        | a query, in wide letters      | /api-keys?q=%E5%98%8D%E5%98%8AX-Injected:1 |

  @same-origin.answer-injection-is-stopped @hardened
  Rule: A header of the admin UI's that could be read as two (response splitting) never reaches the browser as two
    Source: observed gateway, 6.5

    Scenario Outline: an answer that hides a cookie behind <what>
      Given the admin UI answers "OK" with the headers:
        | name   | value   |
        | X-Note | <value> |
      When a visitor reads the answer to a "GET" request to its end
      Then the visitor receives the headers:
        | name       | value  |
        | Set-Cookie | (none) |

      Examples:
        | what                   | value                         |
        | a bare carriage return | a\rSet-Cookie: stolen=1       |
        | a folded line          | a\r\n Set-Cookie: stolen=1    |
        | a null byte            | a\0Set-Cookie: stolen=1       |
        | a line folded by a tab | a\r\n\x09Set-Cookie: stolen=1 |
        | a vertical tab         | a\x0bSet-Cookie: stolen=1     |
        | a form feed            | a\x0cSet-Cookie: stolen=1     |
        | a carriage return more | a\r\r\n Set-Cookie: stolen=1  |
