"""The admin UI: server-rendered pages in a process of their own.

It knows the gateway only as an HTTP address: every page is made by calling the gateway's own API with the
visitor's cookie, so the UI can show nothing that the visitor may not read. It keeps no state.
"""
