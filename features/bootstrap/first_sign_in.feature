Feature: First sign-in
  The bootstrap password is a way in, not a way to stay: it opens the door once,
  and where the config says so it has to be replaced before anything else.

  @bootstrap.admin-signs-in @core
  Rule: The configured password lets the admin in, and nothing else does
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
      When "stranger@example.com" signs in with the configured password
      Then the sign-in is refused

  @bootstrap.rotation-is-reported @core
  Rule: The need to rotate is reported by the sign-in and by the session, until it is done
    Source: observed gateway, 2.4 and 2.6

    Example: before rotation
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      Then a password change is required
      And the session asks for rotation

    Example: after rotation
      Given a gateway whose admin has rotated
      When the admin signs in with the "new" password
      Then no password change is required
      And the session asks for no rotation

  @bootstrap.rotation-retires-the-old-password @core
  Rule: After rotation the old password fails and the new one works
    Source: founding page, Common Runtime Shapes; observed gateway, 2.6

    Example: signing in after rotation
      Given a gateway whose admin has rotated
      Then the admin cannot sign in with the configured password
      But the admin can sign in with the new password

  @bootstrap.rotation-needs-the-current-password @core
  Rule: Who does not know the current password cannot replace it
    Source: observed gateway, 2.6

    Example: rotating with a wrong current password
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      And the admin rotates with the wrong current password
      Then the rotation is refused
      And the admin cannot sign in with the new password
      But the admin can sign in with the configured password

  @bootstrap.rotation-outlives-a-restart @core
  Rule: A later boot neither restores the bootstrap password nor asks again
    Source: observed gateway, 9.3

    Example: a restart after rotation
      Given a fresh install in the production shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin rotates to the new password
      And the gateway is started
      Then the admin cannot sign in with the configured password
      But the admin can sign in with the new password
      And the session asks for no rotation

  @bootstrap.rotation-is-enforced-by-the-api @hardened
  Rule: Until the password is rotated the admin API refuses, whatever the client
    Source: observed gateway, 2.6 and 16 (5)

    Example: an admin who has not rotated
      Given a gateway booted in the production shape
      When the admin signs in with the "configured" password
      Then the admin is refused the keys as "password_change_required"
      And the admin is refused the users as "password_change_required"

    Example: an admin who has rotated
      Given a gateway whose admin has rotated
      Then the admin can list keys
      And the admin can list users

  @bootstrap.rotation-ends-other-sessions @hardened
  Rule: Rotation ends every other session of the admin and keeps the one it was made in
    Source: observed gateway, 2.6 and 16 (5)

    Example: a second browser left signed in
      Given a gateway whose admin has rotated
      Then the session elsewhere has ended
      But the admin can list keys
