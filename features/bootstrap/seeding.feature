Feature: Config seeding
  What the config lists exists after boot: keys that may call models, models that reach providers,
  teams, people who are expected but not yet in, and what each may spend.

  @bootstrap.seeded-key-opens-its-grants @core
  Rule: A seeded key may call the models it was granted, and only those
    Source: observed gateway, 3.5 and 9.6

    Example: a granted model
      Given a gateway booted in the local shape
      When the caller asks "fast" for a completion
      Then the call is answered
      And the key "configured" sees only:
        | model |
        | fast  |
      But the key "lengthened" is refused
      And the key "shortened" is refused

    Example: a model it was not granted
      Given a gateway booted in the local shape
      When the caller asks "reasoning" for a completion
      Then the call is refused as "model_not_granted"
      And no provider was called

    Example: an alias of a granted model, which was not granted itself
      Given a gateway booted in the furnished shape
      When the caller asks "swift" for a completion
      Then the call is refused as "model_not_granted"
      And no provider was called

    Example: an alias that was granted, without the model it stands for
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: wide
              allowed_models: [swift]
        """
      When the gateway is started
      Then the key "wide" may call "swift"
      And the key "wide" sees only:
        | model |
        | swift |
      When the caller with the key "wide" asks "fast" for a completion
      Then the call is refused as "model_not_granted"

  @bootstrap.key-without-grants-opens-nothing @core
  Rule: A seeded key with no models listed may call none, rather than all
    Source: observed gateway, 9.6

    Example: a key granted nothing
      Given a gateway booted in the furnished shape
      When the caller with the key "bare" asks "fast" for a completion
      Then the call is refused as "model_not_granted"
      And the key "bare" sees only:
        | model |
      And no provider was called

    Example: a key whose grants the config does not mention
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: null
        """
      When the gateway is started
      Then the key "configured" sees only:
        | model |

  @bootstrap.seeded-key-is-listed @core
  Rule: A seeded key is listed under its name, live, owned by the reserved team, and without its secret
    Source: observed gateway, 3.3 and 3.7

    Example: the seeded key in the list
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the admin lists "keys"
      Then the key "configured" is listed with:
        | what           | value         |
        | status         | active        |
        | owner_kind     | team          |
        | owner_team_key | system-legacy |
      And no secret stands in "the answer"

    Example: the keys of a config with several
      Given a gateway booted in the furnished shape
      When the admin signs in with the "configured" password
      And the admin lists "keys"
      Then the "items" listed are:
        | name       | status | owner_kind | owner_team_key |
        | bare       | active | team       | system-legacy  |
        | configured | active | team       | system-legacy  |
        | kept       | active | team       | system-legacy  |
        | lost       | active | team       | system-legacy  |
        | spare      | active | team       | system-legacy  |
        | wide       | active | team       | system-legacy  |
      And no secret stands in "the answer"

  @bootstrap.seeded-models-reach-their-provider @core
  Rule: A seeded model calls its provider under the upstream name, with the provider's token
    Source: observed gateway, 4.7 and 9.4

    Example: a completion reaches the provider
      Given a gateway booted in the local shape
      When the caller asks "fast" for a completion
      Then the call is answered
      And the provider was called with:
        | what  | value                |
        | model | gpt-4o-mini          |
        | token | {the provider token} |

    Example: several models, one of them with a provider of its own
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: wide
              allowed_models: [fast, plain, old]
        providers:
          - id: second
            type: openai_compat
            base_url: "{the provider's address}"
            pricing_provider_id: openai
            auth:
              kind: bearer
              token: literal.{the second provider token}
        models:
          - id: plain
            routes:
              - provider: second
                upstream_model: gpt-4o-plain
          - id: old
            routes:
              - provider: second
                upstream_model: gpt-4o-older
                priority: 200
              - provider: openai-e2e
                upstream_model: gpt-4o-old
                priority: 50
        """
      When the gateway is started
      And the caller with the key "wide" asks "plain" for a completion
      Then the provider was called with:
        | what  | value                       |
        | model | gpt-4o-plain                |
        | token | {the second provider token} |
      When the caller with the key "wide" asks "old" for a completion
      Then the provider was called with:
        | what  | value                |
        | model | gpt-4o-old           |
        | token | {the provider token} |

  @bootstrap.seeded-aliases-answer @core
  Rule: A seeded alias answers under its own name with the model it stands for
    Source: observed gateway, 3.5 and 4.4

    Example: a completion through an alias
      Given a gateway booted in the furnished shape
      When the caller with the key "wide" asks "swift" for a completion
      Then the caller is answered as "swift"
      And the provider was called with:
        | what  | value       |
        | model | gpt-4o-mini |

  @bootstrap.seeded-models-are-offered @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Every seeded model and alias is offered for granting
    Source: observed gateway, 3.3

    Example: the models of the key page
      Given a gateway booted in the furnished shape
      When the admin signs in with the "configured" password
      And the admin lists "keys"
      Then the "models" listed are:
        | key       |
        | fast      |
        | old       |
        | plain     |
        | reasoning |
        | swift     |
        | turned    |

  @bootstrap.seeded-teams-exist @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Seeded teams exist beside the reserved team
    Source: observed gateway, 3.7 and 9.4

    Example: the teams that may own a key
      Given a gateway booted in the furnished shape
      When the admin signs in with the "configured" password
      And the admin lists "keys"
      Then the "teams" listed are:
        | key           | name          |
        | physics       | Physics       |
        | platform      | Platform      |
        | research      | Research      |
        | system-legacy | System Legacy |

  @bootstrap.seeded-users-are-invited @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Seeded users are invited, in their team and role
    Source: observed gateway, 5.2, 9.7 and 10.4

    Example: the user list after seeding
      Given a gateway booted in the furnished shape
      When the admin signs in with the "configured" password
      And the admin lists "users"
      Then the "users" listed are:
        | email               | status  | global_role    | team_name | team_role |
        | ada@example.com     | invited | user           | Platform  | admin     |
        | grace@example.com   | invited | user           | Research  | member    |
        | lise@example.com    | invited | user           | Physics   | admin     |
        | hedy@example.com    | invited | platform_admin |           |           |
      And the people are stored as:
        | email             | name         | team     | role   | status  |
        | ada@example.com   | Ada Lovelace | platform | admin  | invited |
        | grace@example.com | Grace Hopper | research | member | invited |
        | lise@example.com  | Lise Meitner | physics  | admin  | invited |
        | hedy@example.com  | Hedy Lamarr  | (none)   |        | invited |

  @bootstrap.invited-users-cannot-sign-in @core
  Rule: The sign-in of an invited user is refused, whatever the role
    Source: observed gateway, 2.1 and 9.7

    Scenario Outline: <who> tries to sign in with the <password> password
      Given a gateway booted in the furnished shape
      When "<who>" signs in with the "<password>" password
      Then the sign-in is refused

      Examples:
        | who              | password   |
        | ada@example.com  | configured |
        | hedy@example.com | configured |
        | hedy@example.com | built-in   |
        | HEDY@example.com | configured |

  @bootstrap.seeded-budgets-are-stored @core
  Rule: A seeded budget is stored for its owner, to a ten-thousandth of a dollar
    Source: observed gateway, 1.4, 8.3 and 10.4

    Example: the budgets of a team and of a user
      Given a gateway booted in the furnished shape
      Then the budgets in force are:
        | kind | owner             | cadence | amount_usd | hard_limit | timezone      |
        | team | platform          | monthly | 250.5000   | false      | Europe/Berlin |
        | team | research          | weekly  | 40.0000    | true       | UTC           |
        | team | physics           | daily   | 7.5000     | true       | UTC           |
        | user | ada@example.com   | daily   | 0.1234     | true       | UTC           |
        | user | grace@example.com | (none)  |            |            |               |
        | user | lise@example.com  | monthly | 12.0000    | true       | UTC           |

    Example: amounts that a binary fraction, a small number or a rounding would change
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        teams:
          - key: platform
            budget:
              amount_usd: "1234567.8901"
          - key: research
            budget:
              amount_usd: "0.0003"
          - key: physics
            budget:
              amount_usd: "0.0000"
        users:
          - email: ada@example.com
            budget:
              amount_usd: "0.0001"
          - email: grace@example.com
            budget:
              cadence: weekly
              amount_usd: "1.0009"
          - email: lise@example.com
            budget:
              amount_usd: "3"
        """
      When the operator runs "seed-config"
      Then the budgets in force are:
        | kind | owner             | cadence | amount_usd   |
        | team | platform          | monthly | 1234567.8901 |
        | team | research          | weekly  | 0.0003       |
        | team | physics           | daily   | 0.0000       |
        | user | ada@example.com   | daily   | 0.0001       |
        | user | grace@example.com | weekly  | 1.0009       |
        | user | lise@example.com  | monthly | 3.0000       |

    Example: an amount that nobody chose
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        teams:
          - key: platform
            budget:
              amount_usd: "{any amount}"
        users:
          - email: ada@example.com
            budget:
              amount_usd: "{any amount}"
        """
      When the operator runs "seed-config"
      Then the budgets in force are:
        | kind | owner           | cadence | amount_usd   |
        | team | platform        | monthly | {any amount} |
        | user | ada@example.com | daily   | {any amount} |

  @bootstrap.unknown-grant-stops-the-boot @core
  Rule: A key granted a model that does not exist stops the boot
    Source: observed gateway, 9.6

    Example: a grant for a model nobody declared
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: [fast, missing]
        """
      When the operator tries to start the gateway
      Then the command fails

    Scenario Outline: a grant for <model>, for seed-config
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: [<model>]
        """
      When the operator runs "seed-config"
      Then the command fails

      Examples:
        | model       |
        | missing     |
        | FAST        |
        | gpt-4o-mini |
        | "*"         |

  @bootstrap.reserved-team-cannot-be-declared @core
  Rule: The reserved team cannot be declared in the config
    Source: observed gateway, 3.7 and 10.4

    Example: a team called system-legacy
      Given a fresh install in the local shape
      And the config has:
        """yaml
        teams:
          - key: system-legacy
            name: Mine
        """
      When the operator tries to start the gateway
      Then the command fails
      And the database is unchanged

    Scenario Outline: a team whose key is "<key>", for seed-config
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        teams:
          - key: "<key>"
            name: System Legacy
        """
      When the operator runs "seed-config"
      Then the command fails
      And the database is unchanged

      Examples:
        | key              |
        | system-legacy    |
        | \tsystem-legacy |

  @bootstrap.seeding-is-all-or-nothing @hardened
  Rule: A seeding that fails leaves no part of itself
    Source: observed gateway, 9.4 and 16 (22)

    Example: seeding fails late because of a route to an unknown provider
      Given a fresh install in the furnished shape
      But the config has:
        """yaml
        models:
          - id: lost
            routes:
              - provider: nobody
                upstream_model: gpt-4.1
        """
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

    Example: seeding fails late because of a key granted an unknown model
      Given a fresh install in the furnished shape
      But the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: lost
              allowed_models: [missing]
        """
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

    Example: seeding fails late because of a key without its variable
      Given a fresh install in the furnished shape
      But the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: late
              value: env.GATEWAY_LATE_KEY
              allowed_models: [fast]
        """
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

    Example: a seeding that the database refuses in its middle
      Given a fresh install in the furnished shape
      When the operator runs "bootstrap-admin"
      And the database refuses a new row of "api_key_model_grants"
      And the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

    Example: a later seeding that the database refuses in its middle
      Given a gateway that has booted once
      And the database refuses a new row of "user_budgets"
      And the environment has:
        | variable        | value            |
        | GATEWAY_API_KEY | {the second key} |
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: wide
              allowed_models: [swift]
        models:
          - id: fast
            routes:
              - provider: openai-e2e
                upstream_model: gpt-4.1-nano
        teams:
          - key: platform
            name: Renamed
            budget:
              cadence: weekly
        users:
          - email: grace@example.com
            membership: null
            budget:
              cadence: daily
              amount_usd: "1.0000"
        """
      When the operator runs "seed-config"
      Then the command fails
      And the database is unchanged

    Example: the same config without a fault
      Given a fresh install in the furnished shape
      When the operator runs "seed-config"
      Then the command succeeds
      And the key "configured" is stored

    Example: a failed seeding leaves an earlier one as it was
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: lost
              allowed_models: [missing]
        teams:
          - key: platform
            name: Renamed
        """
      When the operator runs "seed-config"
      Then the command fails
      And the database is unchanged
