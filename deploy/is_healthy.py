"""The container's health check: asks /health as the proxy would, so neither host nor TLS is in the way."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

site = urlsplit(os.environ["SITE_URL"])
request = urllib.request.Request(
    "http://127.0.0.1:8000/health", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
)
try:
    with urllib.request.urlopen(request, timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (urllib.error.URLError, OSError):
    sys.exit(1)
