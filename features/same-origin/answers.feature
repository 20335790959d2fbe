Feature: The admin UI's answers on their way back
  What the admin UI answers is what the visitor's browser receives.

  @same-origin.statuses-pass @core
  Rule: The status of the admin UI's answer is the visitor's
    Source: observed gateway, 6.5

    Scenario Outline: the admin UI answers "<status>" to a <method> request
      Given the admin UI answers "<status>"
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives "<status>"

      Examples:
        | status                          | method  |
        | OK                              | GET     |
        | Created                         | POST    |
        | Accepted                        | PUT     |
        | No Content                      | GET     |
        | Partial Content                 | GET     |
        | Multiple Choices                | GET     |
        | Not Modified                    | GET     |
        | Bad Request                     | GET     |
        | Unauthorized                    | GET     |
        | Forbidden                       | DELETE  |
        | Not Found                       | GET     |
        | Not Found                       | HEAD    |
        | Method Not Allowed              | PATCH   |
        | Conflict                        | POST    |
        | Gone                            | GET     |
        | Precondition Failed             | PUT     |
        | I'm a Teapot                    | GET     |
        | Too Many Requests               | GET     |
        | Unavailable For Legal Reasons   | GET     |
        | Internal Server Error           | GET     |
        | Not Implemented                 | OPTIONS |
        | Bad Gateway                     | GET     |
        | Service Unavailable             | GET     |
        | Gateway Timeout                 | GET     |
        | Insufficient Storage            | POST    |
        | Network Authentication Required | GET     |

    Scenario Outline: an answer behind <interim>
      Given the admin UI answers with "an answer behind <interim>"
      When a visitor opens the admin UI
      Then the visitor receives "Gone"

      Examples:
        | interim          |
        | early hints      |
        | two early hints  |
        | an unasked go-on |

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
        | what                  | name                        | value                               |
        | a content type        | Content-Type                | text/html; charset=UTF-8            |
        | an odd content type   | Content-Type                | application/x-odd;a="b c"           |
        | a lifetime            | Cache-Control               | public, max-age=31536000, immutable |
        | no lifetime           | Cache-Control               | no-store                            |
        | an end of its life    | Expires                     | Thu, 01 Jan 2032 00:00:00 GMT       |
        | an entity tag         | ETag                        | W/"a-b"                             |
        | a date                | Last-Modified               | Sat, 25 Apr 2026 10:00:00 GMT       |
        | what it varies by     | Vary                        | Cookie, Accept-Encoding             |
        | a policy              | Content-Security-Policy     | default-src 'self'; img-src *       |
        | a policy for frames   | X-Frame-Options             | DENY                                |
        | a policy for scripts  | Access-Control-Allow-Origin | https://elsewhere.example           |
        | a language            | Content-Language            | de-CH                               |
        | a download            | Content-Disposition         | attachment; filename="a b.csv"      |
        | a challenge           | WWW-Authenticate            | Basic realm="a b", charset="UTF-8"  |
        | a link                | Link                        | </a.css>; rel=preload; as=style     |
        | a time to try again   | Retry-After                 | 7                                   |
        | a header nobody knows | X-Our-Own                   | a,b;c="d e"                         |
        | an empty header       | X-Our-Own                   |                                     |
        | a long header         | X-Our-Own                   | {8 KiB}                             |

    Scenario Outline: the headers of "<status>" as the answer to a <method> request
      Given the admin UI answers "<status>" with the headers:
        | name          | value               |
        | Cache-Control | private, max-age=60 |
        | ETag          | "e"                 |
        | X-Our-Own     | yes                 |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives the headers:
        | name          | value               |
        | Cache-Control | private, max-age=60 |
        | ETag          | "e"                 |
        | X-Our-Own     | yes                 |

      Examples:
        | status                | method |
        | OK                    | HEAD   |
        | OK                    | POST   |
        | No Content            | DELETE |
        | Not Modified          | GET    |
        | Not Found             | GET    |
        | Internal Server Error | PUT    |

  @same-origin.compressed-answers-pass @core
  Rule: A compressed answer stays compressed, as the browser asked
    Source: observed gateway, 6.5

    Scenario Outline: <page> for a browser that accepts "<accepted>"
      Given the visitor sends with every request:
        | name            | value      |
        | Accept-Encoding | <accepted> |
      And the admin UI answers with "<page>"
      When a visitor opens the admin UI
      Then the visitor receives the body "<page>"
      And the visitor receives the headers:
        | name             | value    |
        | Content-Encoding | <coding> |
      And the admin UI receives the headers:
        | name            | value      |
        | Accept-Encoding | <accepted> |

      Examples:
        | page                                   | coding  | accepted      |
        | a page compressed with gzip            | gzip    | gzip, br      |
        | a page compressed with gzip            | gzip    | identity      |
        | a page compressed with gzip, in chunks | gzip    | gzip          |
        | a page compressed with deflate         | deflate | deflate;q=0.5 |
        | a page in a coding that nobody knows   | x-odd   | x-odd, br, *  |
        | a page compressed with gzip            | gzip    | (none)        |

    Example: a page as it is
      Given the admin UI answers with "every byte there is"
      And the visitor sends with every request:
        | name            | value    |
        | Accept-Encoding | gzip, br |
      When a visitor opens the admin UI
      Then the visitor receives the body "every byte there is"
      And the visitor receives the headers:
        | name             | value  |
        | Content-Encoding | (none) |

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

    Scenario Outline: cookies of "<status>" as the answer to a <method> request, two of them equal
      Given the admin UI answers "<status>" with the headers:
        | name       | value              |
        | Set-Cookie | a=1; Path=/        |
        | Set-Cookie | b="x, y"; HttpOnly |
        | X-Between  | yes                |
        | Set-Cookie | a=1; Path=/        |
        | set-cookie | c=; Max-Age=0      |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives the headers:
        | name       | value              |
        | Set-Cookie | a=1; Path=/        |
        | Set-Cookie | b="x, y"; HttpOnly |
        | Set-Cookie | a=1; Path=/        |
        | Set-Cookie | c=; Max-Age=0      |

      Examples:
        | status       | method |
        | OK           | POST   |
        | OK           | HEAD   |
        | Not Found    | GET    |
        | Not Modified | GET    |

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

    Scenario Outline: <name>, alone, in "<status>" as the answer to a <method> request
      Given the admin UI answers "<status>" with the headers:
        | name   | value   |
        | <name> | <value> |
        | X-Kept | yes     |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor does not receive the admin UI's:
        | name   |
        | <name> |
      But the visitor receives the headers:
        | name   | value |
        | X-Kept | yes   |

      Examples:
        | name                | value          | status    | method |
        | Keep-Alive          | timeout=77     | Not Found | GET    |
        | KEEP-ALIVE          | timeout=77     | OK        | POST   |
        | Proxy-Authenticate  | Basic          | OK        | HEAD   |
        | Proxy-Authorization | Basic c2VjcmV0 | OK        | GET    |
        | TE                  | trailers       | OK        | GET    |
        | Trailer             | X-Sum          | OK        | GET    |
        | Upgrade             | h2c            | OK        | GET    |

    Scenario Outline: headers named as "<names>"
      Given the admin UI answers "<status>" with the headers:
        | name       | value   |
        | Connection | <names> |
        | X-First    | 1       |
        | X-Second   | 2       |
        | X-Third    | 3       |
      When a visitor opens the admin UI
      Then the visitor does not receive the admin UI's:
        | name     |
        | X-First  |
        | X-Second |
      But the visitor receives the headers:
        | name    | value |
        | X-Third | 3     |

      Examples:
        | names                         | status    |
        | X-First, X-Second             | OK        |
        | x-second,X-FIRST              | OK        |
        | keep-alive, x-first ,x-second | Not Found |

  @same-origin.head-has-no-body @core
  Rule: A HEAD is answered with the page's headers and no body
    Source: observed gateway, 6.4

    Scenario Outline: asking for the head of "<status>"
      Given the admin UI answers "<status>" with the headers:
        | name | value |
        | ETag | "h"   |
      When a visitor reads the answer to a "HEAD" request to its end
      Then the visitor receives "<status>"
      And the visitor receives the headers:
        | name | value |
        | ETag | "h"   |
      And the head comes with "nothing behind it"

      Examples:
        | status                |
        | OK                    |
        | Not Found             |
        | Internal Server Error |

    Scenario Outline: asking for the head of <page>
      Given the admin UI answers with "<page>"
      When a visitor reads the answer to a "HEAD" request to its end
      Then the visitor receives "OK"
      And the head comes with "nothing behind it"

      Examples:
        | page                |
        | a body in chunks    |
        | an empty body       |
        | every byte there is |

  @same-origin.heads-measure-the-page @hardened
  Rule: The answer to a HEAD announces the length of the page, or none
    Source: RFC 9110, 8.6; observed gateway, 6.4, where what was read is counted

    Scenario Outline: measuring <page> by its head
      Given the admin UI answers with "<page>"
      When a visitor reads the answer to a "HEAD" request to its end
      Then the head comes with "the length of the page, or none"

      Examples:
        | page                |
        | a body in chunks    |
        | an empty body       |
        | every byte there is |

    Example: measuring a page that is not found by its head
      Given the admin UI answers "Not Found"
      When a visitor reads the answer to a "HEAD" request to its end
      Then the head comes with "the length of the page, or none"

  @same-origin.misses-stay-misses @hardened
  Rule: A static file that does not exist is not found, and no page stands in for it
    Source: observed gateway, 13.4; what people trip over, assets at the wrong root

    Scenario Outline: <file>, which does not exist
      Given the gateway serves its own admin UI
      When a visitor opens "<file>" in the admin UI
      Then the visitor receives "Not Found"
      And the answer is not a page

      Examples:
        | file                             |
        | /assets/no-such-file.js          |
        | /assets/no-such-file.css?v=2     |
        | /assets/fonts/no-such-file.woff2 |
        | /no-such-file.svg                |

    Scenario Outline: a miss that the admin UI reports to whoever accepts "<accept>"
      Given the visitor sends with every request:
        | name   | value    |
        | Accept | <accept> |
      And the admin UI answers "<status>" with the headers:
        | name         | value      |
        | Content-Type | text/plain |
      When a visitor opens "<file>" in the admin UI
      Then the visitor receives "<status>"
      And the answer is not a page

      Examples:
        | accept                                 | status    | file                         |
        | */*                                    | Not Found | /assets/no-such-file.js      |
        | text/css,*/*;q=0.1                     | Not Found | /assets/no-such-file.css?v=2 |
        | image/avif,image/webp,image/*,*/*;q=.8 | Gone      | /assets/no-such-file.png     |
        | text/html,*/*;q=0.8                    | Not Found | /assets/no-such-file.js      |
        | text/html,*/*;q=0.8                    | Not Found | /no-such-file                |
