Feature: Redirects of the admin UI
  Where the visitor goes next is between the admin UI and the browser.

  @same-origin.visitors-end-at-sign-in @core @needs:own-admin-ui
  Rule: A visitor without a session who opens a protected page ends at the sign-in page
    Source: observed gateway, 6.7 and 13.2

    Example: following every redirect, as a browser does
      Given the gateway serves its own admin UI
      When a visitor opens "/api-keys" and follows where it leads
      Then the visitor is shown the sign-in page

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
        | status             | where         | method | location                            |
        | Moved Permanently  | another page  | GET    | /admin/login                        |
        | Found              | another page  | GET    | /admin/login?redirect=%2Fapi-keys   |
        | Found              | another page  | POST   | /admin/api-keys                     |
        | See Other          | another page  | POST   | /admin/change-password?redirect=%2F |
        | Temporary Redirect | the same page | POST   | /admin                              |
        | Permanent Redirect | a sibling     | GET    | login                               |
        | Found              | another host  | GET    | https://elsewhere.example/a?b=c#d   |

    Example: a protected page of the gateway's own admin UI
      Given the gateway serves its own admin UI
      When a visitor opens "/api-keys" in the admin UI
      Then the visitor is redirected to the sign-in page on this origin

  @same-origin.redirects-elsewhere-are-not-fetched @hardened
  Rule: A redirect to another server is never fetched by the gateway
    Source: observed gateway, 6.7

    Example: a redirect to a server the gateway could reach
      Given the admin UI answers "Found" with the headers:
        | name     | value                        |
        | Location | {another server}/admin/login |
      When a visitor opens the admin UI with the headers:
        | name   | value                      |
        | Cookie | ogw_session=not-for-others |
      Then the other server is not asked

  @same-origin.redirect-loops-are-the-browsers @hardened
  Rule: A page that redirects to itself is answered at once with its redirect
    Source: observed gateway, 6.6 and 6.7; what people trip over, sign-in loops behind a base path

    Example: a page that redirects to itself
      Given the admin UI answers "Found" with the headers:
        | name       | value         |
        | Location   | /admin        |
        | Set-Cookie | hop=1; Path=/ |
      When a visitor opens the admin UI
      Then the visitor receives "Found"
      And the visitor receives the headers:
        | name       | value         |
        | Location   | /admin        |
        | Set-Cookie | hop=1; Path=/ |
      And the admin UI is asked once
