Feature: The admin UI's answers on their way back
  What the admin UI answers is what the visitor's browser receives.

  @same-origin.statuses-pass @core
  Rule: The status of the admin UI's answer is the visitor's
    Source: observed gateway, 6.5

    Scenario Outline: the admin UI answers "<status>"
      Given the admin UI answers "<status>"
      When a visitor opens the admin UI
      Then the visitor receives "<status>"

      Examples:
        | status                |
        | OK                    |
        | Created               |
        | No Content            |
        | Not Modified          |
        | Bad Request           |
        | Unauthorized          |
        | Not Found             |
        | Gone                  |
        | I'm a Teapot          |
        | Internal Server Error |
        | Bad Gateway           |
        | Service Unavailable   |

  @same-origin.answer-headers-pass @core
  Rule: The headers of the admin UI's answer are the visitor's
    Source: observed gateway, 6.5

    Scenario Outline: an answer with <what>
      Given the admin UI answers "OK" with the headers:
        | name   | value   |
        | <name> | <value> |
      When a visitor opens the admin UI
      Then the visitor receives the headers:
        | name   | value   |
        | <name> | <value> |

      Examples:
        | what                  | name                    | value                               |
        | a content type        | Content-Type            | text/html; charset=UTF-8            |
        | an odd content type   | Content-Type            | application/x-odd;a="b c"           |
        | a lifetime            | Cache-Control           | public, max-age=31536000, immutable |
        | no lifetime           | Cache-Control           | no-store                            |
        | an entity tag         | ETag                    | W/"a-b"                             |
        | a date                | Last-Modified           | Sat, 25 Apr 2026 10:00:00 GMT       |
        | what it varies by     | Vary                    | Cookie, Accept-Encoding             |
        | a policy              | Content-Security-Policy | default-src 'self'; img-src *       |
        | a language            | Content-Language        | de-CH                               |
        | a download            | Content-Disposition     | attachment; filename="a b.csv"      |
        | a header nobody knows | X-Our-Own               | a,b;c="d e"                         |

  @same-origin.compressed-answers-pass @core
  Rule: A compressed answer stays compressed, as the browser asked
    Source: observed gateway, 6.5

    Example: a page compressed with gzip
      Given the admin UI answers with "a page compressed with gzip"
      When a visitor opens the admin UI
      Then the visitor receives the body "a page compressed with gzip"
      And the visitor receives the headers:
        | name             | value |
        | Content-Encoding | gzip  |

  @same-origin.several-cookies-survive @core
  Rule: Several cookies set in one answer all reach the browser, unmerged
    Source: observed gateway, 6.5

    Example: three cookies, one with a comma in its date
      Given the admin UI answers "OK" with the headers:
        | name       | value                                                   |
        | Set-Cookie | a=1; Path=/; HttpOnly                                   |
        | Set-Cookie | b=2; Expires=Thu, 01 Jan 2032 00:00:00 GMT; Path=/admin |
        | Set-Cookie | a=3; Path=/admin; SameSite=Lax                          |
      When a visitor opens the admin UI
      Then the visitor receives the headers:
        | name       | value                                                   |
        | Set-Cookie | a=1; Path=/; HttpOnly                                   |
        | Set-Cookie | b=2; Expires=Thu, 01 Jan 2032 00:00:00 GMT; Path=/admin |
        | Set-Cookie | a=3; Path=/admin; SameSite=Lax                          |

  @same-origin.hop-by-hop-answers-stop @core
  Rule: Hop-by-hop headers of an answer are not forwarded: they stop at the gateway
    Source: observed gateway, 6.5

    Example: the hop-by-hop headers of an answer
      Given the admin UI answers "OK" with the headers:
        | name               | value          |
        | Connection         | close, X-Named |
        | Keep-Alive         | timeout=77     |
        | Proxy-Authenticate | Basic          |
        | X-Named            | 1              |
        | X-Kept             | yes            |
      When a visitor opens the admin UI
      Then the visitor does not receive the admin UI's:
        | name               |
        | Keep-Alive         |
        | Proxy-Authenticate |
        | X-Named            |
      But the visitor receives the headers:
        | name   | value |
        | X-Kept | yes   |

  @same-origin.head-has-no-body @core
  Rule: A HEAD is answered with the page's headers and no body
    Source: observed gateway, 6.4

    Example: asking for the head of a page
      Given the admin UI answers "OK" with the headers:
        | name | value |
        | ETag | "h"   |
      When a visitor reads the answer to a "HEAD" request to its end
      Then the visitor receives "OK"
      And the visitor receives the headers:
        | name | value |
        | ETag | "h"   |
      And no body comes behind the head

  @same-origin.misses-stay-misses @hardened
  Rule: A static file that does not exist is not found, and no page stands in for it
    Source: observed gateway, 13.4; what people trip over, assets at the wrong root

    Example: a script that does not exist
      Given the gateway serves its own admin UI
      When a visitor opens "/assets/no-such-file.js" in the admin UI
      Then the visitor receives "Not Found"
      And the answer is not a page

    Example: a miss that the admin UI reports
      Given the admin UI answers "Not Found" with the headers:
        | name         | value      |
        | Content-Type | text/plain |
      When a visitor opens "/assets/no-such-file.js" in the admin UI
      Then the visitor receives "Not Found"
      And the answer is not a page
