Feature: Seeding again
  Every start seeds. What the config still lists follows the config; what it no longer lists stays.
  One gateway stands for most of these: it booted once, its config was changed in many places, and it booted again.

  @bootstrap.reseeding-adds-nothing @core
  Rule: Seeding the same config again adds nothing and keeps every identity
    Source: observed gateway, 9.5

    Example: the same config seeded twice
      Given a gateway that has booted once
      When the operator runs "seed-config"
      Then the command succeeds
      And what was seeded is as before
      And no row was added

  @bootstrap.reseeded-key-takes-the-new-secret @core
  Rule: A key whose secret changed in the environment opens with the new one only
    Source: observed gateway, 9.5 and 9.6

    Example: a rotated key
      Given a gateway that booted again on a changed config
      Then the key "configured" may call "fast"
      But the key "former" is refused

  @bootstrap.reseeded-key-takes-the-new-grants @core
  Rule: A key opens what the config grants it now
    Source: observed gateway, 9.5

    Example: grants taken away
      Given a gateway that booted again on a changed config
      And the config now grants the key "wide" only "swift"
      Then the key "wide" sees only "swift"

  @bootstrap.revoked-key-stays-revoked @core
  Rule: A seeded key that was revoked is not revived by seeding it again
    Source: observed gateway, 9.6

    Example: a boot after revocation
      Given a gateway that booted again on a changed config
      And the key "lost" was revoked in between
      Then the key "lost" is refused

  @bootstrap.reseeded-model-takes-the-new-routes @core
  Rule: A model calls what its routes say now
    Source: observed gateway, 9.5

    Example: another upstream model
      Given a gateway that booted again on a changed config
      And the config now routes "fast" to "gpt-4.1-nano"
      When the caller asks "fast" for a completion
      Then the call is answered
      And the provider was asked for "gpt-4.1-nano"

  @bootstrap.reseeded-provider-takes-the-new-token @core
  Rule: A provider is called with the token the config gives it now
    Source: observed gateway, 9.5

    Example: a rotated provider token
      Given a gateway that booted again on a changed config
      When the caller asks "fast" for a completion
      Then the call is answered
      And the provider was called with the configured token

  @bootstrap.reseeded-alias-moves @core
  Rule: An alias answers with the model it stands for now
    Source: observed gateway, 9.5

    Example: an alias pointed elsewhere
      Given a gateway that booted again on a changed config
      And the config now points "swift" at "reasoning"
      When the caller with the key "wide" asks "swift" for a completion
      Then the caller is answered as "swift"
      And the provider was asked for "gpt-4.1"

  @bootstrap.reseeded-team-takes-the-new-name @core
  Rule: A team keeps its key and identity and takes the new name
    Source: observed gateway, 9.5

    Example: a renamed team
      Given a gateway that booted again on a changed config
      Then the stored team "platform" is the same team, now called "Platform Crew"

  @bootstrap.reseeded-budget-follows-the-config @core
  Rule: A changed budget replaces the old one, and a budget taken away ends
    Source: observed gateway, 9.5

    Example: a larger budget for a team
      Given a gateway that booted again on a changed config
      And the config now gives the team "platform" a weekly budget of 300.0000 USD
      Then the team "platform" has a weekly budget of 300.0000 USD

    Example: a team's budget taken out of the config
      Given a gateway that booted again on a changed config
      And the config now gives the team "research" no budget
      Then the team "research" has no budget

    Example: a user's budget taken out of the config
      Given a gateway that booted again on a changed config
      And the config now gives the user "ada@example.com" no budget
      Then the user "ada@example.com" has no budget

  @bootstrap.reseeded-user-follows-the-config @core
  Rule: A listed user takes the name, role and team the config gives now
    Source: observed gateway, 9.5

    Example: another name, another team and another role
      Given a gateway that booted again on a changed config
      Then the user "ada@example.com" is called "Ada King"
      And the user "ada@example.com" is in the team "research" as "member"

    Example: no team any more
      Given a gateway that booted again on a changed config
      Then the user "grace@example.com" is in no team

  @bootstrap.unlisted-people-stay @core
  Rule: A team and a user the config no longer lists stay as they are
    Source: observed gateway, 9.5

    Example: a config without a team and its member
      Given a gateway that booted again on a changed config
      And the config no longer lists "lise@example.com" and the team "physics"
      Then the user "lise@example.com" is in the team "physics" as "admin"
      And the user "lise@example.com" has a monthly budget of 12.0000 USD
      And the team "physics" has a daily budget of 7.5000 USD
