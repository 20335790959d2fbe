Feature: Kubernetes
  Jobs do once what every gateway would otherwise do at every start; pods serve, and only the gateway is reached.

  @deployment.a-job-migrates-and-pods-do-not @hardened
  Rule: A job migrates; the gateway's pods migrate, bootstrap and seed nothing
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.4

    Example: who does what
      When the manifests are read
      Then a job that is not suspended migrates
      And the gateway's pods do none of the three

  @deployment.bootstrap-and-seed-are-off @hardened
  Rule: The jobs that bootstrap and seed are off until somebody enables them
    Source: founding page, Database and Migration Notes; observed gateway, 7.1

    Example: the jobs that change what people see
      When the manifests are read
      Then the jobs that bootstrap and seed are suspended

  @deployment.jobs-lead-to-the-first-call @hardened
  Rule: From an empty database, the jobs and the pods lead to the first sign-in and the first call
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.3

    Example: before the jobs are enabled, and after
      Given the manifests are brought up on an empty database
      Then nobody can sign in and the deploy-time key opens nothing
      When the suspended jobs are enabled
      Then the deployed admin can sign in and the deploy-time key calls a model

  @deployment.pods-are-probed @hardened
  Rule: Every pod that serves says when it is ready and when it is dead
    Source: observed gateway, 1.7 and 16 (14)

    Example: the probes
      When the manifests are read
      Then every pod that serves has a readiness and a liveness probe
      And the gateway is ready when its readiness path says so

  @deployment.pods-are-confined @hardened
  Rule: Pods are confined as the strictest Pod Security Standard asks, and write nowhere but where they must
    Source: Kubernetes Pod Security Standards, restricted; observed gateway, 16 (14)

    Example: every pod
      When the manifests are read
      Then every pod is confined

  @deployment.ingress-leads-to-the-gateway @hardened
  Rule: What comes from outside comes to the gateway, and the admin UI answers the gateway alone
    Source: founding page, Runtime Topology; observed gateway, 13.3

    Example: services, ingress and network policies
      When the manifests are read
      Then every ingress leads to the gateway
      And no service is opened to the outside
      And the admin UI's pods are reached by the gateway's pods alone

  @deployment.cluster-secrets-are-referenced @hardened
  Rule: Pods take secrets by reference, and no secret is shipped
    Source: founding page, GHCR compose deployment; observed gateway, 9.1

    Example: every variable that reads like a secret
      When the manifests are read
      Then every secret of a pod is a reference
      And no secret is shipped with a value
      And every pod with the gateway's config has every variable it refers to
