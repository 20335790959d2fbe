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

    Example: the same config after a day of work
      Given a gateway that has booted once
      And since then the database has:
        | what              | is                         |
        | the admin         | yet to change the password |
        | ada@example.com   | active                     |
        | lise@example.com  | disabled                   |
        | hedy@example.com  | active                     |
        | the key lost      | revoked                    |
        | the key wide      | used                       |
      When the gateway is started
      Then what the database holds of "the admin" is unchanged
      And what the database holds of "the people" is unchanged
      And what the database holds of "the config" is unchanged
      And the key "lost" is refused
      And no row was added

  @bootstrap.restart-signs-nobody-out @core
  Rule: Whoever was signed in is so after another start, and whoever signed out is not
    Source: observed gateway, 2.2 and 9.3

    Example: a restart, a sign-out and another restart
      Given a fresh install in the local shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the gateway is started
      Then the admin's "earlier" session "goes on"
      When the admin signs in with the "configured" password
      And the admin signs out
      And the gateway is started
      Then the admin's "earlier" session "has ended"

    Example: two browsers, and a restart
      Given a gateway that has booted once
      When the gateway is started
      And the admin signs in with the "configured" password
      And the gateway is started
      And the admin signs in with the "configured" password
      Then the admin's "earlier" session "goes on"

    Example: a crash
      Given a fresh install in the local shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the orchestrator sends "SIGKILL" to "the gateway"
      And the gateway is started
      Then the admin's "earlier" session "goes on"

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

    Scenario Outline: <what> for bootstrap-admin
      Given a gateway that has booted once
      And since then the database has:
        | what      | is                         |
        | the admin | yet to change the password |
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: <enabled>
            email: "<email>"
            password: literal.{the <password> password}
            require_password_change: <change>
        """
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And what the database holds of "the admin" is unchanged
      And no row was added

      Examples:
        | what                        | enabled | email               | password   | change |
        | no change asked for         | true    | {the admin's email} | configured | false  |
        | another password            | true    | {the admin's email} | other      | true   |
        | no admin                    | false   | {the admin's email} | configured | true   |

    Example: a disabled admin and another email in the config
      Given a gateway that has booted once
      And since then the database has:
        | what      | is       |
        | the admin | disabled |
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            email: second@example.com
        """
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And what the database holds of "the admin" is unchanged
      And no row was added

  @bootstrap.existing-admin-needs-no-password @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Once there is an admin the variable of the first password need not be there
    Source: observed gateway, 9.2 and 9.3

    Example: the password's variable is unset at a later start
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD
        """
      And the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
      When the gateway is started
      Then the admin may sign in with the "configured" password

    Example: the password's variable is empty for the explicit command
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD
        """
      And the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (empty) |
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And what the database holds of "the admin" is unchanged

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
      And the database holds:
        | what            | number |
        | platform admins | 2      |
      When "chief@example.com" signs in with the "configured" password
      Then the sign-in is refused

    Example: several invited admins, and the explicit command
      Given a fresh install in the local shape
      And the config has:
        """yaml
        users:
          - name: Chief
            email: chief@example.com
            auth_mode: password
            global_role: platform_admin
          - name: Deputy
            email: deputy@example.com
            auth_mode: password
            global_role: platform_admin
        """
      When the operator runs "seed-config"
      And the operator runs "seed-config"
      And the operator runs "bootstrap-admin"
      Then the command succeeds
      And the database holds:
        | what            | number |
        | platform admins | 3      |
