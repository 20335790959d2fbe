Feature: Ends of the harness itself

  @core @fate.workers-die
  Rule: A worker that dies is the harness's own fault
    Source: observed gateway, 7

    Example: the end of a worker
      Given a gateway
      Then the worker dies

  @core @fate.some-things-hang
  Rule: What never ends is ended
    Source: observed gateway, 8

    Example: for ever
      Given a gateway
      Then it takes for ever

  @core @fate.words-come-back
  Rule: What is said comes back here too
    Source: observed gateway, 9

    Example: one more word
      Given a gateway
      When the caller says "fast"
      Then the answer is "fast"

  @core @fate.surroundings-fail
  Rule: Nobody is blamed for what never came up
    Source: observed gateway, 10

    Example: nothing to stand on
      Given a gateway
      Then what it stands on never came up
