Feature: Replicas
  In production the first boot is rarely the boot of one process.

  @bootstrap.replicas-make-one-admin @hardened
  Rule: Replicas booting together on one empty database make one admin and one of everything seeded
    Source: observed gateway, 8.6 and 9.2

    Example: three gateways at once, and all that a config can list
      Given a fresh install in the furnished shape
      When 3 gateways are started together
      Then each gateway lets in the admin and the caller
      And the database holds:
        | what            | number |
        | platform admins | 2      |
        | ordinary users  | 3      |
        | keys            | 6      |
        | models          | 6      |
        | passwords       | 1      |
        | routes          | 4      |
        | teams           | 4      |
        | grants          | 7      |
        | memberships     | 3      |
      And the budgets in force are:
        | kind | owner           | cadence | amount_usd |
        | user | ada@example.com | daily   | 0.1234     |
