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
      teams:
        - key: platform
          name: Platform Crew
          budget:
            cadence: weekly
            amount_usd: "300.0000"
        - key: research
          budget: null
      users:
        - email: ada@example.com
          name: Ada King
          membership:
            team: research
            role: member
          budget: null
        - email: grace@example.com
          membership: null
      """
    And the later config no longer lists:
      | section | entry            |
      | teams   | physics          |
      | users   | lise@example.com |
    And the later environment has:
      | variable        | value            |
      | GATEWAY_API_KEY | {the second key} |
    And the key "lost" is revoked before the later boot

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

  @bootstrap.reseeded-key-takes-the-new-grants @core
  Rule: A key may call what the config grants it now
    Source: observed gateway, 9.5

    Example: grants taken away
      Given a gateway that booted again on the later config
      Then the key "wide" sees only:
        | model |
        | swift |

  @bootstrap.revoked-key-stays-revoked @core
  Rule: A seeded key that was revoked is not revived by seeding it again
    Source: observed gateway, 9.6

    Example: a boot after revocation
      Given a gateway that booted again on the later config
      Then the key "lost" is refused

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

  @bootstrap.reseeded-team-takes-the-new-name @core
  Rule: A team keeps its key and identity and takes the new name
    Source: observed gateway, 9.5

    Example: a renamed team
      Given a gateway that booted again on the later config
      Then the stored team "platform" is the same team, now called "Platform Crew"

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

  @bootstrap.reseeded-user-follows-the-config @core
  Rule: A listed user takes the name, role and team the config gives now
    Source: observed gateway, 9.5

    Example: another name, another team and another role
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email           | name     | team     | role   |
        | ada@example.com | Ada King | research | member |

    Example: no team any more
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email             | team   |
        | grace@example.com | (none) |

  @bootstrap.unlisted-people-stay @core
  Rule: A team and a user the config no longer lists stay as they are
    Source: observed gateway, 9.5

    Example: a config without a team and its member
      Given a gateway that booted again on the later config
      Then the people are stored as:
        | email            | team    | role  |
        | lise@example.com | physics | admin |
      And the budgets in force are:
        | kind | owner            | cadence | amount_usd |
        | user | lise@example.com | monthly | 12.0000    |
        | team | physics          | daily   | 7.5000     |

  @bootstrap.unlisted-keys-are-not-forgotten @hardened
  Rule: A seeded key that the config no longer lists calls no model, or each start says that it does
    Source: observed gateway, 9.5, 9.6 and 16 (22)

    Example: a config without a key
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          seed_api_keys: []
        """
      When the gateway is started
      Then the key "configured" is closed, or the log names it
