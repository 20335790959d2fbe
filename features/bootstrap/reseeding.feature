Feature: Seeding again
  Every start seeds. What the config still lists follows the config; what it no longer lists stays.
  One gateway stands for most of these: it booted once on the furnished config, and again on the later one.

  Background:
    Given a later config with the changes:
      """yaml
      auth:
        seed_api_keys:
          - name: wide
            allowed_models: [swift]
          - name: bare
            allowed_models: [reasoning, turned, plain]
          - name: spare
            allowed_models: []
      providers:
        - id: openai-e2e
          auth:
            token: literal.{the second provider token}
      models:
        - id: fast
          routes:
            - provider: openai-e2e
              upstream_model: gpt-4.1-nano
        - id: swift
          alias_of: reasoning
        - id: turned
          alias_of: null
          routes:
            - provider: openai-e2e
              upstream_model: gpt-4o-turned
        - id: plain
          alias_of: reasoning
          routes: null
      teams:
        - key: platform
          name: Platform Crew
          budget:
            cadence: weekly
            amount_usd: "300.0000"
        - key: research
          name: Research Lab
          budget: null
      users:
        - email: ada@example.com
          name: Ada King
          membership:
            team: research
            role: member
          budget: null
        - email: grace@example.com
          global_role: platform_admin
          membership: null
        - email: hedy@example.com
          membership:
            team: platform
            role: member
          budget:
            cadence: weekly
            amount_usd: "0.0001"
      """
    And the later config no longer lists:
      | section | entry            |
      | teams   | physics          |
      | users   | lise@example.com |
      | keys    | kept             |
      | models  | old              |
    And the later environment has:
      | variable          | value            |
      | GATEWAY_API_KEY   | {the second key} |
      | GATEWAY_LOST_KEY  | {the found key}  |
    And before the later boot the database has:
      | what             | is       |
      | the key lost     | revoked  |
      | ada@example.com  | active   |
      | lise@example.com | disabled |

  @bootstrap.reseeding-adds-nothing @core
  Rule: Seeding the same config again adds nothing and keeps every identity
    Source: observed gateway, 9.5

    Example: the same config seeded twice
      Given a gateway that has booted once
      When the operator runs "seed-config"
      Then the command succeeds
      And what the database holds of "the config" is unchanged
      And no row was added

  @bootstrap.reseeded-key-takes-the-new-secret @core
  Rule: A key whose secret changed in the environment is accepted with the new one only
    Source: observed gateway, 9.5 and 9.6

    Example: a rotated key
      Given a gateway that booted again on the later config
      Then the key "second" may call "fast"
      But the key "configured" is refused
      And the key "spoiled" is refused

    Example: a key rotated by the explicit command
      Given a gateway that has booted once
      And the environment has:
        | variable        | value            |
        | GATEWAY_API_KEY | {the second key} |
      When the operator runs "seed-config"
      And the gateway is started with:
        | option        | value |
        | --seed-config | false |
      Then the key "second" may call "fast"
      But the key "configured" is refused

  @bootstrap.reseeded-key-takes-the-new-grants @core
  Rule: A key may call what the config grants it now
    Source: observed gateway, 9.5

    Example: grants taken away
      Given a gateway that booted again on the later config
      Then the key "wide" sees only:
        | model |
        | swift |

    Example: the last grant taken away
      Given a gateway that booted again on the later config
      Then the key "spare" sees only:
        | model |

    Example: grants for a key that had none
      Given a gateway that booted again on the later config
      Then the key "bare" sees only:
        | model     |
        | plain     |
        | reasoning |
        | turned    |

  @bootstrap.revoked-key-stays-revoked @core
  Rule: A seeded key that was revoked is not revived by seeding it again
    Source: observed gateway, 9.6

    Example: a boot after revocation
      Given a gateway that booted again on the later config
      Then the key "lost" is refused

    Example: another secret for a key that was revoked
      Given a gateway that booted again on the later config
      Then the key "found" is refused
      And what the database holds of "the revoked key" is unchanged

  @bootstrap.reseeded-model-takes-the-new-routes @core
  Rule: A model calls what its routes say now
    Source: observed gateway, 9.5

    Example: another upstream model
      Given a gateway that booted again on the later config
      When the caller with the key "second" asks "fast" for a completion
      Then the call is answered
      And the provider was called with:
        | what  | value        |
        | model | gpt-4.1-nano |
      And the database holds:
        | what   | number |
        | routes | 4      |

  @bootstrap.reseeded-provider-takes-the-new-token @core
  Rule: A provider is called with the token the config gives it now
    Source: observed gateway, 9.5

    Example: a rotated provider token
      Given a gateway that booted again on the later config
      When the caller with the key "second" asks "fast" for a completion
      Then the call is answered
      And the provider was called with:
        | what  | value                       |
        | token | {the second provider token} |

    Example: a provider token that has moved to the environment
      Given a gateway that has booted once
      And the config has:
        """yaml
        providers:
          - id: openai-e2e
            auth:
              token: env.OPENAI_API_KEY
        """
      And the environment has:
        | variable       | value                       |
        | OPENAI_API_KEY | {the second provider token} |
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the provider was called with:
        | what  | value                       |
        | token | {the second provider token} |

  @bootstrap.reseeded-alias-moves @core
  Rule: An alias answers with the model it stands for now
    Source: observed gateway, 9.5

    Example: an alias pointed elsewhere
      Given a gateway that booted again on the later config
      When the caller with the key "wide" asks "swift" for a completion
      Then the caller is answered as "swift"
      And the provider was called with:
        | what  | value   |
        | model | gpt-4.1 |

    Scenario Outline: <what>
      Given a gateway that booted again on the later config
      When the caller with the key "bare" asks "<model>" for a completion
      Then the caller is answered as "<model>"
      And the provider was called with:
        | what  | value      |
        | model | <upstream> |

      Examples:
        | what                            | model  | upstream      |
        | an alias that became a model    | turned | gpt-4o-turned |
        | a model that became an alias    | plain  | gpt-4.1       |

  @bootstrap.reseeded-team-takes-the-new-name @core
  Rule: A team keeps its key and identity and takes the new name
    Source: observed gateway, 9.5

    Example: a renamed team
      Given a gateway that booted again on the later config
      Then the stored team "platform" is the same team, now called "Platform Crew"
      And the stored team "research" is the same team, now called "Research Lab"

  @bootstrap.reseeded-budget-follows-the-config @core
  Rule: A changed budget replaces the old one, and a budget taken away ends
    Source: observed gateway, 9.5

    Example: a larger budget, and two taken out of the config
      Given a gateway that booted again on the later config
      Then the budgets in force are:
        | kind | owner           | cadence | amount_usd |
        | team | platform        | weekly  | 300.0000   |
        | team | research        | (none)  |            |
        | user | ada@example.com | (none)  |            |

    Example: a first budget
      Given a gateway that booted again on the later config
      Then the budgets in force are:
        | kind | owner            | cadence | amount_usd | hard_limit | timezone |
        | user | hedy@example.com | weekly  | 0.0001     | true       | UTC      |

    Example: another limit and another time zone for the same amount
      Given a gateway that has booted once
      And the config has:
        """yaml
        teams:
          - key: platform
            budget:
              hard_limit: true
              timezone: UTC
        """
      When the operator runs "seed-config"
      Then the budgets in force are:
        | kind | owner    | cadence | amount_usd | hard_limit | timezone |
        | team | platform | monthly | 250.5000   | true       | UTC      |

  @bootstrap.reseeded-user-follows-the-config @core
  Rule: A listed user takes the name, role and team the config gives now
    Source: observed gateway, 9.5

    Example: another name, another team and another role
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email           | name     | team     | role   | status |
        | ada@example.com | Ada King | research | member | active |

    Example: a first team
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email            | name        | team     | role   | status  |
        | hedy@example.com | Hedy Lamarr | platform | member | invited |

    Example: no team any more
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email             | team   | global_role    |
        | grace@example.com | (none) | platform_admin |

  @bootstrap.unlisted-people-stay @core
  Rule: A team and a user the config no longer lists stay as they are
    Source: observed gateway, 9.5

    Example: a config without a team and its member
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email            | name         | team    | role  | status   |
        | lise@example.com | Lise Meitner | physics | admin | disabled |
      And the budgets in force are:
        | kind | owner            | cadence | amount_usd |
        | user | lise@example.com | monthly | 12.0000    |
        | team | physics          | daily   | 7.5000     |

  @bootstrap.unlisted-models-stay @core
  Rule: A model the config no longer lists stays as it is, and so does the grant of a key that is no longer listed
    Source: observed gateway, 9.5

    Example: a config without a model
      Given a gateway that booted again on the later config
      Then the database holds:
        | what   | number |
        | models | 6      |
        | routes | 4      |
        | grants | 7      |
      And the key "kept" is stored

  @bootstrap.unlisted-keys-are-not-forgotten @hardened
  Rule: A seeded key that the config no longer lists calls no model, or each start says that it does
    Source: observed gateway, 9.5, 9.6 and 16 (22)

    Example: a config without a key, at each start
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          seed_api_keys: []
        """
      When the gateway is started
      And the gateway is started
      Then the key "configured" is closed, or the log names it
      And the key "wide" is closed, or the log names it
      And the key "kept" is closed, or the log names it

    Example: a config without one of several keys
      Given a gateway that booted again on the later config
      Then the key "kept" is closed, or the log names it
