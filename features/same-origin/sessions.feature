Feature: One session for every surface
  Signing in is done once for the origin: what opens the admin UI opens the admin API, and the reverse.

  @same-origin.ui-session-opens-the-api @core @needs:own-admin-ui
  Rule: A session made through the admin UI opens the admin API
    Source: founding page, Runtime Topology; observed gateway, 2.3 and 13.3

    Example: signing in on the page
      Given the gateway serves its own admin UI
      When the admin signs in on the sign-in page with the "configured" password
      Then the admin API knows "the admin"

    Example: a wrong password on the page
      Given the gateway serves its own admin UI
      When the admin signs in on the sign-in page with the "wrong" password
      Then the admin API knows "nobody"

    Scenario Outline: signing in on the page with cookies of others, <order>
      Given the gateway serves its own admin UI
      And the visitor's browser holds the cookies:
        | name            | value   |
        | <first>         | <value> |
        | not_ogw_session | x.y     |
        | theme           | "dark"  |
      When the admin signs in on the sign-in page with the "configured" password
      Then the admin API knows "the admin"

      Examples:
        | order                | first         | value |
        | one of a longer name | ogw_session_2 | a.b   |
        | one without a value  | seen          |       |

  @same-origin.api-session-opens-the-ui @core @needs:own-admin-ui
  Rule: A session made through the admin API opens the admin UI
    Source: founding page, Runtime Topology; observed gateway, 2.3 and 13.2

    Example: signing in at the API
      Given the gateway serves its own admin UI
      And the admin signs in at the API
      When the admin opens "/api-keys" and follows where it leads
      Then the admin is not asked to sign in

    Example: signing in at the API with cookies of others
      Given the gateway serves its own admin UI
      And the visitor's browser holds the cookies:
        | name            | value  |
        | theme           | "dark" |
        | not_ogw_session | x.y    |
        | ogw_session_2   | a.b    |
      And the admin signs in at the API
      When the admin opens "/api-keys" and follows where it leads
      Then the admin is not asked to sign in

    Example: signing out at the API
      Given the gateway serves its own admin UI
      And the admin signs in at the API
      And a page of "this origin" asks for "a sign-out" with the admin's cookie
      When the admin opens "/api-keys" and follows where it leads
      Then the visitor is shown the sign-in page

  @same-origin.session-cookie-covers-the-origin @core
  Rule: The session cookie belongs to the whole origin and to no script
    Source: observed gateway, 2.3; what people trip over, sign-in loops behind a proxy

    Example: the cookie of a sign-in
      When the admin signs in at the API
      Then the session cookie has:
        | attribute | value         |
        | Path      | /             |
        | Domain    | (absent)      |
        | HttpOnly  | (set)         |
        | SameSite  | Lax or Strict |

    Example: the cookie of a sign-out, which takes it away where it was given
      Given the admin signs in at the API
      When a page of "this origin" asks for "a sign-out" with the admin's cookie
      Then the session cookie has:
        | attribute | value    |
        | Path      | /        |
        | Domain    | (absent) |
        | HttpOnly  | (set)    |

  @same-origin.visitors-do-not-secure-the-cookie @hardened
  Rule: What a visitor says about the origin decides nothing about the `Secure` of the session cookie
    Source: observed gateway, 2.3 and 16 (8)

    Scenario Outline: a sign-in with <name>: <value>
      When the admin signs in at the API with the headers:
        | name   | value   |
        | <name> | <value> |
      Then the session cookie has:
        | attribute | value                    |
        | Secure    | {as without the headers} |

      Examples:
        | name               | value                   |
        | X-Forwarded-Proto  | https                   |
        | X-Forwarded-Proto  | http                    |
        | X-Forwarded-Origin | https://console.example |
        | X-Forwarded-Ssl    | on                      |
        | Forwarded          | proto=https             |

    Example: a sign-in with whatever else might say it
      When the admin signs in at the API with the headers:
        | name               | value                                          |
        | Host               | console.example:443                            |
        | Referer            | https://console.example/admin/login            |
        | Forwarded          | for=192.0.2.7;host=console.example;proto=HTTPS |
        | X-FORWARDED-PROTO  | HTTPS, http                                    |
        | X-Forwarded-Scheme | https                                          |
        | X-Forwarded-Port   | 443                                            |
        | X-Url-Scheme       | https                                          |
        | Front-End-Https    | on                                             |
      Then the session cookie has:
        | attribute | value                    |
        | Secure    | {as without the headers} |

  @same-origin.loaders-use-the-visitors-cookie @core
  Rule: What the admin UI loads from the gateway it loads as the visitor
    Source: founding page, Admin UI Local Development; observed gateway, 13.3

    Example: a loader that calls back while its page is being made
      Given the admin UI asks the gateway, at the origin in X-Forwarded-Origin, who the visitor is
      And the admin signs in at the API
      When the admin opens "" and follows where it leads
      Then the page names "the admin"

    Example: a loader of an admin with cookies of others
      Given the admin UI asks the gateway, at the origin in X-Forwarded-Origin, who the visitor is
      And the visitor's browser holds the cookies:
        | name            | value  |
        | theme           | "dark" |
        | not_ogw_session | x.y    |
      And the admin signs in at the API
      When the admin opens "/a%2Fb?c" and follows where it leads
      Then the page names "the admin"

    Example: a loader for a visitor without a session
      Given the admin UI asks the gateway, at the origin in X-Forwarded-Origin, who the visitor is
      When a visitor opens "" and follows where it leads
      Then the page names "nobody"

    Example: the keys page of the gateway's own admin UI
      Given the gateway serves its own admin UI
      And the admin signs in at the API
      When the admin opens "/api-keys" and follows where it leads
      Then the page lists the keys that the API lists

  @same-origin.cross-site-writes-are-refused @hardened
  Rule: A change that another site asks for in the visitor's name (cross-site request forgery) is refused
    Source: observed gateway, 2.5 and 16 (9)

    Scenario Outline: <what> asked for by a page of <page>
      Given the visitor's browser holds the cookies:
        | name  | value |
        | theme | dark  |
      And the admin signs in at the API
      When a page of "<page>" asks for "<what>" with the admin's cookie
      Then the call is refused as "origin_not_allowed"
      And the admin API knows "the admin"

      Examples:
        | page                               | what              |
        | another site                       | a sign-out        |
        | another port                       | a sign-out        |
        | another site, without an origin    | a sign-out        |
        | a neighbour, without an origin     | a sign-out        |
        | a longer name                      | a sign-out        |
        | a longer port                      | a sign-out        |
        | a name before this one             | a sign-out        |
        | a person before another name       | a sign-out        |
        | another site with this in its path | a sign-out        |
        | no site, as in a sandbox           | a sign-out        |
        | an empty origin                    | a sign-out        |
        | another site                       | a password change |
        | another port                       | a password change |
        | another site, without an origin    | a password change |

    Example: a sign-out asked for by a page of this origin
      Given the admin signs in at the API
      When a page of "this origin" asks for "a sign-out" with the admin's cookie
      Then the admin API knows "nobody"

    Example: the same of a browser that tells the site beside the origin
      Given the admin signs in at the API
      When a page of "this origin and site" asks for "a sign-out" with the admin's cookie
      Then the admin API knows "nobody"

  @same-origin.server-side-writes-are-made @core
  Rule: A change that the admin UI's server asks for with the visitor's cookie, naming no origin, is made
    Source: observed gateway, 13.3 and 2.5

    Example: a sign-out asked for by a server
      Given the admin signs in at the API
      When the admin UI's server asks for a sign-out with the admin's cookie
      Then the admin API knows "nobody"

    Example: a sign-out asked for by a server, with cookies of others
      Given the visitor's browser holds the cookies:
        | name            | value  |
        | theme           | "dark" |
        | not_ogw_session | x.y    |
      And the admin signs in at the API
      When the admin UI's server asks for a sign-out with the admin's cookie
      Then the admin API knows "nobody"

  @same-origin.changes-on-a-page-are-made @core @needs:own-admin-ui
  Rule: What an admin changes on a page of the admin UI is changed
    Source: observed gateway, 2.6 and 13.1

    Example: a new password
      Given the gateway serves its own admin UI
      And the admin signs in on the sign-in page with the "configured" password
      When the admin changes the password to the "new" one on the change-password page
      Then the "new" password opens the admin API
      And the "configured" password does not open the admin API
