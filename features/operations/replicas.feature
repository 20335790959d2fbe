Feature: Replicas
  Several gateways on one database are one gateway to everybody who calls them.

  @operations.sessions-are-shared @core
  Rule: A session begun at one replica is known at the others, and ends at all of them
    Source: observed gateway, 2.2 and 2.4

    Example: signing in here, working there, signing out here
      Given two replicas of a gateway
      When the admin signs in at the first replica
      Then the second replica knows the session
      When the admin signs out at the first replica
      Then the second replica does not know the session

  @operations.revocation-is-seen-everywhere @core
  Rule: A key that is revoked is refused by every replica from the next call
    Source: observed gateway, 1.5 and 3.5

    Example: a key that both replicas have let in
      Given two replicas of a gateway
      And each replica has let the caller's key in
      When the caller's key is revoked
      Then each replica refuses the caller's key
