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
      When the orchestrator sends "SIGKILL" to "one worker"
      Then the gateway has 3 workers
      And the startup report says:
        | step    | says    |
        | migrate | applied |

  @operations.dead-worker-is-replaced @hardened
  Rule: A worker that is killed is replaced, and its neighbours serve meanwhile
    Source: what people trip over, a pool of processes that shrinks

    Scenario Outline: one of two is killed by <first>, and then one by <second>
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "<first>" to "one worker"
      Then the gateway is ready
      And the gateway has 2 workers
      When the orchestrator sends "<second>" to "one worker"
      Then the gateway is ready
      And the gateway has 2 workers

      Examples:
        | first   | second  |
        | SIGKILL | SIGKILL |
        | SIGTERM | SIGABRT |

  @operations.hopeless-workers-end-the-gateway @hardened
  Rule: A gateway whose workers die one after the other gives up, and says so
    Source: what people trip over, a restart loop that nobody sees

    Example: every worker is killed as soon as it is there
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "each worker that comes"
      Then the gateway gives up, naming its workers
      And no process of the gateway is left

  @operations.workers-drain @hardened
  Rule: A graceful shutdown of several processes finishes in-flight requests, refuses new connections and exits with 0
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: <whom> is sent <signal>
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      And a "<call>" is in flight
      When the orchestrator sends "<signal>" to "<whom>"
      Then a new connection is refused
      When the call in flight goes on
      Then the call in flight is "answered whole"
      And the gateway exits with 0

      Examples:
        | signal  | whom                        | call                                |
        | SIGTERM | the gateway                 | completion of each of three callers |
        | SIGINT  | the gateway                 | page made bit by bit                |
        | SIGTERM | each process of the gateway | page held back                      |
        | SIGINT  | each process of the gateway | completion                          |

    Example: workers that have replaced others
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "one worker"
      Then the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "one worker"
      Then the gateway has 2 workers
      And the gateway is ready
      Given a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      And the call in flight goes on
      Then the call in flight is "answered whole"

  @operations.workers-outlive-nobody @hardened
  Rule: When the process that was started is killed, its workers go with it
    Source: what people trip over, orphans that hold the port

    Example: killed without a chance to tell them
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      When the orchestrator sends "SIGKILL" to "the gateway"
      Then no process of the gateway is left

    Example: killed while a worker has a call that outlasts the grace period
      Given a database in use
      And the config has:
        """yaml
        server:
          shutdown_grace_secs: 0.4
        """
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      And a "completion" is in flight
      When the orchestrator sends "SIGKILL" to "the gateway"
      Then no process of the gateway is left
