Feature: Runtime shapes
  The same gateway runs on a laptop, as production would run it, and in compose.
  The config makes the difference, and what exists after the first boot follows from it.

  @bootstrap.local-shape-asks-for-no-rotation @core
  Rule: In the local shape the admin signs in and may work at once, with no password change required
    Source: founding page, Common Runtime Shapes; observed gateway, 9.2

    Example: a first boot on a laptop
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      Then the sign-in is accepted
      And no password change is required
      And the session says:
        | about           | said         |
        | password change | not required |
      And the admin may list "keys"
      And the admin may list "users"

  @bootstrap.production-shape-asks-for-rotation @core
  Rule: In the production shape the admin signs in and a password change is required
    Source: founding page, Common Runtime Shapes; observed gateway, 2.6 and 9.2

    Example: a first boot as production would
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      Then the sign-in is accepted
      And a password change is required
      And the session says:
        | about           | said             |
        | role            | platform_admin   |
        | password change | required         |

  @bootstrap.compose-shape-takes-its-secrets-from-the-environment @core
  Rule: In the compose shape every secret comes from the deploy-time environment
    Source: founding page, Common Runtime Shapes; observed gateway, 9.1 and 12.1

    Example: a first boot in compose
      Given a gateway booted in the compose shape
      Then the admin may sign in with the "configured" password
      And the key "configured" may call "fast"
      But the admin may not sign in with the "built-in" password
      And the admin may not sign in with the "reference" password
      When the caller asks "fast" for a completion
      Then the provider was called with:
        | what  | value                |
        | token | {the provider token} |

    Example: another environment for the same config
      Given a fresh install in the compose shape
      And the environment has:
        | variable                         | value                       |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | {the other password}        |
        | GATEWAY_API_KEY                  | {the second key}            |
        | OPENAI_API_KEY                   | {the second provider token} |
      When the gateway is started
      Then the admin may sign in with the "other" password
      And the key "second" may call "fast"
      And the provider was called with:
        | what  | value                       |
        | token | {the second provider token} |
      But the admin may not sign in with the "configured" password
      And the key "configured" is refused

  @bootstrap.first-boot-makes-one-admin @core
  Rule: The first boot on an empty database makes one platform admin and nobody else
    Source: observed gateway, 9.2 and 9.4

    Example: a config that seeds nothing
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys: []
        providers: []
        models: []
        """
      When the gateway is started
      Then the database holds:
        | what            | number |
        | platform admins | 1      |
        | ordinary users  | 0      |
        | keys            | 0      |
        | passwords       | 1      |

    Example: a config that seeds keys and models
      Given a fresh install in the local shape
      When the gateway is started
      Then the database holds:
        | what            | number |
        | platform admins | 1      |
        | ordinary users  | 0      |
        | passwords       | 1      |

  @bootstrap.admin-is-who-the-config-says @core
  Rule: The admin has the configured email, read without regard to case
    Source: observed gateway, 2.1, 2.4 and 9.2

    Example: an email in capitals
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            email: Root@Example.COM
        """
      When the gateway is started
      And "root@example.com" signs in with the "configured" password
      Then the sign-in is accepted
      And the session says:
        | about | said             |
        | user  | root@example.com |
        | role  | platform_admin   |
      When "ROOT@example.com" signs in with the "configured" password
      Then the sign-in is accepted
      When "admin@local" signs in with the "configured" password
      Then the sign-in is refused

    Example: the email of the local shape, in capitals and from somebody in a hurry
      Given a gateway booted in the local shape
      When "ADMIN@LOCAL" signs in with the "configured" password
      Then the sign-in is accepted

  @bootstrap.admin-is-not-an-ordinary-user @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: The bootstrap admin is not managed among the ordinary users
    Source: observed gateway, 3.3 and 5.2

    Scenario Outline: the people whom the list of <list> shows
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the admin lists "<list>"
      Then the "users" listed do not include:
        | email               |
        | {the admin's email} |

      Examples:
        | list  |
        | users |
        | keys  |

    Example: the people whom the list of users shows after another start
      Given a gateway that has booted once
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin lists "users"
      Then the "users" listed do not include:
        | email               |
        | {the admin's email} |
