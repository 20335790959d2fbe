Feature: Several processes at one address
  A gateway may serve with several processes. To everybody outside it is still one gateway.

  @operations.workers-start-once @hardened
  Rule: However many processes serve, the start is done once
    Source: what people trip over, a migration in every worker; observed gateway, 7.3

    Example: three processes on an empty database
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          log_format: json
        """
      When the gateway is started with 3 workers
      Then the startup report says:
        | step    | says    |
        | migrate | applied |
      And one platform admin exists
      And the key "configured" may call "fast"

  @operations.dead-worker-is-replaced @hardened
  Rule: A worker that is killed is replaced, and its neighbours serve meanwhile
    Source: what people trip over, a pool of processes that shrinks

    Example: one of two is killed
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "one worker"
      Then the gateway is ready
      And the gateway has 2 workers

  @operations.hopeless-workers-end-the-gateway @hardened
  Rule: A gateway whose workers die one after the other gives up, and says so
    Source: what people trip over, a restart loop that nobody sees

    Example: every worker is killed as soon as it is there
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "each worker that comes"
      Then the gateway gives up, naming its workers

  @operations.workers-drain @hardened
  Rule: A graceful shutdown of several processes finishes in-flight requests, refuses new connections and exits with 0
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: <whom> is told
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "<whom>"
      Then a new connection is refused
      When the call in flight goes on
      Then the call in flight is "answered whole"
      And the gateway exits with 0

      Examples:
        | whom                        |
        | the gateway                 |
        | each process of the gateway |

  @operations.workers-outlive-nobody @hardened
  Rule: When the process that was started is killed, its workers go with it
    Source: what people trip over, orphans that hold the port

    Example: killed without a chance to tell them
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "the gateway"
      Then no process of the gateway is left
