Feature: Calls that fail
  Whoever is refused learns it from OpenAI's error object, and nobody is paid for it.

  @inference.bad-keys-are-refused @core
  Rule: A call without a key that is known is refused before a provider is called
    Source: observed gateway, 1.5; OpenAI API, error codes

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: a "<operation>" with <what>
      When the caller asks for "<operation>" with the Authorization "<authorization>"
      Then the caller is refused with "Unauthorized"
      And no provider was called

      Examples:
        | operation           | what                   | authorization                |
        | completion          | no header              | (none)                       |
        | completion          | an unknown key         | Bearer gwk_unknown.secret    |
        | completion          | another secret         | Bearer {the spoiled key}     |
        | streamed completion | no header              | (none)                       |
        | streamed completion | another secret         | Bearer {the spoiled key}     |
        | embeddings          | no header              | (none)                       |
        | embeddings          | another secret         | Bearer {the spoiled key}     |
        | models              | no header              | (none)                       |
        | models              | another secret         | Bearer {the spoiled key}     |

    Scenario Outline: <what>
      When the caller asks for "completion" with the Authorization "<authorization>"
      Then the caller is refused with "Unauthorized"
      And no provider was called

      Examples:
        | what                              | authorization               |
        | a scheme without a key            | Bearer                      |
        | a key of another kind             | Bearer sk-proj-0123456789   |
        | a key of another scheme           | Basic {the configured key}  |
        | a key with a letter more          | Bearer {the lengthened key} |
        | a key with a letter less          | Bearer {the shortened key}  |
        | a key without a scheme            | {the configured key}        |

  @inference.unknown-model-is-refused @core
  Rule: A call of a model that does not exist is refused before a provider is called
    Source: observed gateway, 1.5; OpenAI API, error codes

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: the model <model>
      When the caller asks for "completion" with:
        """json
        {"model": <model>}
        """
      Then the caller is refused with "Not Found"
      And no provider was called

      Examples:
        | model         |
        | "no-such"     |
        | "FAST"        |
        | "fast-"       |
        | "gpt-4o-mini" |
        | "../fast"     |

    Example: a stream of a model that does not exist
      When the caller asks for "streamed completion" with:
        """json
        {"model": "no-such"}
        """
      Then the caller is refused with "Not Found"
      And no provider was called

    Example: embeddings of a model that does not exist
      When the caller asks for "embeddings" with:
        """json
        {"model": "no-such"}
        """
      Then the caller is refused with "Not Found"
      And no provider was called

  @inference.provider-refusals-keep-their-class @hardened
  Rule: What a provider refuses is refused with the same status, so that an SDK raises the same error
    Source: observed gateway, 4.8; OpenAI API, error codes

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: a completion and "<phrase>"
      Given the provider answers "<phrase>"
      When the caller asks for "completion"
      Then the caller is refused with "<phrase>"

      Examples:
        | phrase                |
        | Bad Request           |
        | Too Many Requests     |
        | Internal Server Error |
        | Service Unavailable   |

    Scenario Outline: a stream and "<phrase>"
      Given the provider answers "<phrase>"
      When the caller asks for "streamed completion"
      Then the caller is refused with "<phrase>"

      Examples:
        | phrase                |
        | Bad Request           |
        | Too Many Requests     |
        | Service Unavailable   |

    Scenario Outline: embeddings and "<phrase>"
      Given the provider answers "<phrase>"
      When the caller asks for "embeddings"
      Then the caller is refused with "<phrase>"

      Examples:
        | phrase                |
        | Bad Request           |
        | Too Many Requests     |
        | Internal Server Error |

  @inference.retry-after-passes @hardened
  Rule: When a provider says when to try again, the caller is told the same
    Source: RFC 9110, 10.2.3; OpenAI API, error codes

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: a "<operation>", "<phrase>" and <when>
      Given the provider answers "<phrase>" with the headers:
        | name        | value  |
        | Retry-After | <when> |
      When the caller asks for "<operation>"
      Then the caller is refused with "<phrase>"
      And the caller receives the headers:
        | name        | value  |
        | Retry-After | <when> |

      Examples:
        | operation           | phrase              | when                          |
        | completion          | Too Many Requests   | 1                             |
        | completion          | Too Many Requests   | 86400                         |
        | completion          | Service Unavailable | Wed, 21 Oct 2037 07:28:00 GMT |
        | streamed completion | Too Many Requests   | 7                             |
        | embeddings          | Service Unavailable | 7                             |

  @inference.broken-answers-are-told @hardened
  Rule: An answer that is not what was asked for ends as a bad gateway, and never as an answer
    Source: observed gateway, 4.8

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: a completion and <what>
      Given the provider answers with "<what>"
      When the caller asks for "completion"
      Then the caller is refused with "Bad Gateway"
      And the answer says nothing in the "provider's" own words

      Examples:
        | what                            |
        | what is not JSON                |
        | an HTML page                    |
        | nothing, as JSON                |
        | half a document                 |
        | a document without its last byte |
        | nesting without end             |
        | no answer, and hangs up         |
        | a TCP reset                     |
        | what is not HTTP                |

    Scenario Outline: a completion and <number>, which JSON has no word for
      Given the provider answers with "<number>"
      When the caller asks for "completion"
      Then the caller is refused with "Bad Gateway"

      Examples:
        | number                |
        | a number that is none |
        | an infinite number    |
        | a number beyond all   |

    Scenario Outline: embeddings and <what>
      Given the provider answers with "<what>"
      When the caller asks for "embeddings"
      Then the caller is refused with "Bad Gateway"

      Examples:
        | what                    |
        | what is not JSON        |
        | an infinite number      |
        | no answer, and hangs up |

    Scenario Outline: a stream and <what>
      Given the provider answers with "<what>"
      When the caller asks for "streamed completion"
      Then the caller is refused with "Bad Gateway"

      Examples:
        | what                    |
        | what is not JSON        |
        | an HTML page            |
        | no answer, and hangs up |

  @inference.bad-requests-are-refused @hardened
  Rule: A body that cannot be read is refused as an error object, before a provider is called
    Source: observed gateway, 1.6 and 16 (19), where it is told as plain text; OpenAI API, error codes

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: <body>
      When the caller asks for "completion" with the body "<body>"
      Then the caller is refused with "a client error"
      And no provider was called

      Examples:
        | body                        |
        | what is not JSON            |
        | nothing                     |
        | half a document             |
        | two documents               |
        | bytes that are not UTF-8    |
        | a number that is none       |
        | nesting without end         |

    Scenario Outline: <body>, of another type
      When the caller asks for "completion" with the body "<body>"
      Then the caller is refused with "a client error"
      And no provider was called

      Examples:
        | body                        |
        | a list                      |
        | no model                    |
        | a model that is a number    |
        | messages that are text      |
        | a message that is text      |
        | a message without a role    |
        | a stream that is text       |

    Example: a form
      When the caller asks for "completion" with the body "a form"
      Then the caller is refused with "a client error"
      And no provider was called
