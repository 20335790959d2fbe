"""
The API: one module a noun, each with the Falcon resources of its URIs.

`app` joins them. `guards` stand before every resource and `errors` behind; `bodies`, `chat_request`,
`request_tags` and `cookies` read what a caller sent.
"""
