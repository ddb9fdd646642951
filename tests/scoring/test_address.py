from __future__ import annotations

import pytest

from scoring.address import EngineAddress, engine_address, is_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://localhost:8000", EngineAddress("http", "localhost", 8000)),
        ("http://localhost:8000/", EngineAddress("http", "localhost", 8000)),
        ("http://localhost:8000/v1", EngineAddress("http", "localhost", 8000)),
        ("http://gpu:8000/v1/completions", EngineAddress("http", "gpu", 8000)),
        ("http://gpu:30000/generate", EngineAddress("http", "gpu", 30000)),
        ("https://example.org/engines/a/v1/", EngineAddress("https", "example.org", 443, "/engines/a")),
        ("http://gpu", EngineAddress("http", "gpu", 80)),
        ("HTTP://GPU:80#Qwen/Qwen3-8B", EngineAddress("http", "gpu", 80, "", "Qwen/Qwen3-8B")),
        ("http://[::1]:8000", EngineAddress("http", "::1", 8000)),
    ],
)
def test_an_address_is_parsed(written: str, address: EngineAddress) -> None:
    assert is_address(written)
    assert engine_address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "http://",
        "http://:8000",
        "ftp://gpu/x",
        "http://gpu:99999",
        "http://gpu:x",
        "http://user:secret@gpu",
        "http://gpu/v1?key=secret",
        "http://gpu/\x1b[2J",
        "http://g pu/",
        "http://[::1",
    ],
)
def test_anything_else_is_rejected_in_one_line_without_secrets(written: str) -> None:
    with pytest.raises(ValueError, match="an engine's address") as error:
        engine_address(written)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("name", ["default", "/models/mine", "org/name", "C:\\models"])
def test_names_of_models_are_not_addresses(name: str) -> None:
    assert not is_address(name)


@pytest.mark.parametrize(
    ("host", "stays"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("[::1]", True),
        ("me.localhost", True),
        ("localhost.example.org", False),
        ("192.168.0.7", False),
        ("gpu", False),
        ("[fe80::1]", False),
        ("127.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, stays: bool) -> None:
    assert engine_address(f"http://{host}:8000").is_loopback is stays


def test_an_unencrypted_address_is_shown_as_such() -> None:
    assert engine_address("http://gpu:8000").shown == "http://gpu:8000"
    assert engine_address("https://gpu/v1").shown == "gpu:443"
    assert engine_address("https://[::2]:8/").shown == "[::2]:8"
