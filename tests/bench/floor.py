"""The least a server of this stack can do: Falcon on waitress over an open SQLite file, ready at once.

Run as `python -m tests.bench.floor PORT DATABASE`; what the gateway costs beyond it is the gateway's own.
"""

import sys

import apsw
import falcon
import waitress


class Ready:
    """GET /readyz"""

    def __init__(self, database: apsw.Connection) -> None:
        self._database = database

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """Answer after one query, as the gateway does."""
        self._database.execute("SELECT 1").fetchall()
        resp.media = {"status": "ready"}


if __name__ == "__main__":
    app = falcon.App()
    app.add_route("/readyz", Ready(apsw.Connection(sys.argv[2])))
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
