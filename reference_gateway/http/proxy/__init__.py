"""
The way to the admin UI.

`rules` say what passes and in which form, `admin_proxy` relays it; the `ui_*` modules are an HTTP client:
`ui_settings` where the UI is, `ui_client` an exchange, `ui_connection` a socket, `ui_messages` what goes over
it, `ui_failures` how it ends badly.
"""
