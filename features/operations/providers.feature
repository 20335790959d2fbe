Feature: A provider that fails
  A caller is told that somebody behind the gateway failed, and not in that one's words.

  @operations.provider-failures-are-discreet @hardened
  Rule: A provider's failure is told without its body, and its refusal does not pass for the gateway's own
    Source: observed gateway, 4.8 and 16 (10)

    Scenario Outline: a provider that answers "<phrase>"
      Given a gateway booted in the local shape
      And the provider answers "<phrase>"
      When the caller asks "fast" for a completion
      Then the call fails as "upstream_http_error"
      And the answer says nothing in the "provider's" own words

      Examples:
        | phrase                        |
        | Unauthorized                  |
        | Forbidden                     |
        | Proxy Authentication Required |
        | Internal Server Error         |
        | Service Unavailable           |

    Scenario Outline: a provider that finds fault with "<phrase>"
      Given a gateway booted in the local shape
      And the provider answers "<phrase>"
      When the caller asks "fast" for a completion
      Then the answer says nothing in the "provider's" own words

      Examples:
        | phrase            |
        | Bad Request       |
        | Not Found         |
        | Too Many Requests |
