Feature: Streamed completions
  Each event leaves as it arrives, and a stream that broke never looks whole.

  @inference.events-leave-as-they-arrive @core
  Rule: An event reaches the caller before the provider has made the next
    Source: observed gateway, 4.9; OpenAI API, chat completion chunk

    Example: a stream whose provider waits for the caller after each event
      Given a gateway booted in the local shape
      When the caller follows a stream, event by event
      Then each event arrives before the provider makes the next

  @inference.chunks-pass @core
  Rule: Each chunk passes as it was made, in order
    Source: observed gateway, 4.9; OpenAI API, chat completion chunk

    Background:
      Given a gateway booted in the local shape

    Example: a role, words, a reason to finish
      Given the provider streams:
        """
        {"id":"c1","object":"chat.completion.chunk","created":1741510000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}
        {"id":"c1","object":"chat.completion.chunk","created":1741510000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"pong"},"logprobs":{"content":[{"token":"pong","logprob":-0.25,"bytes":null,"top_logprobs":[]}]},"finish_reason":null}]}
        {"id":"c1","object":"chat.completion.chunk","created":1741510000,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the caller receives each of these chunks

    Example: two choices in turns, one of which says nothing
      Given the provider streams:
        """
        {"id":"c2","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"b"},"finish_reason":null},{"index":0,"delta":{"content":"a"},"finish_reason":null}]}
        {"id":"c2","object":"chat.completion.chunk","created":1,"model":"m","choices":[]}
        {"id":"c2","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":1,"delta":{"content":null},"finish_reason":"content_filter"}]}
        {"id":"c2","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the caller receives each of these chunks

  @inference.chunks-name-the-model @hardened
  Rule: Each chunk names the model that was asked for, as an answer does that is no stream
    Source: observed gateway, 4.9 and 16 (26), where it names the provider's

    Background:
      Given a gateway booted in the local shape

    Example: a stream with its tokens at the end
      When the caller asks for "streamed completion" with:
        """json
        {"stream_options": {"include_usage": true}}
        """
      Then the stream "names the model that was asked for"

    Example: chunks with several names, an empty one and none
      Given the provider streams:
        """
        {"id":"c3","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}
        {"id":"c3","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":null}]}
        {"id":"c3","object":"chat.completion.chunk","created":1,"model":"","choices":[{"index":0,"delta":{"content":"c"},"finish_reason":null}]}
        {"id":"c3","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the stream "names the model that was asked for"

  @inference.stream-ends-with-done @core
  Rule: A stream ends with one [DONE], and nothing behind it
    Source: observed gateway, 4.9; OpenAI API, chat completion chunk

    Background:
      Given a gateway booted in the local shape

    Example: a stream
      When the caller asks for "streamed completion"
      Then the stream "ends with one [DONE]"

    Example: a stream whose last chunk holds the tokens
      When the caller asks for "streamed completion" with:
        """json
        {"stream_options": {"include_usage": true}}
        """
      Then the stream "ends with one [DONE]"

    Example: a stream that speaks of the mark before its end
      Given the provider streams:
        """
        {"id":"c4","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"[DONE]"},"finish_reason":null}]}
        {"id":"c4","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"data: [DONE]\n\n"},"finish_reason":null}]}
        {"id":"c4","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the stream "ends with one [DONE]"
      And the caller receives each of these chunks

  @inference.streamed-text-is-whole @core
  Rule: Text arrives to the letter, wherever the provider's bytes are split
    Source: observed gateway, 4.9; HTML standard, event stream interpretation

    Scenario Outline: <bytes>
      Given a gateway booted in the local shape
      And the provider answers with "<bytes>"
      When the caller asks for "streamed completion"
      Then the caller reads the whole text
      And the stream "ends with one [DONE]"

      Examples:
        | bytes                                 |
        | the text in one piece                 |
        | the text in single bytes              |
        | the text in pieces of seven bytes     |
        | the text with lines that end in CR LF |

    Scenario Outline: <events>, as few providers send them
      Given a gateway booted in the local shape
      And the provider answers with "<events>"
      When the caller asks for "streamed completion"
      Then the caller reads the whole text

      Examples:
        | events                                |
        | the text amid comments, ids and waits |
        | the text with chunks over two lines   |
        | the text with lines that end in CR    |

  @inference.streamed-tool-calls-are-whole @core
  Rule: The fragments of tool calls pass, so that ids, names and arguments can be put together
    Source: observed gateway, 4.9; OpenAI API, chat completion chunk

    Background:
      Given a gateway booted in the local shape

    Example: one call, its arguments split within an escape and within a number
      Given the provider streams:
        """
        {"id":"c5","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}
        {"id":"c5","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"K\\u00"}}]},"finish_reason":null}]}
        {"id":"c5","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"f6ln\\\\\",\"days\":1"}}]},"finish_reason":null}]}
        {"id":"c5","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"2}"}}]},"finish_reason":null}]}
        {"id":"c5","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the caller puts together the tool calls:
        """json
        [{"id": "call_1", "name": "weather", "arguments": {"city": "Köln\\", "days": 12}}]
        """

    Example: two calls of one tool, whose fragments take turns, and blanks that count
      Given the provider streams:
        """
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_b","type":"function","function":{"name":"say","arguments":"{\"text\": \""}}]},"finish_reason":null}]}
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_a","type":"function","function":{"name":"say","arguments":"{\"text\": \""}}]},"finish_reason":null}]}
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"  two "}},{"index":1,"function":{"arguments":"one"}}]},"finish_reason":null}]}
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"\"}"}}]},"finish_reason":null}]}
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"blanks\"}"}}]},"finish_reason":null}]}
        {"id":"c6","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
        [DONE]
        """
      When the caller asks for "streamed completion"
      Then the caller puts together the tool calls:
        """json
        [{"id": "call_b", "name": "say", "arguments": {"text": "  two blanks"}},
         {"id": "call_a", "name": "say", "arguments": {"text": "one"}}]
        """

  @inference.usage-passes @core
  Rule: The tokens of a stream are told to whoever asks for them, and the provider is asked
    Source: observed gateway, 4.7 and 4.9; OpenAI API, chat completion chunk

    Background:
      Given a gateway booted in the local shape

    Example: a caller who asks for them
      Given the provider streams:
        """
        {"id":"c7","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"pong"},"finish_reason":null}],"usage":null}
        {"id":"c7","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}
        {"id":"c7","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":8}}}
        [DONE]
        """
      When the caller asks for "streamed completion" with:
        """json
        {"stream_options": {"include_usage": true}}
        """
      Then the provider receives "all that the caller sent"
      And the caller receives each of these chunks

    Example: a caller who does not
      When the caller asks for "streamed completion" with:
        """json
        {"stream_options": {"include_usage": false}}
        """
      Then the provider receives "all that the caller sent"
      And the caller reads the whole text

  @inference.broken-stream-is-not-complete @hardened
  Rule: A stream that breaks off has no [DONE] and no reason to finish, and the caller can tell
    Source: observed gateway, 4.9 and 16 (26), where one that is cut may end as if it were whole

    Background:
      Given a gateway booted in the local shape

    Scenario Outline: <bytes>, by a provider that is gone
      Given the provider answers with "<bytes>"
      When the caller asks for "streamed completion"
      Then the stream "does not look complete"

      Examples:
        | bytes                                 |
        | half a stream, cut behind an event    |
        | half a stream, cut within an event    |
        | half a stream, reset behind an event  |
        | half a stream, ended in good order    |
        | half a stream, ended within an event  |

    Scenario Outline: <events>, from a provider in trouble
      Given the provider answers with "<events>"
      When the caller asks for "streamed completion"
      Then the stream "does not look complete"
      And the answer says nothing in the "provider's" own words

      Examples:
        | events                               |
        | half a stream and an error           |
        | half a stream, an error and the end  |
        | half a stream and what is not JSON   |
        | half a stream and what is not UTF-8  |

  @inference.leaving-is-noticed @hardened
  Rule: When the caller leaves, the provider is hung up on
    Source: observed gateway, 4.9 and 16 (4)

    Scenario Outline: a caller who leaves <moment>
      Given a gateway booted in the local shape
      When the caller leaves a stream "<moment>"
      Then the provider is hung up on

      Examples:
        | moment                    |
        | before the answer         |
        | amid the events           |
        | while the provider thinks |
