Feature: Second boot
  Bootstrap makes the first admin. Once there is one, it belongs to its owner and not to the config.

  @bootstrap.second-boot-changes-nothing @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: A second boot with the same config leaves the admin and what was seeded as they are
    Source: observed gateway, 9.3 and 9.5

    Example: the same config twice
      Given a gateway that has booted once
      When the gateway is started
      Then what the database holds of "the admin" is unchanged
      And what the database holds of "the config" is unchanged
      And the admin may sign in with the "configured" password

  @bootstrap.existing-admin-outranks-the-config @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: What the config says later about the admin does not touch an existing one
    Source: observed gateway, 9.3

    Example: another password, another email and forced rotation in the config
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            email: second@example.com
            password: literal.{the other password}
            require_password_change: true
        """
      When the gateway is started
      Then what the database holds of "the admin" is unchanged
      And the admin may sign in with the "configured" password
      But the admin may not sign in with the "other" password

  @bootstrap.invited-admin-does-not-block-bootstrap @hardened
  Rule: A seeded platform admin who is only invited does not stand in for the bootstrap admin
    Source: observed gateway, 9.3 and 16 (16)

    Example: seeding runs before bootstrap
      Given a fresh install in the local shape
      And the config has:
        """yaml
        users:
          - name: Chief
            email: chief@example.com
            auth_mode: password
            global_role: platform_admin
        """
      When the operator runs "seed-config"
      And the gateway is started
      Then the admin may sign in with the "configured" password
