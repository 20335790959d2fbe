Feature: Images
  What is built, for which platforms, and what a container starts from.

  @deployment.image-platforms @core
  Rule: The gateway is built for amd64, the admin UI for amd64 and arm64
    Source: founding page, Image and Release Caveats; observed gateway, 12.2

    Example: the build matrix
      When the build matrix is read
      Then the images are built for
        | image    | platforms                |
        | gateway  | linux/amd64              |
        | admin-ui | linux/amd64, linux/arm64 |

  @deployment.images-are-built-in-stages @hardened
  Rule: What builds an image stays out of it
    Source: observed gateway, 12.2

    Example: the images that are built here
      When the Dockerfiles are read
      Then there is one for the gateway and one for the admin UI
      And each has a stage that builds and one that runs

  @deployment.bases-are-pinned @hardened
  Rule: Every image that is used is named with an exact version
    Source: observed gateway, 12.1 and 12.2

    Example: what is built from, and what is pulled
      When the Dockerfiles are read
      Then every base is named with an exact version
      And so is every image the compose file pulls

  @deployment.images-check-their-health @hardened
  Rule: An image brings its own health check and says which port it listens at
    Source: observed gateway, 12.2 and 16 (14)

    Example: the images outside compose
      When the Dockerfiles are read
      Then each has a health check at a port it exposes

  @deployment.images-are-labelled @hardened
  Rule: An image says what it is, of which version and from which source
    Source: OCI image specification, annotations

    Example: the labels
      When the Dockerfiles are read
      Then each is labelled with
        | label                                 |
        | org.opencontainers.image.title        |
        | org.opencontainers.image.description  |
        | org.opencontainers.image.version      |
        | org.opencontainers.image.revision     |
        | org.opencontainers.image.base.name    |
