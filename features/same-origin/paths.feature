Feature: Paths and queries on their way to the admin UI
  The admin UI sees the address the visitor typed: nothing decoded, nothing added, nothing taken away.

  @same-origin.raw-path-is-forwarded @core
  Rule: The path arrives raw, with the base path kept
    Source: observed gateway, 6.2

    Scenario Outline: a path with <what>
      When a visitor opens "<path>" in the admin UI
      Then the admin UI is asked for "<path>"

      Examples:
        | what                         | path                 |
        | a plain page                 | /api-keys            |
        | a page below a page          | /identity/users/42   |
        | an encoded slash             | /files/a%2Fb         |
        | an encoded slash, lower case | /files/a%2fb         |
        | an encoded space             | /files/a%20b         |
        | an encoded percent sign      | /files/100%25        |
        | an encoded question mark     | /files/why%3F        |
        | an encoded letter            | /files/%61           |
        | encoded UTF-8                | /teams/%C3%A9quipe   |
        | a plus and a semicolon       | /files/a+b;v=1       |
        | an at sign and a colon       | /users/admin@local:1 |
        | a doubled slash              | /files//a            |
        | a trailing slash             | /api-keys/           |
        | dots inside a name           | /files/..hidden/a..b |

    Example: the base path alone
      When a visitor opens "" in the admin UI
      Then the admin UI is asked for ""

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
        | an encoded dot             | /files/%2e/a            |
        | an apostrophe in the path  | /users/o'hara           |
        | an apostrophe in the query | /api-keys?q='x'         |
        | everything that separates  | /files/!$&'()*+,;=:@    |
        | the same in the query      | /api-keys?!$&'()*+,;=:@ |
        | an encoded tilde           | /files/%7Ea~b           |

  @same-origin.base-path-with-a-slash-is-served @hardened
  Rule: The base path with a trailing slash leads to the admin UI too
    Source: observed gateway, 1.3 and 6.1, where it is not found

    Example: a bookmark with a trailing slash
      When a visitor opens "/" and follows where it leads
      Then the visitor is shown a page of the admin UI

  @same-origin.dot-segments-stay-inside @hardened
  Rule: No spelling of a dot segment takes the admin UI a target outside its base path
    Source: observed gateway, 6.2, where dot segments are resolved and may leave the base path

    Scenario Outline: climbing with <spelling>
      When a visitor opens "<path>" in the admin UI
      Then nothing outside the base path is asked of the admin UI
      And no API answers

      Examples:
        | spelling                 | path             |
        | plain dots               | /../secret       |
        | encoded dots             | /%2e%2e/secret   |
        | encoded dots, upper case | /%2E%2E/secret   |
        | one encoded dot          | /.%2e/secret     |
        | an encoded slash         | /..%2fsecret     |
        | everything encoded       | /%2e%2e%2fsecret |
        | a backslash              | /..\secret       |
        | an encoded backslash     | /..%5csecret     |
        | two climbs               | /x/../../secret  |
        | a climb at the end       | /..              |
        | a climb into an API      | /../v1/models    |
        | a climb before a query   | /..?page=2       |
        | a path parameter         | /..;x=1/secret   |

    Scenario Outline: climbing into an API with <spelling>
      When a visitor opens "<path>" in the admin UI
      Then no API answers

      Examples:
        | spelling         | path              |
        | plain dots       | /../v1/models     |
        | encoded dots     | /%2e%2e/v1/models |
        | an encoded slash | /..%2fv1/models   |

  @same-origin.encoded-base-path-is-not-the-base-path @hardened
  Rule: Encoded slashes do not make a neighbour out of a page, nor a page out of a neighbour
    Source: observed gateway, 6.1 and 6.2

    Scenario Outline: a neighbour by <what>
      When a visitor asks for the base path followed by "<suffix>"
      Then the admin UI is not asked

      Examples:
        | what                                 | suffix      |
        | an encoded slash after the base path | %2Fapi-keys |
        | an encoded climb after the base path | %2F..%2Fv1  |
        | an encoded backslash                 | %5Capi-keys |
