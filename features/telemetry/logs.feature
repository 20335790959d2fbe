Feature: Log lines
  What a gateway says of itself is read by people in one place and by programs in another.

  @telemetry.logs-are-json-when-asked @core
  Rule: In the JSON format each log line is one JSON object
    Source: observed gateway, 10.1 and 11.1

    Example: the lines of a start
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          log_format: json
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then each log line is "a JSON object with time, level and message"

    Example: the lines of calls that succeed, fail and are refused
      Given a gateway that reports to a collector
      Then a log line of "a completion the provider fails" names the model "fast"
      And each log line is "a JSON object with time, level and message"

  @telemetry.logs-are-for-people-otherwise @core
  Rule: In any other format the log lines are for people
    Source: observed gateway, 10.1 and 11.1

    Example: the words of a start, asked to be <format>
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          log_format: <format>
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then each log line is "for people"

      Examples:
        | format  |
        | pretty  |
        | JSON    |
        | compact |
        | null    |

  @telemetry.model-calls-are-logged @core
  Rule: A model call has a log line that names its model
    Source: observed gateway, 11.1

    Example: a completion by an alias leaves a line
      Given a gateway that reports to a collector
      Then a log line of "a completion by an alias" names the model "fast"

    Example: <call> leaves a line
      Given a gateway that reports to a collector
      Then a log line of "<call>" names the model "<model>"

      Examples:
        | call                            | model |
        | a completion                    | fast  |
        | a completion the provider fails | fast  |
