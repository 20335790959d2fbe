Feature: Migrating under pressure
  Replicas start together and processes die at the worst moment.

  @hardened @migration.concurrent-applies-all-succeed
  Rule: Applies that run at once all succeed, and one of them does the work
    Source: observed gateway, 8.6, where two first applies race

    Example: eight first applies
      Given an empty database
      When 8 operators run "migrate --apply" at once
      Then each command "succeeds"
      And each command "has left the whole baseline as it ended"
      And each row of the history has:
        | column  | value          |
        | version | no other row's |
      And the database has every application table

    Example: four first applies on a database whose history is empty
      Given an empty database
      And the history is empty
      When 4 operators run "migrate --apply" at once
      Then each command "succeeds"
      And each command "has left the whole baseline as it ended"
      And each row of the history has:
        | column  | value          |
        | version | no other row's |

  @hardened @migration.concurrent-starts-all-succeed
  Rule: Gateways that start together on an empty database all serve
    Source: observed gateway, 8.6, where two first applies race

    Example: four first starts
      Given an empty database
      When 4 replicas are started at once
      Then each replica is ready
      And each row of the history has:
        | column  | value          |
        | version | no other row's |
      And the database has every application table

  @hardened @migration.kill-leaves-all-or-nothing
  Rule: An apply killed at any moment leaves the whole baseline or none of it
    Source: observed gateway, 8.6

    Example: killed at moments from its first to its last
      Given an empty database
      When the orchestrator kills applies, each a little later than the one before
      Then each killed apply has left the whole baseline or none of it
      And each apply after a killed one succeeds
