"""
The wire: a strict listener, the `/admin*` proxy, and the API behind it.

* `listener`, `serving`, `channel`, `parser`, `tasks`: waitress, made strict and drainable
* `rfc9112`, `chunked`: what a message may look like, for requests and for what the UI answers
* `front`: decides on the raw path whether the admin UI or the API answers
* `proxy`, `proxy_rules`, `forwarded`: the way to the admin UI
* `ui_settings`, `ui_client`, `ui_connection`, `ui_messages`, `ui_failures`: asking it
* `app` and one module per noun: the Falcon resources
* `refusals`, `errors`, `envelope`: how a failure becomes bytes
"""
