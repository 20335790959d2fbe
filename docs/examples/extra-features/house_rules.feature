Feature: House rules of one gateway
  Promises that are its own, beside those of the contract. They run in the same life cycle, with the same
  steps and fixtures, and are labelled as outside the contract wherever they are shown.

  @my-gateway.revoked-keys-stay-listed
  Rule: A key that may call nothing can still be seen
    An id of your own, `@<name>.<promise-in-words>`, and no tier. `Source:` is welcome and not required.

    Example: the models of a key without grants
      Given a gateway booted in the furnished shape
      Then the key "bare" sees only:
        | model |

  @my-gateway.health-is-plain
  Rule: The health routes answer without a cookie
    The step below is in steps/health.py, which a run loads from there.

    Scenario Outline: asking <route>
      When somebody asks for <route>
      Then the answer sets no cookie

      Examples:
        | route           |
        | /healthz        |
        | /api/v1/health  |
