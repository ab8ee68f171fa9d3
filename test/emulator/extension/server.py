"""The AWS emulator of the tests: moto, started with what it lacks.

    python server.py -H 127.0.0.1 -p PORT

moto itself stays as installed; the modules beside this file add or wrap actions
on its response classes before the server starts.
"""

import argparse
import os
import sys
import threading

import control
import empty_pages
import firewalls  # noqa: F401  wraps moto on import, as the next six
import lattice  # noqa: F401
import names
import network  # noqa: F401
import sagemaker_kept
import sagemaker_notebooks  # noqa: F401
import sagemaker_studio  # noqa: F401
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import run_simple


class OneAtATime:
    """moto's state is not safe for threads, so only waiting is done in parallel."""

    def __init__(self, app):
        self.app = app
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            return list(self.app(environ, start_response))


class QuietHandler(MotoRequestHandler):
    def log_request(self, *_args):
        pass


def extend():
    sagemaker_kept.install()  # around what the others left of moto's own
    empty_pages.install()  # last: only what nobody answers


def stop_at_end(stream):
    while stream.read(1):
        pass
    os._exit(0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-H", "--host", default="127.0.0.1")
    parser.add_argument("-p", "--port", type=int, required=True)
    parser.add_argument("--until-stdin-ends", action="store_true", help="stop when whoever started it is gone")
    args = parser.parse_args()
    if args.host not in ("127.0.0.1", "::1", "localhost"):
        sys.exit("the emulator answers anybody: bind it to loopback only")
    if args.until_stdin_ends:
        threading.Thread(target=stop_at_end, args=(sys.stdin.buffer,), daemon=True).start()
    extend()
    app = control.Application(names.WithProfiles(OneAtATime(DomainDispatcherApplication(create_backend_app))))
    run_simple(args.host, args.port, app, threaded=True, request_handler=QuietHandler)


if __name__ == "__main__":
    main()
