Feature: Two kinds of access
  An admin signs in to manage; a key calls models. Having one says nothing about the other.

  @bootstrap.admin-and-key-are-independent @core
  Rule: Admin access and data-plane access come and go independently
    Source: observed gateway, 9.2 and 9.6; founding page, Common Runtime Shapes

    Example: an admin and a key
      Given a gateway booted in the local shape
      Then the admin may sign in with the "configured" password
      And the key "configured" may call "fast"

    Example: an admin without a key
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys: []
        providers: []
        models: []
        """
      When the gateway is started
      Then the admin may sign in with the "configured" password
      But the key "configured" is refused
      And the database holds:
        | what | number |
        | keys | 0      |

    Example: a key without an admin
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
        """
      When the gateway is started
      Then the admin may not sign in with the "configured" password
      And the admin may not sign in with the "built-in" password
      But the key "configured" may call "fast"

    Example: neither admin nor key
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
          seed_api_keys: []
        """
      When the gateway is started
      Then the admin may not sign in with the "configured" password
      And the key "configured" is refused

  @bootstrap.session-opens-no-model @core
  Rule: A signed-in admin has no access to models
    Source: observed gateway, 1.8 and 4.1

    Example: a session in place of a key
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the admin lists "models"
      Then the call is refused as "missing_authorization_header"

    Example: the token of a session given as a key
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      Then the key "of the session" is refused

  @bootstrap.key-opens-no-admin-api @core
  Rule: A key has no access to the admin API
    Source: observed gateway, 2.5

    Scenario Outline: a key in place of a session for the <list>
      Given a gateway booted in the local shape
      When the caller with the key "configured" lists "<list>"
      Then the call is refused as "session_required"

      Examples:
        | list                              |
        | keys                              |
        | users                             |
        | keys, with the key for a session  |
        | users, with the key for a session |
