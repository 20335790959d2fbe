Feature: Second boot
  Bootstrap makes the first admin. Once there is one, it belongs to its owner and not to the config.

  @bootstrap.second-boot-changes-nothing @core
  Rule: A second boot with the same config leaves the admin and what was seeded as they are
    Source: observed gateway, 9.3 and 9.5

    Example: the same config twice
      Given a gateway that has booted once
      When the gateway is started
      Then the stored admin is unchanged
      And what was seeded is as before
      And the admin can sign in with the configured password

  @bootstrap.existing-admin-outranks-the-config @core
  Rule: What the config says later about the admin does not touch an existing one
    Source: observed gateway, 9.3

    Example: another password, another email and forced rotation in the config
      Given a gateway that has booted once
      And the config gives the admin another password
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            email: second@example.com
        """
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            require_password_change: true
        """
      When the gateway is started
      Then the stored admin is unchanged
      And the admin can sign in with the configured password
      But the admin cannot sign in with the other password

  @bootstrap.invited-admin-does-not-block-bootstrap @hardened
  Rule: A seeded platform admin who is only invited does not stand in for the bootstrap admin
    Source: observed gateway, 9.3 and 16 (16)

    Example: seeding runs before bootstrap
      Given a fresh install in the local shape
      And the config invites "chief@example.com" as a platform admin
      When the operator runs "seed-config"
      And the gateway is started
      Then the admin can sign in with the configured password
