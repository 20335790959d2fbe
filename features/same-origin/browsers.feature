Feature: What a browser is shown in place of a page
  A person who meets a refusal sees a page, a program the document; a person who waits is told so.

  @same-origin.browsers-are-shown-pages @hardened
  Rule: A refusal is a page for a browser, and the document for everybody else, by what each accepts
    Source: RFC 9110, 12.5.1; observed gateway, 1.3 and 6.6, where it is a document or nothing

    Scenario Outline: the admin UI is down, and a page is better: <accept>
      Given the visitor sends with every request:
        | name   | value    |
        | Accept | <accept> |
      And the admin UI is "down"
      When a visitor opens the admin UI
      Then the visitor is shown a page of the gateway for "Service Unavailable"
      And the visitor is told when to try again

      Examples:
        | accept                                                                     |
        | text/html                                                                  |
        | text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 |
        | application/json;q=0.5, text/html;q=0.6                                    |
        | text/*, application/json;q=0.1                                             |
        | TEXT/HTML                                                                  |
        | text/html;charset=utf-8, */*;q=0.9                                         |
        | application/json;q=0.501,text/html;q=0.502                                 |
        | text/html ; q=0.2 , application/json ; q=0.1                               |

    Scenario Outline: the admin UI is down, and the document is as good or better: <accept>
      Given the visitor sends with every request:
        | name   | value    |
        | Accept | <accept> |
      And the admin UI is "down"
      When a visitor opens the admin UI
      Then the admin UI is reported unavailable

      Examples:
        | accept                                     |
        | */*                                        |
        | application/json                           |
        | application/json, text/html;q=.9           |
        | text/html;q=0, */*                         |
        | text/html;q=0.000, text/*                  |
        | application/json;q=0.502,text/html;q=0.501 |
        | application/*, text/html;q=0.9             |
        | text/htmlx, text/plain                     |
        | image/png                                  |
        | *                                          |

    Scenario Outline: a browser asks for <route>
      Given the visitor sends with every request:
        | name   | value               |
        | Accept | text/html,*/*;q=0.8 |
      When a visitor asks for "<route>"
      Then the visitor is shown a page of the gateway for "Not Found"

      Examples:
        | route                              |
        | a route beside every API           |
        | a file at the root                 |
        | a neighbour of the admin UI        |
        | an unknown route of the data plane |
        | an unknown route of the admin API  |

    Example: a browser says in two headers what it accepts
      Given the visitor sends with every request:
        | name   | value                  |
        | Accept | application/json;q=0.5 |
        | Accept | text/html              |
      And the admin UI is "down"
      When a visitor opens the admin UI
      Then the visitor is shown a page of the gateway for "Service Unavailable"

    Scenario Outline: a browser is refused "<route>"
      Given the visitor sends with every request:
        | name   | value               |
        | Accept | text/html,*/*;q=0.8 |
      When a visitor asks for "<route>"
      Then the visitor is shown a page of the gateway for "<phrase>"

      Examples:
        | route                               | phrase             |
        | a climb out of the admin UI         | a refusal          |
        | an API route with a method it lacks | Method Not Allowed |
        | the models without a key            | Unauthorized       |

  @same-origin.root-leads-browsers-to-the-ui @hardened
  Rule: A browser that asks for the root of the origin is led to the admin UI
    Source: observed gateway, 1.2 and 1.3, where the root is not found

    Example: the name of the host, typed into the address bar
      Given the visitor sends with every request:
        | name   | value               |
        | Accept | text/html,*/*;q=0.8 |
      When a visitor asks for "the root" and follows where it leads
      Then the visitor is shown a page of the admin UI

    Example: the same with words for a search behind it
      Given the visitor sends with every request:
        | name   | value     |
        | Accept | text/html |
      When a visitor asks for "the root with a query" and follows where it leads
      Then the visitor is shown a page of the admin UI

    Example: the same of a program
      When a visitor asks for "the root"
      Then the visitor receives "Not Found"
      And the answer is not a page

    Scenario Outline: the same of a program that accepts "<accept>"
      Given the visitor sends with every request:
        | name   | value    |
        | Accept | <accept> |
      When a visitor asks for "the root"
      Then the visitor receives "Not Found"
      And the answer is not a page

      Examples:
        | accept                            |
        | */*                               |
        | application/json                  |
        | application/json, text/html;q=0.9 |

  @same-origin.browsers-learn-that-the-ui-is-slow @hardened
  Rule: A browser learns within two seconds that the admin UI is slow, and is given its page when it comes
    Source: RFC 9110, 15.6.4; observed gateway, 6.6, where it learns nothing for ten seconds

    Example: what the browser is shown meanwhile
      Given the visitor sends with every request:
        | name           | value               |
        | Accept         | text/html,*/*;q=0.8 |
        | Sec-Fetch-Mode | navigate            |
      And the admin UI answers with "its page after 2500 ms"
      When a visitor opens the admin UI
      Then the answer came within 2000 ms
      And the visitor is shown a page of the gateway for "Service Unavailable"
      And the visitor is told when to try again

    Example: where that leads
      Given the visitor sends with every request:
        | name           | value               |
        | Accept         | text/html,*/*;q=0.8 |
        | Sec-Fetch-Mode | navigate            |
      And the admin UI answers with "its page after 2500 ms"
      When a visitor opens "" and follows where it leads
      Then the visitor is shown a page of the admin UI

    Example: what a browser is shown that does not tell what it is about, over plain HTTP
      Given the visitor sends with every request:
        | name   | value                                                           |
        | Accept | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 |
      And the admin UI answers with "its page after 2500 ms"
      When a visitor opens the admin UI
      Then the visitor is shown a page of the gateway for "Service Unavailable"

    Example: a script, which asks for itself
      Given the visitor sends with every request:
        | name           | value               |
        | Accept         | text/html,*/*;q=0.8 |
        | Sec-Fetch-Mode | cors                |
      And the admin UI answers with "its page after 2500 ms"
      When a visitor opens the admin UI
      Then the visitor is given the admin UI's page
      And the admin UI is asked once

    Example: a form, which may not be sent twice
      Given the visitor sends with every request:
        | name           | value               |
        | Accept         | text/html,*/*;q=0.8 |
        | Sec-Fetch-Mode | navigate            |
      And the admin UI answers with "its page after 2500 ms"
      When a visitor sends the admin UI "a form"
      Then the visitor is given the admin UI's page
      And the admin UI is asked once

    Example: a program, which cannot be shown anything
      Given the admin UI answers with "its page after 2500 ms"
      When a visitor opens the admin UI
      Then the visitor is given the admin UI's page
      And the admin UI is asked once
