Feature: Images
  What is built, for which platforms, and what a container starts from.

  @deployment.image-platforms @core
  Rule: The gateway is built for amd64, the admin UI for amd64 and arm64
    Source: founding page, Image and Release Caveats; observed gateway, 12.2

    Example: the build matrix
      When the operator reads the "build matrix"
      Then the images are:
        | image    | is                                 |
        | gateway  | built for linux/amd64              |
        | admin-ui | built for linux/amd64, linux/arm64 |

  @deployment.images-are-built-in-stages @hardened
  Rule: What builds an image stays out of it
    Source: observed gateway, 12.2

    Example: the images that are built here
      When the operator reads the "Dockerfiles"
      Then the images are:
        | image of     | is              |
        | the gateway  | built here      |
        | the admin UI | built here      |
        | every image  | built in stages |

  @deployment.bases-are-pinned @hardened
  Rule: Every image that is used is named with an exact version
    Source: observed gateway, 12.1 and 12.2

    Example: what is built from, and what is pulled
      When the operator reads the "Dockerfiles"
      Then the images are:
        | image              | is                          |
        | every base image   | named with an exact version |
        | every pulled image | named with an exact version |

  @deployment.images-check-their-health @hardened
  Rule: An image brings its own health check and says which port it listens at
    Source: observed gateway, 12.2 and 16 (14)

    Example: the images outside compose
      When the operator reads the "Dockerfiles"
      Then the images are:
        | image of    | is                                          |
        | every image | checked for its health at a port it exposes |

  @deployment.images-are-labelled @hardened
  Rule: An image says what it is, of which version and from which source
    Source: OCI image specification, annotations

    Example: the labels
      When the operator reads the "Dockerfiles"
      Then the images are:
        | image of    | is                                                 |
        | every image | labelled with org.opencontainers.image.title       |
        | every image | labelled with org.opencontainers.image.description |
        | every image | labelled with org.opencontainers.image.version     |
        | every image | labelled with org.opencontainers.image.revision    |
        | every image | labelled with org.opencontainers.image.base.name   |
