Feature: Replicas
  In production the first boot is rarely the boot of one process.

  @bootstrap.replicas-make-one-admin @hardened
  Rule: Replicas booting together on one empty database make one admin and one of everything seeded
    Source: observed gateway, 8.6 and 9.2

    Example: three gateways at once
      Given a fresh install in the local shape
      When three gateways start together
      Then one platform admin exists
      And each of them lets the admin in
      And each of them opens "fast" to the configured key
