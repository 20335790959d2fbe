Feature: Where the admin UI is mounted
  The operator says under which path the admin UI is seen, and at which address it runs.

  @same-origin.base-path-is-configurable @core
  Rule: The admin UI is served under the configured base path, and only there
    Source: observed gateway, 6.1 and 7.4

    Scenario Outline: a base path configured as "<configured>"
      Given the environment has:
        | variable           | value        |
        | ADMIN_UI_BASE_PATH | <configured> |
      When the gateway is started
      Then the admin UI is served below "<served>"
      But the admin UI is not served below "<above>"
      And the admin UI is not served below "<beside>"
      And the admin UI is not served below "/admin"

      Examples:
        | configured       | served           | above    | beside           |
        | ops/console//    | /ops/console     | /ops     | /ops/CONSOLE     |
        | /a-b/c.d/admin_e | /a-b/c.d/admin_e | /a-b/c.d | /a-b/cxd/admin_e |

  @same-origin.root-mount-leaves-the-apis @core
  Rule: Mounted at the root, the admin UI gets every path that is not an API's
    Source: observed gateway, 6.1

    Scenario Outline: a base path that is "<configured>"
      Given the environment has:
        | variable           | value        |
        | ADMIN_UI_BASE_PATH | <configured> |
      When the gateway is started
      Then the admin UI is served below ""
      And the admin UI is served below "/ops"
      And these surfaces answer:
        | surface           |
        | data plane        |
        | completions       |
        | admin API         |
        | keys              |
        | sign-in           |
        | health routes     |
        | readiness         |
        | health of the API |

      Examples:
        | configured |
        | /          |
        | (empty)    |

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
        | what                               | path        | arriving                         |
        | a trailing slash                   | /           | /admin/api-keys?page=2           |
        | a path of its own                  | /ui         | /ui/admin/api-keys?page=2        |
        | several segments and a final slash | /a/b.c/d-e/ | /a/b.c/d-e/admin/api-keys?page=2 |
