Feature: Replicas
  In production the first boot is rarely the boot of one process.

  @bootstrap.replicas-make-one-admin @hardened
  Rule: Replicas booting together on one empty database make one admin and one of everything seeded
    Source: observed gateway, 8.6 and 9.2

    Example: three gateways at once
      Given a fresh install in the local shape
      When 3 gateways are started together
      Then one platform admin exists
      And each gateway lets the admin sign in with the "configured" password
      And each gateway lets the key "configured" call "fast"
