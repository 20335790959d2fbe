Feature: Replicas
  Several gateways on one database are one gateway to everybody who calls them.

  @operations.sessions-are-shared @core
  Rule: A session begun at one replica is known at the others, and ends at all of them
    Source: observed gateway, 2.2 and 2.4

    Example: signing in here, working there, signing out here
      Given a database in use
      And 2 replicas are started one after the other
      When the admin signs in at the first replica
      Then the session is "known" at the second replica
      When the admin signs out at the first replica
      Then the session is "unknown" at the second replica

  @operations.revocation-is-seen-everywhere @core
  Rule: A key that is revoked is refused by every replica from the next call
    Source: observed gateway, 1.5 and 3.5

    Example: a key that both replicas have let in
      Given a database in use
      And 2 replicas are started one after the other
      And the caller's key is "accepted" at each replica
      When the caller's key is revoked
      Then the caller's key is "refused" at each replica
