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

    Example: a model it was not granted
      Given a gateway booted in the local shape
      When the caller asks "reasoning" for a completion
      Then the call is refused as "model_not_granted"
      And no provider was called

  @bootstrap.key-without-grants-opens-nothing @core
  Rule: A seeded key with no models listed may call none, rather than all
    Source: observed gateway, 9.6

    Example: a key granted nothing
      Given a gateway booted in the furnished shape
      When the caller with the key "bare" asks "fast" for a completion
      Then the call is refused as "model_not_granted"
      And the key "bare" sees only:
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
      And the answer does not show the secret of the key "configured"

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
      Then the "models" listed include:
        | key       |
        | fast      |
        | reasoning |
        | swift     |

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

  @bootstrap.invited-users-cannot-sign-in @core
  Rule: The sign-in of an invited user is refused, whatever the role
    Source: observed gateway, 2.1 and 9.7

    Scenario Outline: <who> tries to sign in
      Given a gateway booted in the furnished shape
      When "<who>" signs in with the "configured" password
      Then the sign-in is refused

      Examples:
        | who              |
        | ada@example.com  |
        | hedy@example.com |

  @bootstrap.seeded-budgets-are-stored @core
  Rule: A seeded budget is stored for its owner, to a ten-thousandth of a dollar
    Source: observed gateway, 1.4, 8.3 and 10.4

    Example: the budgets of a team and of a user
      Given a gateway booted in the furnished shape
      Then the budgets in force are:
        | kind | owner           | cadence | amount_usd |
        | team | platform        | monthly | 250.5000   |
        | user | ada@example.com | daily   | 0.1234     |

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
