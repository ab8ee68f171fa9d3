"""Faults, delays and counts, asked for over HTTP from loopback.

    PUT    /mooring/rules   {"latency_ms": 50, "rules": [{"operation": "ec2:*", "answer": "deny"}]}
    GET    /mooring/rules   DELETE /mooring/rules
    GET    /mooring/counts  {"operations": {...}, "requests": n, "cpu_seconds": s}
    DELETE /mooring/counts
    PUT    /mooring/status  {"arn": ..., "status": ..., "reason": ...}

An operation is service:Operation with the service as its requests are signed
(elasticfilesystem, tagging, network-firewall). A rule may also carry
"contains": a text that the request's body must hold. Answers: deny, refuse (a
request that is not valid), fail (500), throttle, garbage (a page that is no AWS answer), vanish (the connection ends).
The tested program sees ordinary AWS errors.
"""

import collections
import fnmatch
import functools
import io
import json
import re
import socket
import threading
import time
from urllib.parse import parse_qs

import botocore.session
import sagemaker_kept

XML, JSON = "text/xml", "application/x-amz-json-1.1"
REST_MODELS = {"elasticfilesystem": "efs", "route53": "route53", "route53profiles": "route53profiles", "vpc-lattice": "vpc-lattice"}
CODES = {
    "deny": {"json": (400, "AccessDeniedException"), "rest-json": (403, "AccessDeniedException"),
             "ec2": (403, "UnauthorizedOperation"), "xml": (403, "AccessDenied")},
    "fail": {"json": (500, "InternalFailure"), "rest-json": (500, "InternalServerError"),
             "ec2": (500, "InternalError"), "xml": (500, "InternalFailure")},
    "refuse": {"json": (400, "ValidationException"), "rest-json": (400, "ValidationException"),
               "ec2": (400, "InvalidParameterValue"), "xml": (400, "InvalidInput")},
    "throttle": {"json": (400, "ThrottlingException"), "rest-json": (429, "ThrottlingException"),
                 "ec2": (503, "RequestLimitExceeded"), "xml": (400, "Throttling")},
}


@functools.cache
def rest_paths(service):
    """(method, pattern, operation) of a service that is asked by path, longest path first."""
    model = botocore.session.get_session().get_service_model(REST_MODELS[service])
    https = [(model.operation_model(name).http, name) for name in model.operation_names]
    https.sort(key=lambda item: -len(item[0]["requestUri"]))
    return [(http["method"], path_pattern(http["requestUri"]), name) for http, name in https]


def path_pattern(uri):
    literal = re.split(r"\{[^}]*\}", uri.split("?")[0].rstrip("/"))
    return re.compile("[^/]+".join(map(re.escape, literal)) + "/?$")


def signed_service(environ):
    """The service and the protocol's family, from the credential scope of the signature."""
    scope = environ.get("HTTP_AUTHORIZATION", "").split(",")[0].split("/")
    return scope[3] if len(scope) >= 5 else "unsigned"


def operation_of(environ, body):
    service = signed_service(environ)
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return service, target.split(".")[-1], "json"
    if action := parse_qs(body.decode("utf-8", "replace")).get("Action"):
        return service, action[0], "ec2" if service == "ec2" else "xml"
    if service in REST_MODELS:
        family = "xml" if service == "route53" else "rest-json"
        for method, pattern, name in rest_paths(service):
            if environ["REQUEST_METHOD"] == method and pattern.match(environ["PATH_INFO"]):
                return service, name, family
    return service, environ["REQUEST_METHOD"], "xml"


def take_body(environ):
    size = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(size) if size else b""
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def error(family, answer, operation):
    """Status line, headers and body of an AWS error in the wire form of the protocol."""
    status, code = CODES[answer][family]
    message = {"deny": f"User: arn:aws:iam::123456789012:user/reader is not authorized to perform: {operation}",
               "fail": "We encountered an internal error. Please try again.",
               "refuse": "The request is not valid.", "throttle": "Rate exceeded"}[answer]
    if family in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message})
        return status, [("Content-Type", JSON), ("x-amzn-ErrorType", code)], body
    inner = f"<Code>{code}</Code><Message>{message}</Message>"
    if family == "ec2":
        body = f"<Response><Errors><Error>{inner}</Error></Errors><RequestID>0</RequestID></Response>"
    else:
        body = f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>0</RequestId></ErrorResponse>"
    return status, [("Content-Type", XML)], body


class Application:
    def __init__(self, app):
        self.app = app
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.cpu_from = time.process_time()
        self.rules, self.latency = [], 0.0

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith("/mooring/"):
            return self.command(environ, start_response)
        if environ["PATH_INFO"].startswith("/moto-api/"):
            return self.app(environ, start_response)
        body = take_body(environ)
        service, name, family = operation_of(environ, body)
        operation = f"{service}:{name}"
        with self.lock:
            self.counts[operation] += 1
            latency, answer = self.latency, self.answer(operation, body)
        time.sleep(latency)
        if answer is None:
            return self.app(environ, start_response)
        return self.fault(environ, start_response, answer, family, operation)

    def answer(self, operation, body):
        for rule in self.rules:
            if fnmatch.fnmatchcase(operation, rule["operation"]) and rule.get("contains", "").encode() in body:
                return rule["answer"]
        return None

    def fault(self, environ, start_response, answer, family, operation):
        if answer == "vanish":
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError(operation)  # which the server takes for a client that left
        if answer == "garbage":
            return reply(start_response, 200, [("Content-Type", "text/html")], "<html>Sign in to the network</html>")
        return reply(start_response, *error(family, answer, operation))

    def command(self, environ, start_response):
        if environ.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
            return reply(start_response, 403, [], "")
        body = take_body(environ)
        asked = (environ["REQUEST_METHOD"], environ["PATH_INFO"])
        with self.lock:
            status, answer = self.obey(asked, json.loads(body) if body else {})
        return reply(start_response, status, [("Content-Type", "application/json")], json.dumps(answer))

    def obey(self, asked, given):
        match asked:
            case ("PUT", "/mooring/rules"):
                unknown = {r["answer"] for r in given.get("rules", [])} - {*CODES, "garbage", "vanish"}
                if unknown:
                    return 400, {"unknown answers": sorted(unknown)}
                self.rules, self.latency = given.get("rules", []), given.get("latency_ms", 0) / 1000
            case ("DELETE", "/mooring/rules"):
                self.rules, self.latency = [], 0.0
            case ("GET", "/mooring/rules"):
                return 200, {"rules": self.rules, "latency_ms": self.latency * 1000}
            case ("GET", "/mooring/counts"):
                return 200, {"operations": dict(sorted(self.counts.items())), "requests": self.counts.total(),
                             "cpu_seconds": time.process_time() - self.cpu_from}
            case ("DELETE", "/mooring/counts"):
                self.counts.clear()
                self.cpu_from = time.process_time()
            case ("PUT", "/mooring/status"):
                sagemaker_kept.settle(given["arn"], given["status"], given.get("reason"))
            case _:
                return 404, {"unknown": asked}
        return 200, {}


def reply(start_response, status, headers, body):
    data = body.encode()
    start_response(f"{status} {'OK' if status == 200 else 'Error'}", [*headers, ("Content-Length", str(len(data)))])
    return [data]
