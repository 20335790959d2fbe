Feature: Paths and queries on their way to the admin UI
  The admin UI sees the address the visitor typed: nothing decoded, nothing added, nothing taken away.

  @same-origin.raw-path-is-forwarded @core
  Rule: The path arrives raw, with the base path kept
    Source: observed gateway, 6.2

    Scenario Outline: a path with <what>
      When a visitor opens "<path>" in the admin UI
      Then the admin UI is asked for "<path>"

      Examples:
        | what                          | path                 |
        | a plain page                  | /api-keys            |
        | a page below a page           | /identity/users/42   |
        | an encoded slash              | /files/a%2Fb         |
        | an encoded slash, lower case  | /files/a%2fb         |
        | an encoded space              | /files/a%20b         |
        | an encoded percent sign       | /files/100%25        |
        | an encoded question mark      | /files/why%3F        |
        | an encoded letter             | /files/%61           |
        | an encoded letter, capital    | /files/%5A%7A        |
        | an encoded dot inside a name  | /files/a%2Eb%2eh     |
        | a percent sign, encoded twice | /files/a%252Fb       |
        | an encoded plus               | /files/a%2Bb         |
        | encoded line breaks           | /files/a%0D%0Ab      |
        | encoded UTF-8                 | /teams/%C3%A9quipe   |
        | encoded UTF-8, lower case     | /teams/%c3%a9quipe   |
        | what need not be encoded      | /teams/a-b_c.d~e     |
        | what separates in a name      | /files/a=b&c,d$e     |
        | a plus and a semicolon        | /files/a+b;v=1       |
        | an at sign and a colon        | /users/admin@local:1 |
        | a doubled slash               | /files//a            |
        | a trailing slash              | /api-keys/           |
        | dots inside a name            | /files/..hidden/a..b |
        | three dots                    | /files/.../a         |
        | a deep page                   | /a/b/c/d/e/f/g/h/i/j |

    Example: the base path alone
      When a visitor opens "" in the admin UI
      Then the admin UI is asked for ""

    Scenario Outline: a path of a <method> request
      When a visitor sends these bytes, and a second request behind them:
        """
        <method> {base path}/files//a%2Fb%2eh/%7E?q=a%2Bb&&r=%61 HTTP/1.1
        Host: {host}
        Content-Length: 0

        """
      Then the request is answered
      And the admin UI is asked for "/files//a%2Fb%2eh/%7E?q=a%2Bb&&r=%61"

      Examples:
        | method |
        | POST   |
        | PUT    |
        | DELETE |

  @same-origin.raw-query-is-forwarded @core
  Rule: The query arrives raw
    Source: observed gateway, 6.2

    Scenario Outline: a query with <what>
      When a visitor opens "/api-keys?<query>" in the admin UI
      Then the admin UI is asked for "/api-keys?<query>"

      Examples:
        | what                   | query                      |
        | one pair               | page=2                     |
        | a repeated name        | tag=b&tag=a&tag=b          |
        | empty values           | q=&flag&z=                 |
        | encoded separators     | q=a%26b%3Dc%23d            |
        | plus and percent-20    | q=a+b%20c                  |
        | encoded UTF-8          | q=%C3%A9%E2%82%AC          |
        | a path inside          | redirect=%2Fapi-keys%3Fp=1 |
        | a second question mark | q=why?&r=/a/b              |
        | stray ampersands       | &&a=1&&                    |
        | an encoded plus        | q=a%2Bb&r=c%2bd            |
        | an encoded letter      | q=%61%7E~                  |
        | no pairs               | only-words/and:a,colon     |
        | semicolons             | a=1;b=2&c=3;               |
        | brackets, encoded      | a%5B%5D=1&a%5b0%5D=2       |
        | what is encoded twice  | q=%2525%252F               |
        | encoded line breaks    | q=a%0D%0Ab                 |
        | capital and small hex  | q=%c3%A9                   |

    Example: the base path alone with a query
      When a visitor opens "?page=2" in the admin UI
      Then the admin UI is asked for "?page=2"

  @same-origin.targets-are-not-normalised @hardened
  Rule: A path or query that a URL library would normalise arrives as it was sent
    Source: observed gateway, 6.2, where dot segments are resolved and quotes are encoded

    Scenario Outline: <what>
      When a visitor opens "<target>" in the admin UI
      Then the admin UI is asked for "<target>"

      Examples:
        | what                       | target                  |
        | a single dot               | /files/./a              |
        | a single dot at the end    | /files/.                |
        | an encoded dot             | /files/%2e/a            |
        | an encoded dot, upper case | /files/%2E/a            |
        | a climb that stays inside  | /files/a/../b           |
        | an encoded one             | /files/a/%2e%2E/b       |
        | a query that is empty      | /api-keys?              |
        | two question marks         | /api-keys??             |
        | bytes that are no UTF-8    | /files/%E9?q=%E9        |
        | an apostrophe in the path  | /users/o'hara           |
        | an apostrophe in the query | /api-keys?q='x'         |
        | everything that separates  | /files/!$&'()*+,;=:@    |
        | the same in the query      | /api-keys?!$&'()*+,;=:@ |
        | an encoded tilde           | /files/%7Ea~b           |

  @same-origin.base-path-with-a-slash-is-served @hardened
  Rule: The base path with a trailing slash leads to the admin UI too
    Source: observed gateway, 1.3 and 6.1, where it is not found

    Scenario Outline: a bookmark that ends with "<end>"
      When a visitor opens "<end>" and follows where it leads
      Then the visitor is shown a page of the admin UI

      Examples:
        | end      |
        | /        |
        | /?page=2 |
        | /?       |

  @same-origin.dot-segments-stay-inside @hardened
  Rule: No spelling of a dot segment takes the admin UI a target outside its base path
    Source: observed gateway, 6.2, where dot segments are resolved and may leave the base path

    Scenario Outline: climbing with <spelling>
      When a visitor opens "<path>" in the admin UI
      Then nothing outside the base path is asked of the admin UI
      And no API answers

      Examples:
        | spelling                         | path                       |
        | plain dots                       | /../secret                 |
        | encoded dots                     | /%2e%2e/secret             |
        | encoded dots, upper case         | /%2E%2E/secret             |
        | one encoded dot                  | /.%2e/secret               |
        | an encoded slash                 | /..%2fsecret               |
        | everything encoded               | /%2e%2e%2fsecret           |
        | a backslash                      | /..\secret                 |
        | an encoded backslash             | /..%5csecret               |
        | two climbs                       | /x/../../secret            |
        | a climb at the end               | /..                        |
        | a climb into an API              | /../v1/models              |
        | a climb before a query           | /..?page=2                 |
        | a path parameter                 | /..;x=1/secret             |
        | an encoded parameter             | /..%3Bx/secret             |
        | one encoded dot, first           | /%2e./secret               |
        | an encoded slash, upper case     | /..%2Fsecret               |
        | an encoded backslash, upper case | /..%5Csecret               |
        | an empty segment before          | //../secret                |
        | a dot before                     | /./../secret               |
        | an encoded dot before            | /%2e/../secret             |
        | a page before                    | /x/%2e%2e/..%2f..%2fsecret |
        | backslashes only                 | /x\..\..\secret            |
        | a climb at the end, encoded      | /%2e%2e                    |

    Scenario Outline: climbing into an API with <spelling>
      When a visitor opens "<path>" in the admin UI
      Then no API answers

      Examples:
        | spelling              | path              |
        | plain dots            | /../v1/models     |
        | encoded dots          | /%2e%2e/v1/models |
        | an encoded slash      | /..%2fv1/models   |
        | an empty segment      | //../v1/models    |
        | a backslash           | /..\v1/models     |
        | a path parameter      | /..;x/v1/models   |
        | a climb to the health | /../api/v1/health |

  @same-origin.encoded-base-path-is-not-the-base-path @hardened
  Rule: Encoded slashes do not make a neighbour out of a page, nor a page out of a neighbour
    Source: observed gateway, 6.1 and 6.2

    Scenario Outline: a neighbour by <what>
      When a visitor asks for the base path followed by "<suffix>"
      Then the admin UI is not asked

      Examples:
        | what                                 | suffix         |
        | an encoded slash after the base path | %2Fapi-keys    |
        | an encoded climb after the base path | %2F..%2Fv1     |
        | an encoded backslash                 | %5Capi-keys    |
        | an encoded slash, lower case         | %2fapi-keys    |
        | an encoded backslash, lower case     | %5capi-keys    |
        | two encoded slashes                  | %2F%2Fapi-keys |
        | an encoded slash at the end          | %2F            |
        | a slash encoded twice                | %252Fapi-keys  |
        | an encoded question mark             | %3Fpage=2      |
        | an encoded semicolon                 | %3Bx           |
        | an encoded null byte                 | %00            |
