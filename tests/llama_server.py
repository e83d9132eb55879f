"""A real llama.cpp server with the real weights of SmolLM2-135M-Instruct, as a program.

It prints its address and serves until it is killed.
"""

from __future__ import annotations

import os
import sys
import threading

from extractor import weights

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # on a busy machine threads that spin take minutes for seconds


def main() -> None:
    """Serve on a free port of this machine."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights.found("smollm2-135m"))
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
