Feature: Migrating under pressure
  Replicas start together and processes die at the worst moment.
  The database is either migrated or it is not.

  @hardened @migration.concurrent-applies-all-succeed
  Rule: Applies that run at once all succeed, and one of them does the work
    Source: observed gateway, 8.6, where two first applies race

    Example: eight first applies
      Given an empty database
      When eight operators run "apply" at once
      Then all of them succeed
      And the history has no version twice
      And the database has every application table

  @hardened @migration.concurrent-starts-all-succeed
  Rule: Gateways that start together on an empty database all serve
    Source: observed gateway, 8.6, where two first applies race

    Example: four first starts
      Given an empty database
      When four gateways are started at once
      Then all of them are ready
      And the history has no version twice
      And the database has every application table

  @hardened @migration.kill-leaves-all-or-nothing
  Rule: An apply killed at any moment leaves the whole baseline or none of it
    Source: observed gateway, 8.6

    Example: killed at moments from its first to its last
      Given an empty database
      When applies are killed, each a little later than the one before
      Then each left the whole baseline or none of it
      And the next apply succeeds
