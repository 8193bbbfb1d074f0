"""The named peer of `benchmarks.load`: a bare Starlette application that gives the same bytes and does nothing else.

`uvicorn benchmarks.peer:app` serves the files of the folder `SIGNAGE_PEER`, each under its name.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_PAGES = {file.name: file.read_bytes() for file in Path(os.environ["SIGNAGE_PEER"]).iterdir()}


def _page(request: Request) -> Response:
    """Give a file's bytes, in a thread as the product's own routes do."""
    return Response(_PAGES[request.path_params["name"]], media_type="text/html")


app = Starlette(routes=[Route("/{name}", _page)])
