Feature: Completions
  A gateway changes the name of the model and nothing else, in either direction.

  @inference.answers-pass @core
  Rule: The provider's answer passes, under the name that the caller asked for
    Source: observed gateway, 4.8; OpenAI API, create chat completion

    Background:
      Given a gateway booted in the local shape

    Example: an answer with its tokens
      Given the provider answers with:
        """json
        {
          "id": "chatcmpl-7", "object": "chat.completion", "created": 1741510000, "model": "gpt-4o-mini-2024-07-18",
          "choices": [{"index": 0, "message": {"role": "assistant", "content": "pong", "refusal": null, "annotations": []},
                       "logprobs": null, "finish_reason": "stop"}],
          "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10,
                    "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
                    "completion_tokens_details": {"reasoning_tokens": 0}},
          "service_tier": "default", "system_fingerprint": null
        }
        """
      When the caller asks for "completion"
      Then the caller receives the document, from the model "fast"

    Example: several choices with the probabilities of their tokens
      Given the provider answers with:
        """json
        {
          "id": "chatcmpl-8", "object": "chat.completion", "created": 1741510000, "model": "gpt-4o-mini",
          "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "length",
             "logprobs": {"content": [{"token": "yes", "logprob": -0.25, "bytes": [121, 101, 115], "top_logprobs": []}]}},
            {"index": 1, "message": {"role": "assistant", "content": ""}, "finish_reason": "content_filter", "logprobs": null}
          ],
          "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}
        }
        """
      When the caller asks for "completion"
      Then the caller receives the document, from the model "fast"

    Example: text of every alphabet, escapes, and an empty list of choices
      Given the provider answers with:
        """json
        {"id": "größe-你好-👩‍🚀", "object": "chat.completion", "created": 0, "model": "", "choices": [],
         "system_fingerprint": "a \\ and a \"quote\", \u0000, \u001b[0m, \u2028, <b>, \ud83d\ude00", "usage": null}
        """
      When the caller asks for "completion"
      Then the caller receives the document, from the model "fast"

  @inference.tool-calls-pass @core
  Rule: Tool calls pass uncorrupted: ids, order, and arguments to the letter
    Source: observed gateway, 4.8; OpenAI API, create chat completion

    Background:
      Given a gateway booted in the local shape

    Example: two calls of one tool, with arguments that are JSON in a string
      Given the provider answers with:
        """json
        {
          "id": "chatcmpl-9", "object": "chat.completion", "created": 1741510000, "model": "gpt-4o-mini",
          "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": [
            {"id": "call_b", "type": "function", "function": {"name": "weather", "arguments": "{ \"city\": \"Köln\", \"days\":[1,2] }"}},
            {"id": "call_a", "type": "function", "function": {"name": "weather", "arguments": "{\"path\":\"C:\\\\tmp\\\\\\\"x\\\"\"}"}}
          ]}}],
          "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}
        }
        """
      When the caller asks for "completion"
      Then the caller receives the document, from the model "fast"

    Example: arguments that are empty, no JSON yet, and long
      Given the provider answers with:
        """json
        {
          "id": "chatcmpl-9", "object": "chat.completion", "created": 1741510000, "model": "gpt-4o-mini",
          "choices": [{"index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": "Let me see.", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "now", "arguments": ""}},
            {"id": "call_2", "type": "function", "function": {"name": "now", "arguments": "{}"}},
            {"id": "call_3", "type": "custom", "custom": {"name": "sql", "input": "SELECT 'it''s' -- \n"}},
            {"id": "call_4", "type": "function", "function": {"name": "write", "arguments": "{\"text\": \"cut off h"}}
          ]}}],
          "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}
        }
        """
      When the caller asks for "completion"
      Then the caller receives the document, from the model "fast"

  @inference.requests-pass @core
  Rule: What the caller asks for reaches the provider
    Source: observed gateway, 4.3 and 4.7; OpenAI API, create chat completion

    Background:
      Given a gateway booted in the local shape

    Example: options, some of them null
      When the caller asks for "completion" with:
        """json
        {"temperature": 0.2, "top_p": null, "stop": null, "max_completion_tokens": 64, "n": 1, "seed": 42,
         "logit_bias": {"50256": -100}, "response_format": {"type": "json_object"}, "user": "größe-你好", "metadata": {},
         "reasoning_effort": "low", "store": false}
        """
      Then the provider receives "all that the caller sent"
      And the provider was called with:
        | what  | value       |
        | model | gpt-4o-mini |

    Example: tools, and which of them is to be called
      When the caller asks for "completion" with:
        """json
        {"tools": [{"type": "function", "function": {"name": "weather", "strict": true, "parameters": {
           "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}}}],
         "tool_choice": {"type": "function", "function": {"name": "weather"}}, "parallel_tool_calls": false}
        """
      Then the provider receives "all that the caller sent"

    Example: a conversation with images, a tool's answer and a name
      When the caller asks for "completion" with:
        """json
        {"messages": [
          {"role": "system", "content": "Be brief."},
          {"role": "user", "name": "ada", "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}}]},
          {"role": "assistant", "content": null, "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{\"at\": \"it\"}"}}]},
          {"role": "tool", "tool_call_id": "call_1", "content": "[{\"a\": 1}]"},
          {"role": "user", "content": ""}]}
        """
      Then the provider receives "all that the caller sent"

  @inference.unknown-members-pass @hardened
  Rule: Members that nobody knows pass in both directions, and none is added to an answer
    Source: observed gateway, 4.7, 4.8 and 4.9

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: a "<operation>" with members of the caller's own
      When the caller asks for "<operation>" with:
        """json
        {"x_of_the_caller": {"deep": [[], {}, null, 0.5, "\u2028"]}, "x_nothing": null}
        """
      Then the provider receives "all that the caller sent"

      Examples:
        | operation           |
        | completion          |
        | streamed completion |
        | embeddings          |

    Example: an answer with members of the provider's own
      Given the provider answers with:
        """json
        {
          "id": "chatcmpl-7", "object": "chat.completion", "created": 1741510000, "model": "gpt-4o-mini",
          "choices": [{"index": 0, "message": {"role": "assistant", "content": "pong"}, "finish_reason": "stop",
                       "content_filter_results": {"hate": {"filtered": false}}}],
          "usage": {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10, "x_seconds": 0.25},
          "x_of_the_provider": {"host": "a-7", "of": null}
        }
        """
      When the caller asks for "completion"
      Then the caller receives the document and nothing else, from the model "fast"

    Example: vectors with members of the provider's own
      Given the provider answers with:
        """json
        {
          "object": "list", "model": "text-embedding-3-small", "x_of_the_provider": {"host": "a-7", "of": null},
          "data": [{"object": "embedding", "index": 0, "embedding": [0.5], "x_norm": 0.5}], "usage": null
        }
        """
      When the caller asks for "embeddings"
      Then the caller receives the document and nothing else, from the model "fast"

    Example: a stream with members of the provider's own
      Given the provider streams:
        """
        {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"pong","x":1},"finish_reason":null}],"x_of_the_provider":{"n":0.5}}
        {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_nothing":null}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the caller receives each of these chunks and nothing else

  @inference.optional-members-are-optional @hardened
  Rule: What OpenAI marks optional or nullable may be absent or null
    Source: OpenAI API, create chat completion; observed gateway, 4.3, where it may not

    Background:
      Given a gateway booted in the local shape

    Example: tool calls without a content beside them
      When the caller asks for "completion" with:
        """json
        {"messages": [
          {"role": "user", "content": "What time is it?"},
          {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "now", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "a", "content": "noon"}]}
        """
      Then the provider receives "all that the caller sent"
      And the call is answered

    Example: null where there could be a value
      When the caller asks for "completion" with:
        """json
        {"stream": null, "tools": null, "tool_choice": null, "response_format": null, "max_tokens": null, "stream_options": null,
         "messages": [{"role": "user", "content": "ping", "name": null},
                      {"role": "assistant", "content": null, "refusal": null, "tool_calls": null, "function_call": null}]}
        """
      Then the provider receives "all that the caller sent"
      And the call is answered

  @inference.nothing-is-added @hardened
  Rule: Nothing is added to a request that the caller did not send
    Source: OpenAI API, create chat completion; observed gateway, 4.7, where something is

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: the least that a "<operation>" needs
      When the caller asks for "<operation>"
      Then the provider receives "what the caller sent and nothing else"

      Examples:
        | operation           |
        | completion          |
        | streamed completion |
        | embeddings          |

    Example: messages of several kinds
      When the caller asks for "completion" with:
        """json
        {"messages": [{"role": "developer", "content": "Be brief."},
                      {"role": "user", "content": [{"type": "text", "text": "ping"}]},
                      {"role": "assistant", "content": "pong"},
                      {"role": "user", "content": "ping"}]}
        """
      Then the provider receives "what the caller sent and nothing else"

    Example: a stream with options of its own
      When the caller asks for "streamed completion" with:
        """json
        {"stream_options": {"include_obfuscation": false}}
        """
      Then the provider receives "what the caller sent and nothing else"

  @inference.key-stays-at-the-gateway @hardened
  Rule: The provider is called with the gateway's own token, and never sees the caller's key
    Source: observed gateway, 4.7

    Scenario Outline: a "<operation>"
      Given a gateway booted in the local shape
      When the caller asks for "<operation>"
      Then the provider receives "no key of the caller"
      And the provider was called with:
        | what  | value                |
        | token | {the provider token} |

      Examples:
        | operation           |
        | completion          |
        | streamed completion |
        | embeddings          |

    Example: a call whose document names a user and an organization
      Given a gateway booted in the local shape
      When the caller asks for "completion" with:
        """json
        {"user": "ada", "metadata": {"organization": "org-1"}}
        """
      Then the provider receives "no key of the caller"
      And the provider was called with:
        | what  | value                |
        | token | {the provider token} |
