"""
The wire: one origin, made of a strict server, the proxy of the admin UI, and the API.

* `dispatch`: decides on the raw path whether the admin UI or the API answers
* `server/`, `proxy/`, `api/`: three rooms that do not know each other
* `rfc9112`, `chunked`: what a message may look like, for requests and for what the UI answers
* `forwarded`: who the client says it spoke to
* `wsgi`, `request_id`: what one room leaves in the environment for the others
* `refusals`, `envelope`: the document that a failure becomes
* `pages`: what a person sees in its place
"""
