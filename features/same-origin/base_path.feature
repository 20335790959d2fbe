Feature: Where the admin UI is mounted
  The operator says under which path the admin UI is seen, and at which address it runs.

  @same-origin.base-path-is-configurable @core
  Rule: The admin UI is served under the configured base path, and only there
    Source: observed gateway, 6.1 and 7.4

    Example: a base path of two segments, with its slashes in the wrong places
      Given the base path is configured as "ops/console/"
      When the gateway comes up
      Then the admin UI is served below "/ops/console" with the path kept
      But it is not served below "/ops"
      And it is not served below "/admin"

  @same-origin.root-mount-leaves-the-apis @core
  Rule: Mounted at the root, the admin UI gets every path that is not an API's
    Source: observed gateway, 6.1

    Example: a base path configured as "/"
      Given the base path is configured as "/"
      When the gateway comes up
      Then the admin UI is served below "" with the path kept
      And the data plane, the admin API and the health routes still answer

  @same-origin.upstream-may-have-a-path @core
  Rule: A path of the upstream's own is put before the visitor's path, and its trailing slash is not doubled
    Source: observed gateway, 6.2

    Scenario Outline: an upstream with <what>
      Given the upstream is configured with "<path>" at its end
      And the gateway came up
      When a visitor opens "/api-keys?page=2" in the admin UI
      Then the path that arrives is "<arriving>"

      Examples:
        | what                                | path  | arriving                   |
        | a trailing slash                    | /     | /admin/api-keys?page=2     |
        | a path of its own and a final slash | /ui/  | /ui/admin/api-keys?page=2  |
