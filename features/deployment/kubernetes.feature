Feature: Kubernetes
  Jobs do once what every gateway would otherwise do at every start; pods serve, and only the gateway is reached.

  @deployment.a-job-migrates-and-pods-do-not @hardened
  Rule: A job migrates; the gateway's pods migrate, bootstrap and seed nothing
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.4

    Example: who does what
      When the operator reads the "manifests"
      Then the objects are:
        | object                     | is                      |
        | the job of migrate --apply | enabled                 |
        | the gateway                | kept from migrating     |
        | the gateway                | kept from bootstrapping |
        | the gateway                | kept from seeding       |

  @deployment.bootstrap-and-seed-are-off @hardened
  Rule: The jobs that bootstrap and seed are off until the operator enables them
    Source: founding page, Database and Migration Notes; observed gateway, 7.1

    Example: the jobs that change what people see
      When the operator reads the "manifests"
      Then the objects are:
        | object                     | is        |
        | the job of bootstrap-admin | suspended |
        | the job of seed-config     | suspended |

  @deployment.jobs-lead-to-the-first-call @hardened
  Rule: From an empty database, the jobs and the pods lead to the first sign-in and the first call
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.3

    Example: before the jobs are enabled, and after
      Given the manifests are brought up on an empty database
      When the admin signs in with the "deploy-time" password
      Then the sign-in is refused
      And the key "deploy-time" is refused
      When the operator enables the suspended jobs
      And the admin signs in with the "deploy-time" password
      Then the sign-in is accepted
      And the key "deploy-time" may call a model

  @deployment.pods-are-probed @hardened
  Rule: Every pod that serves has readiness and liveness probes
    Source: observed gateway, 1.7 and 16 (14)

    Example: the probes
      When the operator reads the "manifests"
      Then the objects are:
        | object                | is                                    |
        | every pod that serves | probed for readiness                  |
        | every pod that serves | probed for liveness                   |
        | the gateway           | ready when its readiness path says so |
        | every pod that serves | probed at a port it has               |
        | the gateway           | alive without its database            |

  @deployment.pods-are-confined @hardened
  Rule: Pods are confined as the strictest Pod Security Standard asks, and write nowhere but where they must
    Source: Kubernetes Pod Security Standards, restricted; observed gateway, 16 (14)

    Example: every pod
      When the operator reads the "manifests"
      Then the objects are:
        | object    | is                                    |
        | every pod | run by a user other than root         |
        | every pod | unable to gain privileges             |
        | every pod | read-only at its root                 |
        | every pod | without capabilities                  |
        | every pod | under a seccomp profile               |
        | every pod | apart from the namespaces of its host |
        | every pod | without a token of the cluster        |
        | every pod | without a folder of its host          |

  @deployment.ingress-leads-to-the-gateway @hardened
  Rule: What comes from outside comes to the gateway, and the admin UI answers the gateway alone
    Source: founding page, Runtime Topology; observed gateway, 13.3

    Example: services, ingress and network policies
      When the operator reads the "manifests"
      Then the objects are:
        | object        | is                           |
        | every ingress | led to the gateway           |
        | any service   | reached from inside alone    |
        | the admin UI  | reached by the gateway alone |

  @deployment.cluster-secrets-are-referenced @hardened
  Rule: Pods take secrets by reference, and no secret is shipped
    Source: founding page, GHCR compose deployment; observed gateway, 9.1

    Example: every variable that reads like a secret
      When the operator reads the "manifests"
      Then the objects are:
        | object      | is                                 |
        | every pod   | given its secrets by reference     |
        | any secret  | shipped without a value            |
        | every pod   | given every variable of its config |
        | the gateway | given its config by a config map   |

  @deployment.pods-outlast-their-calls @hardened
  Rule: Pods and containers of the gateway are given longer to end than the gateway gives its calls
    Source: observed gateway, 1.1 and 16 (14)

    Example: pods
      When the operator reads the "manifests"
      Then the objects are:
        | object      | is                                 |
        | the gateway | given longer to end than its calls |

    Example: containers
      When the operator reads the "compose file"
      Then the services are:
        | service     | is                                 |
        | the gateway | given longer to end than its calls |

  @deployment.jobs-run-the-version-of-the-pods @hardened
  Rule: Jobs run the version of the gateway that its pods run
    Source: founding page, Database and Migration Notes

    Example: every job
      When the operator reads the "manifests"
      Then the objects are:
        | object    | is                                   |
        | every job | of the version of the gateway's pods |

  @deployment.what-crashes-is-restarted @hardened
  Rule: What serves is restarted when it crashes, and a job is tried again
    Source: observed gateway, 12.1

    Example: pods and jobs
      When the operator reads the "manifests"
      Then the objects are:
        | object                | is                        |
        | every pod that serves | restarted when it crashes |
        | every job             | tried again when it fails |

    Example: services
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service       | is                        |
        | every service | restarted when it crashes |

  @deployment.roll-outs-wait-for-successors @hardened
  Rule: A roll-out takes no pod away before its successor is ready
    Source: founding page, Database and Migration Notes; observed gateway, 1.7

    Example: every pod that serves
      When the operator reads the "manifests"
      Then the objects are:
        | object                | is                                   |
        | every pod that serves | replaced once its successor is ready |
        | every pod that serves | probed for readiness                 |
