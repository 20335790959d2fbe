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
