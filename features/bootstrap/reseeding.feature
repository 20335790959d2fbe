Feature: Seeding again
  Every start seeds. What the config still lists follows the config; what it no longer lists stays.

  @bootstrap.reseeding-adds-nothing @core
  Rule: Seeding the same config again adds nothing and keeps every identity
    Source: observed gateway, 9.5

    Example: the same config seeded twice
      Given a furnished gateway that has stopped
      When the gateway starts
      Then what was seeded is as before
      And no row was added

  @bootstrap.reseeded-key-takes-the-new-secret @core
  Rule: A key whose secret changed in the environment opens with the new one only
    Source: observed gateway, 9.5 and 9.6

    Example: a rotated key
      Given a furnished gateway that has stopped
      And the secret of the configured key is replaced
      When the gateway starts
      Then the configured key opens "fast"
      But the key as it was before is refused

  @bootstrap.reseeded-key-takes-the-new-grants @core
  Rule: A key opens what the config grants it now
    Source: observed gateway, 9.5

    Example: one grant replaced by another
      Given a furnished gateway that has stopped
      And the config grants the key only "reasoning"
      When the gateway starts
      Then the key sees only "reasoning"

  @bootstrap.revoked-key-stays-revoked @core
  Rule: A seeded key that was revoked is not revived by seeding it again
    Source: observed gateway, 9.6

    Example: a boot after revocation
      Given a furnished gateway that has stopped
      And the configured key was revoked
      When the gateway starts
      Then the configured key is refused

  @bootstrap.reseeded-model-takes-the-new-routes @core
  Rule: A model calls what its routes say now
    Source: observed gateway, 9.5

    Example: another upstream model
      Given a furnished gateway that has stopped
      And the config routes "fast" to "gpt-4.1-nano"
      When the gateway starts
      And the caller asks "fast" for a completion
      Then the caller is answered
      And the provider was asked for "gpt-4.1-nano"

  @bootstrap.reseeded-provider-takes-the-new-token @core
  Rule: A provider is called with the token the config gives it now
    Source: observed gateway, 9.5

    Example: a rotated provider token
      Given a furnished gateway that has stopped
      And the token of the provider is replaced
      When the gateway starts
      And the caller asks "fast" for a completion
      Then the caller is answered
      And the provider was called with the configured token

  @bootstrap.reseeded-alias-moves @core
  Rule: An alias answers with the model it stands for now
    Source: observed gateway, 9.5

    Example: an alias pointed elsewhere
      Given a furnished gateway that has stopped
      And the config points "swift" at "reasoning"
      When the gateway starts
      And the caller with the key "wide" asks "swift" for a completion
      Then the caller is answered as "swift"
      And the provider was asked for "gpt-4.1"

  @bootstrap.reseeded-team-takes-the-new-name @core
  Rule: A team keeps its key and identity and takes the new name
    Source: observed gateway, 9.5

    Example: a renamed team
      Given a furnished gateway that has stopped
      And the config renames the team "platform" to "Platform Crew"
      When the operator runs seed-config
      Then the stored team "platform" is the same team, now called "Platform Crew"

  @bootstrap.reseeded-budget-follows-the-config @core
  Rule: A changed budget replaces the old one, and a budget taken away ends
    Source: observed gateway, 9.5

    Example: a larger budget for a team
      Given a furnished gateway that has stopped
      And the config gives the team "platform" a monthly budget of 300.0000 USD
      When the operator runs seed-config
      Then the team "platform" has a monthly budget of 300.0000 USD

    Example: a budget taken out of the config
      Given a furnished gateway that has stopped
      And the config gives the team "platform" no budget
      When the operator runs seed-config
      Then the team "platform" has no budget

    Example: a user's budget taken out of the config
      Given a furnished gateway that has stopped
      And the config gives the user "ada@example.com" no budget
      When the operator runs seed-config
      Then the user "ada@example.com" has no budget

  @bootstrap.reseeded-user-follows-the-config @core
  Rule: A listed user takes the name, role and team the config gives now
    Source: observed gateway, 9.5

    Example: another team and another role
      Given a furnished gateway that has stopped
      And the config moves "ada@example.com" to the team "research" as "member"
      When the operator runs seed-config
      Then the user "ada@example.com" is in the team "research" as "member"

    Example: no team any more
      Given a furnished gateway that has stopped
      And the config takes "ada@example.com" out of every team
      When the operator runs seed-config
      Then the user "ada@example.com" is in no team

    Example: another name
      Given a furnished gateway that has stopped
      And the config calls "ada@example.com" "Ada King"
      When the operator runs seed-config
      Then the user "ada@example.com" is called "Ada King"

  @bootstrap.unlisted-people-stay @core
  Rule: Teams and users the config no longer lists stay as they are
    Source: observed gateway, 9.5

    Example: a config without teams and users
      Given a furnished gateway that has stopped
      And the config lists no team and no user
      When the operator runs seed-config
      Then the stored teams, users and budgets are unchanged
