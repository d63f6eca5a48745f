"""Calls of AWS for a program of another language: a line of JSON in, a line of JSON out, in order.

{"service": "iam", "operation": "GetRole", "parameters": {...}} -> {"answer": {...}} or {"code": "NoSuchEntity", "message": "..."}
"""

import base64
import json
import sys
from datetime import datetime

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore import xform_name

CONFIG = Config(connect_timeout=5, read_timeout=120, retries={"max_attempts": 1}, s3={"addressing_style": "path"})
clients = {}


def call(service, operation, parameters):
    if service not in clients:
        clients[service] = boto3.client(service, config=CONFIG)
    client, method = clients[service], xform_name(operation)
    # A list is a whole list.
    if client.can_paginate(method):
        return client.get_paginator(method).paginate(**parameters).build_full_result()
    answer = getattr(client, method)(**parameters)
    answer.pop("ResponseMetadata", None)
    return answer


def plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode()
    raise TypeError(f"no JSON for {type(value)}")


for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = {"answer": call(request["service"], request["operation"], request["parameters"])}
    except ClientError as error:
        reply = {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
    except Exception as error:
        reply = {"code": type(error).__name__, "message": str(error)}
    print(json.dumps(reply, default=plain), flush=True)
