Feature: Embeddings
  Vectors pass as they are, in either encoding.

  @inference.embeddings-pass @core
  Rule: The provider's vectors pass, under the name of the model that the caller asked for
    Source: observed gateway, 4.8; OpenAI API, create embeddings

    Background:
      Given a gateway booted in the local shape

    Example: vectors of numbers, and the tokens
      Given the provider answers with:
        """json
        {
          "object": "list", "model": "text-embedding-3-small",
          "data": [{"object": "embedding", "index": 0, "embedding": [0.0023064255, -0.009327292, -0.0028842222, 1.5e-05, 0, 1]},
                   {"object": "embedding", "index": 1, "embedding": [-1.0, 0.5, 0.25, -0.125, 0.0625, 0.03125]}],
          "usage": {"prompt_tokens": 8, "total_tokens": 8}
        }
        """
      When the caller asks for "embeddings" with:
        """json
        {"input": ["ping", "pong"]}
        """
      Then the caller receives the document, from the model "fast"

    Example: vectors in base64, not in the order of their index
      Given the provider answers with:
        """json
        {
          "object": "list", "model": "text-embedding-3-small",
          "data": [{"object": "embedding", "index": 1, "embedding": "AACAPgAAAL8AAIA/"},
                   {"object": "embedding", "index": 0, "embedding": "zczMPQ=="}],
          "usage": {"prompt_tokens": 8, "total_tokens": 8, "prompt_tokens_details": {"cached_tokens": 0}}
        }
        """
      When the caller asks for "embeddings" with:
        """json
        {"input": ["ping", "pong"], "encoding_format": "base64"}
        """
      Then the caller receives the document, from the model "fast"

  @inference.embedding-requests-pass @core
  Rule: What is to be embedded reaches the provider, in each of its forms and with its options
    Source: observed gateway, 4.3 and 4.7; OpenAI API, create embeddings

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: the embedding of <what>
      When the caller asks for "embeddings" with:
        """json
        {"input": <input>}
        """
      Then the provider receives "all that the caller sent"

      Examples:
        | what               | input                     |
        | a text             | "größe, 你好"               |
        | texts              | ["ping", " ", "pong"]     |
        | tokens             | [15496, 0, 995]           |
        | lists of tokens    | [[15496, 995], [0]]       |

    Example: options
      When the caller asks for "embeddings" with:
        """json
        {"dimensions": 256, "encoding_format": "base64", "user": "ada"}
        """
      Then the provider receives "all that the caller sent"
      And the provider was called with:
        | what  | value       |
        | model | gpt-4o-mini |
