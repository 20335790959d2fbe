Feature: First sign-in
  The bootstrap password is a way in, not a way to stay: it is accepted at first,
  and where the config says so a password change is required before anything else.

  @bootstrap.admin-signs-in @core
  Rule: A sign-in is accepted with the configured password, and with nothing else
    Source: observed gateway, 2.1 and 9.2

    Example: the right password
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      Then the sign-in is accepted

    Example: a wrong password
      Given a gateway booted in the local shape
      When the admin signs in with the "wrong" password
      Then the sign-in is refused

    Example: an unknown email
      Given a gateway booted in the local shape
      When "stranger@example.com" signs in with the "configured" password
      Then the sign-in is refused

  @bootstrap.rotation-is-reported @core
  Rule: A required password change is reported by the sign-in and by the session, until it is made
    Source: observed gateway, 2.4 and 2.6

    Example: before the password change
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      Then a password change is required
      And the session says:
        | about           | said     |
        | password change | required |

    Example: after the password change
      Given a gateway whose admin has changed the password
      When the admin signs in with the "new" password
      Then no password change is required
      And the session says:
        | about           | said         |
        | password change | not required |

  @bootstrap.rotation-retires-the-old-password @core
  Rule: After a password change the old password is refused and the new one is accepted
    Source: founding page, Common Runtime Shapes; observed gateway, 2.6

    Example: signing in after the password change
      Given a gateway whose admin has changed the password
      Then the admin may not sign in with the "configured" password
      But the admin may sign in with the "new" password

  @bootstrap.rotation-needs-the-current-password @core
  Rule: A password change without the current password is refused
    Source: observed gateway, 2.6

    Example: a change with a wrong current password
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin tries to change the password from "wrong" to "new"
      Then the call is refused as "invalid_credentials"
      And the admin may not sign in with the "new" password
      But the admin may sign in with the "configured" password

  @bootstrap.rotation-outlives-a-restart @core
  Rule: A later boot neither restores the bootstrap password nor requires another password change
    Source: observed gateway, 9.3

    Example: a restart after the password change
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            require_password_change: true
        """
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      And the gateway is started
      Then the admin may not sign in with the "configured" password
      But the admin may sign in with the "new" password
      And the session says:
        | about           | said         |
        | password change | not required |

  @bootstrap.rotation-is-enforced-by-the-api @hardened
  Rule: Until a required password change is made the admin API refuses, whatever the client
    Source: observed gateway, 2.6 and 16 (5)

    Scenario Outline: an admin who has not changed the password lists <list>
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin lists "<list>"
      Then the call is refused as "password_change_required"

      Examples:
        | list  |
        | keys  |
        | users |

    Example: an admin who has changed the password
      Given a gateway whose admin has changed the password
      Then the admin may list "keys"
      And the admin may list "users"

  @bootstrap.rotation-ends-other-sessions @hardened
  Rule: A password change ends every other session of the admin and keeps the one it was made in
    Source: observed gateway, 2.6 and 16 (5)

    Example: a second browser left signed in
      Given a gateway whose admin has changed the password
      Then the admin's other session has ended
      But the admin may list "keys"
