"""Assesses a photo and prints its damages:  python assess.py car.jpg [http://localhost:4000]

With credentials: set TOKEN to an API key or an access token. Python 3.9 or newer, no packages.
"""

import json
import os
import sys
import urllib.request
import uuid

QUERY = """mutation ($photo: Photo!) {
  assessDamage(photo: $photo) {
    ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
    ... on Error { code message }
  }
}"""


def multipart(fields: dict, name: str, photo: bytes) -> tuple:
    """The form of the GraphQL multipart request specification, and its media type."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{json.dumps(value)}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="0"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join(parts) + head + photo + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def assess(path: str, url: str) -> dict:
    with open(path, "rb") as file:
        photo = file.read()
    operations = {"query": QUERY, "variables": {"photo": None}}
    body, kind = multipart({"operations": operations, "map": {"0": ["variables.photo"]}}, "photo", photo)
    headers = {"Content-Type": kind}
    if os.environ.get("TOKEN"):
        headers["Authorization"] = f"Bearer {os.environ['TOKEN']}"
    request = urllib.request.Request(f"{url}/graphql", body, headers)
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit("; ".join(error["message"] for error in answer["errors"]))
    result = answer["data"]["assessDamage"]
    if "code" in result:
        raise SystemExit(f"{result['code']}: {result['message']}")
    return result


if __name__ == "__main__":
    print(json.dumps(assess(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "http://localhost:4000")))
