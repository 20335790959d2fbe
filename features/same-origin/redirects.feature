Feature: Redirects of the admin UI
  Where the visitor goes next is between the admin UI and the browser.

  @same-origin.visitors-end-at-sign-in @core @needs:own-admin-ui
  Rule: A visitor without a session who opens a protected page ends at the sign-in page
    Source: observed gateway, 6.7 and 13.2

    Scenario Outline: following every redirect from "<page>", as a browser does
      Given the gateway serves its own admin UI
      When a visitor opens "<page>" and follows where it leads
      Then the visitor is shown the sign-in page

      Examples:
        | page             |
        | /api-keys        |
        | /api-keys?page=2 |
        |                  |

  @same-origin.redirects-reach-the-browser @hardened
  Rule: A redirect of the admin UI reaches the browser as it is, and the gateway follows nothing
    Source: observed gateway, 6.7 and 16 (13)

    Scenario Outline: a redirect "<status>" to <where>
      Given the admin UI answers "<status>" with the headers:
        | name       | value         |
        | Location   | <location>    |
        | Set-Cookie | hop=1; Path=/ |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives "<status>"
      And the visitor receives the headers:
        | name       | value         |
        | Location   | <location>    |
        | Set-Cookie | hop=1; Path=/ |
      And the admin UI is asked once

      Examples:
        | status             | where          | method | location                            |
        | Moved Permanently  | another page   | GET    | /admin/login                        |
        | Found              | another page   | GET    | /admin/login?redirect=%2Fapi-keys   |
        | Found              | another page   | POST   | /admin/api-keys                     |
        | See Other          | another page   | POST   | /admin/change-password?redirect=%2F |
        | Temporary Redirect | the same page  | POST   | /admin                              |
        | Permanent Redirect | a sibling      | GET    | login                               |
        | Found              | another host   | GET    | https://elsewhere.example/a?b=c#d   |
        | Temporary Redirect | another page   | POST   | /admin/login                        |
        | Permanent Redirect | another page   | PUT    | /admin/login                        |
        | Moved Permanently  | another page   | POST   | /admin/login                        |
        | See Other          | another page   | GET    | /admin/login                        |
        | Found              | another page   | HEAD   | /admin/login                        |
        | Found              | another query  | GET    | ?page=2                             |
        | Found              | a page above   | GET    | ../login#top                        |
        | Found              | another scheme | GET    | //elsewhere.example/admin/login     |
        | Found              | odd letters    | GET    | /admin/a%2Fb//c/../d?q='x'          |

    Example: a protected page of the gateway's own admin UI
      Given the gateway serves its own admin UI
      When a visitor opens "/api-keys" in the admin UI
      Then the visitor is redirected to the sign-in page on this origin

  @same-origin.redirects-elsewhere-are-not-fetched @hardened
  Rule: A redirect to another server is never fetched by the gateway
    Source: observed gateway, 6.7

    Scenario Outline: a redirect "<status>" of a <method> request to a server the gateway could reach
      Given the admin UI answers "<status>" with the headers:
        | name     | value   |
        | Location | <where> |
      And the visitor sends with every request:
        | name   | value                      |
        | Cookie | ogw_session=not-for-others |
      When a visitor sends the admin UI a "<method>" request
      Then the other server is not asked
      And the visitor receives "<status>"

      Examples:
        | status             | method | where                                 |
        | Found              | GET    | {another server}/admin/login          |
        | Moved Permanently  | GET    | {another server}/admin/login          |
        | See Other          | POST   | {another server}/admin/login          |
        | Temporary Redirect | POST   | {another server}/admin/login          |
        | Permanent Redirect | GET    | {another server}/admin/login          |
        | Found              | HEAD   | {another server}/admin/login          |
        | Found              | GET    | //{another server's host}/admin/login |
        | Multiple Choices   | GET    | {another server}/admin/login          |

  @same-origin.redirect-loops-are-the-browsers @hardened
  Rule: A page that redirects to itself is answered at once with its redirect
    Source: observed gateway, 6.6 and 6.7; what people trip over, sign-in loops behind a base path

    Scenario Outline: a <method> request for a page that redirects to itself with "<status>"
      Given the admin UI answers "<status>" with the headers:
        | name       | value         |
        | Location   | <where>       |
        | Set-Cookie | hop=1; Path=/ |
      When a visitor sends the admin UI a "<method>" request
      Then the visitor receives "<status>"
      And the visitor receives the headers:
        | name       | value         |
        | Location   | <where>       |
        | Set-Cookie | hop=1; Path=/ |
      And the admin UI is asked once

      Examples:
        | status             | method | where  |
        | Found              | GET    | /admin |
        | Permanent Redirect | GET    | /admin |
        | Temporary Redirect | POST   | /admin |
        | See Other          | GET    | ?      |
