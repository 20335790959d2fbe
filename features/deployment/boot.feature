Feature: From nothing to the first call
  The compose file boots as shipped: secrets go in, and what comes out is a product that an admin can sign in to and a caller can call.

  @deployment.boots-as-shipped @hardened
  Rule: With every secret given, every service becomes healthy
    Source: founding page, GHCR compose deployment; observed gateway, 12.1 and 16 (18)

    Example: from an empty disk
      Given the stack is up
      Then the running services are:
        | service       | is      |
        | every service | healthy |

  @deployment.admin-ui-is-reached-through-the-gateway @core
  Rule: The admin UI answers at the gateway's own address
    Source: founding page, Runtime Topology

    Example: a page nobody is signed in for
      Given the stack is up
      And a visitor is at the gateway of the stack
      When a visitor opens "/api-keys" and follows where it leads
      Then the visitor is shown the sign-in page

  @deployment.first-admin-has-the-deploy-time-password @core
  Rule: The first admin signs in with the password that was given at deploy time
    Source: founding page, GHCR compose deployment; observed gateway, 9.2

    Example: the deploy-time password
      Given the stack is up
      When the admin signs in for the first time
      Then the sign-in is accepted

    Example: the well-known password of the local shape
      Given the stack is up
      When the admin signs in with the "well-known" password
      Then the sign-in is refused

  @deployment.first-admin-must-choose-a-password @hardened
  Rule: The deploy-time password is accepted once: a password change is required
    Source: founding page, Production-shaped local run; observed gateway, 2.6

    Example: the first sign-in
      Given the stack is up
      When the admin signs in for the first time
      Then a password change is required

    Example: the deploy-time password once another was chosen
      Given the stack is up
      And the admin has chosen another password
      When the admin signs in with the "deploy-time" password
      Then the sign-in is refused

    Example: the password that was chosen
      Given the stack is up
      And the admin has chosen another password
      When the admin signs in with the "chosen" password
      Then the sign-in is accepted
      And no password change is required

  @deployment.deploy-time-key-calls-models @hardened
  Rule: The key that was given at deploy time may call a model
    Source: observed gateway, 9.6 and 12.1

    Example: the first call
      Given the stack is up
      Then the key "deploy-time" may call a model
      And the key "spoiled" is refused

  @deployment.admin-ui-calls-the-gateway-inside @hardened
  Rule: The admin UI reaches the gateway at its inner address, so that signing in on its page works
    Source: observed gateway, 12.1 and 13.3

    Example: signing in where the UI is only reached through the gateway
      Given the stack is up
      And a visitor is at the gateway of the stack
      When the admin signs in on the sign-in page of the stack
      Then the admin is not asked to sign in

  @deployment.state-is-in-postgresql @core
  Rule: The gateway keeps its state in the PostgreSQL of the stack
    Source: founding page, Database and Migration Notes

    Example: the migration history
      Given the stack is up
      Then the running services are:
        | service      | is                            |
        | the database | holding the migration history |

  @deployment.state-outlives-containers @hardened
  Rule: What was stored is there again after the containers were removed and made anew
    Source: observed gateway, 12.1

    Example: down and up
      Given the stack is up
      And the admin has chosen another password
      When the stack is taken down and brought up again
      And the admin signs in with the "chosen" password
      Then the sign-in is accepted
