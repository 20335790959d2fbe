Feature: Where the admin UI is mounted
  The operator says under which path the admin UI is seen, and at which address it runs.

  @same-origin.base-path-is-configurable @core
  Rule: The admin UI is served under the configured base path, and only there
    Source: observed gateway, 6.1 and 7.4

    Example: a base path of two segments, with its slashes in the wrong places
      Given the environment has:
        | variable           | value        |
        | ADMIN_UI_BASE_PATH | ops/console/ |
      When the gateway is started
      Then the admin UI is served below "/ops/console"
      But the admin UI is not served below "/ops"
      And the admin UI is not served below "/admin"

  @same-origin.root-mount-leaves-the-apis @core
  Rule: Mounted at the root, the admin UI gets every path that is not an API's
    Source: observed gateway, 6.1

    Example: a base path configured as "/"
      Given the environment has:
        | variable           | value |
        | ADMIN_UI_BASE_PATH | /     |
      When the gateway is started
      Then the admin UI is served below ""
      And these surfaces answer:
        | surface       |
        | data plane    |
        | admin API     |
        | health routes |

  @same-origin.upstream-may-have-a-path @core
  Rule: A path of the upstream's own is put before the visitor's path, and its trailing slash is not doubled
    Source: observed gateway, 6.2

    Scenario Outline: an upstream with <what>
      Given the environment has:
        | variable          | value                |
        | ADMIN_UI_UPSTREAM | {the admin UI}<path> |
      And the gateway is started
      When a visitor opens "/api-keys?page=2" in the admin UI
      Then the admin UI is asked for the whole target "<arriving>"

      Examples:
        | what                                | path | arriving                  |
        | a trailing slash                    | /    | /admin/api-keys?page=2    |
        | a path of its own and a final slash | /ui/ | /ui/admin/api-keys?page=2 |
