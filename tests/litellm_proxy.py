"""LiteLLM's proxy, the real one, between the command and a server on this machine.

It runs in a process and an environment of its own, without a database, and makes no calls but those to the address it is given.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MASTER_KEY = "sk-master-of-the-test"
MODEL = "news-model"  # what the proxy calls the model; the server behind it knows it as loopback-1
START_S = 180.0
_ADDRESS = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")

# the proxy's own retries are off: each of them would be a call that our ledger does not see
CONFIG = """
model_list:
  - model_name: {model}
    litellm_params: {{ model: openai/loopback-1, api_base: "{upstream}", api_key: none }}
litellm_settings: {{ num_retries: 0 }}
router_settings: {{ num_retries: 0, disable_cooldowns: true }}
general_settings: {{ master_key: {key} }}
"""


@contextmanager
def proxying(python: str, upstream: str, folder: Path) -> Iterator[str]:
    """Run the proxy for as long as the block lasts; its base URL."""
    config = folder / "litellm.yaml"
    config.write_text(CONFIG.format(model=MODEL, upstream=upstream, key=MASTER_KEY), encoding="utf-8")
    words = [python, "-m", "litellm.proxy.proxy_cli", "--config", config, "--host", "127.0.0.1", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "PYTHONUNBUFFERED": "1"}  # else it fetches a list of prices
    with subprocess.Popen(
        [*words, "--telemetry", "False"],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as process:  # fmt: skip
        patience = threading.Timer(START_S, process.kill)
        patience.start()
        try:
            yield f"{_address(process)}/v1"
        finally:
            patience.cancel()
            process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    """Where the proxy listens, once it says so; what it says later is read and dropped, or it would block."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := _ADDRESS.search(line):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[1]
    raise AssertionError("the proxy did not start:\n" + "".join(said[-40:]))
