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

    Scenario Outline: a <password> password
      Given a gateway booted in the local shape
      Then the admin may not sign in with the "<password>" password
      But the admin may sign in with the "configured" password

      Examples:
        | password   |
        | wrong      |
        | shortened  |
        | lengthened |
        | swapped    |
        | empty      |

    Scenario Outline: the email <email>
      Given a gateway booted in the local shape
      When "<email>" signs in with the "configured" password
      Then the sign-in is refused

      Examples:
        | email                       |
        | stranger@example.com        |
        | {the admin's email}.example |
        | x{the admin's email}        |

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
      And the session says:
        | about           | said     |
        | password change | required |

    Example: at the next sign-in, and after a change that was refused
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin tries to change the password from "wrong" to "new"
      And the admin signs in with the "configured" password
      Then a password change is required
      And the session says:
        | about           | said     |
        | password change | required |

    Example: after a crash, the commands of an operator and another start
      Given a fresh install in the production shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the orchestrator sends "SIGKILL" to "the gateway"
      And the operator runs "bootstrap-admin"
      And the operator runs "seed-config"
      And the gateway is started
      And the admin signs in with the "configured" password
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

    Example: changing it again with the old password
      Given a gateway whose admin has changed the password
      When the admin tries to change the password from "configured" to "other"
      Then the call is refused as "invalid_credentials"
      And the admin may not sign in with the "other" password

    Example: two changes
      Given a fresh install in the production shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      And the admin changes the password from "new" to "other"
      Then the admin may not sign in with the "configured" password
      And the admin may not sign in with the "new" password
      But the admin may sign in with the "other" password

  @bootstrap.rotation-needs-the-current-password @core
  Rule: A password change without the current password is refused
    Source: observed gateway, 2.6

    Scenario Outline: a change with the <given> password for the current one
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin tries to change the password from "<given>" to "new"
      Then the call is refused as "invalid_credentials"
      And the admin may not sign in with the "new" password
      But the admin may sign in with the "configured" password

      Examples:
        | given      |
        | wrong      |
        | shortened  |
        | lengthened |
        | new        |

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

    Example: a crash, the commands of an operator and another start after the password change
      Given a fresh install in the production shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      And the orchestrator sends "SIGKILL" to "the gateway"
      And the operator runs "seed-config"
      And the operator runs "bootstrap-admin"
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

    Example: an admin whose change was refused
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin tries to change the password from "wrong" to "new"
      And the admin lists "keys"
      Then the call is refused as "password_change_required"

    Example: an admin who has changed the password to the very same one
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin tries to change the password from "configured" to "configured"
      And the admin lists "keys"
      Then the call is refused as "password_change_required"

    Example: an admin who has yet to change the password when the gateway starts again
      Given a fresh install in the production shape
      When the gateway is started
      And the gateway is started
      And the admin signs in with the "configured" password
      And the admin lists "users"
      Then the call is refused as "password_change_required"

    Example: an admin who has changed the password
      Given a gateway whose admin has changed the password
      Then the admin may list "keys"
      And the admin may list "users"

  @bootstrap.rotation-ends-other-sessions @hardened
  Rule: A password change ends every other session of the admin and keeps the one it was made in
    Source: observed gateway, 2.6 and 16 (5)

    Example: two other browsers left signed in
      Given a gateway whose admin has changed the password
      Then the admin's "other" session "has ended"
      And the admin's "earlier" session "has ended"
      But the admin may list "keys"

    Example: a browser left signed in before the gateway was started again
      Given a fresh install in the local shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      Then the admin's "earlier" session "has ended"
      But the admin may list "keys"
