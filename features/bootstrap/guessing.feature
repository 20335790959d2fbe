Feature: Guessing at a password
  Signing in is open to everybody, and so is trying to.

  @bootstrap.guessing-is-throttled @hardened @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: After a hundred failed sign-ins in a row guessing is throttled, and the right password is no help
    Source: NIST SP 800-63B, 5.2.2; observed gateway, 2.1 and 16 (9)

    Example: a hundred wrong passwords and the right one
      Given a gateway that has booted once
      When the gateway is started
      Then the admin may sign in with the "configured" password
      But after 100 failed sign-ins the "configured" password is refused

  @bootstrap.refusals-tell-no-email @hardened @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: A refused sign-in does not tell by its timing whether the email is known
    Source: observed gateway, 2.1 and 16 (9)

    Example: the admin's email and emails of nobody
      Given a gateway that has booted once
      When the gateway is started
      Then the admin may sign in with the "configured" password
      And an unknown email is refused as slowly as a known one
