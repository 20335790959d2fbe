Feature: The models of a key
  A caller asks what there is to call.

  @inference.models-are-listed @core
  Rule: The models that a key may call are listed in OpenAI's shape
    Source: observed gateway, 4.2; OpenAI API, list models

    Example: a model
      Given a gateway booted in the local shape
      When the caller asks for "models"
      Then the model "fast" is described with:
        | member   | kind           |
        | object   | "model"        |
        | created  | a whole number |
        | owned_by | text           |

    Example: a model with slashes in its id, and one with a colon
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: [fast, meta/llama/70b, "llama:70b"]
        models:
          - id: meta/llama/70b
            routes:
              - provider: openai-e2e
                upstream_model: llama-70b
          - id: "llama:70b"
            routes:
              - provider: openai-e2e
                upstream_model: llama-70b
        """
      When the gateway is started
      And the caller asks for "models"
      Then the model "meta/llama/70b" is described with:
        | member   | kind           |
        | object   | "model"        |
        | created  | a whole number |
        | owned_by | text           |
      And the model "llama:70b" is described with:
        | member   | kind           |
        | object   | "model"        |
        | created  | a whole number |
        | owned_by | text           |

  @inference.model-is-described @hardened
  Rule: Each model that is listed is described by itself, and no other
    Source: OpenAI API, retrieve model

    Example: a model by itself
      Given a gateway booted in the local shape
      When the caller asks for the model at "fast"
      Then the model "fast" is described with:
        | member   | kind           |
        | object   | "model"        |
        | created  | a whole number |
        | owned_by | text           |

    Scenario Outline: a model with slashes, asked for at "<path>"
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: [fast, meta/llama/70b]
        models:
          - id: meta/llama/70b
            routes:
              - provider: openai-e2e
                upstream_model: llama-70b
        """
      When the gateway is started
      And the caller asks for the model at "<path>"
      Then the model "meta/llama/70b" is described with:
        | member   | kind           |
        | object   | "model"        |
        | created  | a whole number |
        | owned_by | text           |

      Examples:
        | path               |
        | meta/llama/70b     |
        | meta%2Fllama%2F70b |
        | meta%2fllama/70b   |

    Scenario Outline: a model that the key may not call, "<path>"
      Given a gateway booted in the local shape
      When the caller asks for the model at "<path>"
      Then the caller is refused with "Not Found"

      Examples:
        | path       |
        | reasoning  |
        | no-such    |
        | fas        |
        | FAST       |
        | fast/fast  |
