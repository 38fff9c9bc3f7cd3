"""What a council's IT sets: read as written, or refused with the line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from goldenthread.web.config.environment import Mail, environment
from goldenthread.web.signin.providers import (
    SecondFactor,
    SettingWrong,
    is_safe_address,
    read_settings,
    sign_in_settings,
)

ENTRA = {
    "key": "council",
    "label": "Wexcombe Council account",
    "issuer": "https://login.microsoftonline.com/tenant-1/v2.0",
    "client_id": "client-1",
    "tenant": "tenant-1",
    "subject": "oid",
    "address": "preferred_username",
    "domains": ["Wexcombe.example"],
}


def _read(**said: Any) -> Any:
    return read_settings(said, source="sign-in.toml", second_factor=SecondFactor.ALL)


def test_the_example_of_the_manual_is_one_that_works(tmp_path: Path) -> None:
    manual = Path(__file__).parents[2] / "docs" / "manual" / "signing-in.md"
    example = manual.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    secret = tmp_path / "entra.secret"
    secret.write_text("a made-up secret\n", encoding="utf-8")
    path = tmp_path / "sign-in.toml"
    path.write_text(example.replace("/etc/goldenthread/entra.secret", str(secret)), encoding="utf-8")
    found = sign_in_settings(path, second_factor=SecondFactor.NONE)
    (provider,) = found.providers
    assert found.second_factor is SecondFactor.ALL
    assert (provider.key, provider.subject, provider.client_secret) == ("council", "oid", "a made-up secret")
    assert "a made-up secret" not in repr(provider)


def test_without_a_file_there_are_no_providers() -> None:
    found = sign_in_settings(None, second_factor=SecondFactor.ALL)
    assert (found.second_factor, found.providers) == (SecondFactor.ALL, ())


# what the file says                                             | what is said about it
WRONG = [
    ({"second_faktor": "all"}, "second_faktor is no setting"),
    ({"second_factor": "some"}, "second_factor is all, children or none"),
    ({"provider": [ENTRA | {"isuer": "x"}]}, "provider 1: isuer is no setting"),
    ({"provider": [{**ENTRA, "client_id": ""}]}, "provider 1: client_id is missing"),
    ({"provider": [ENTRA | {"key": "The Council"}]}, "key is made of small letters"),
    ({"provider": [ENTRA | {"issuer": "http://login.elsewhere.example"}]}, "issuer is an https:// address"),
    ({"provider": [ENTRA | {"tenant": "", "domains": []}]}, "give both"),
    ({"provider": [ENTRA | {"domains": []}]}, "give both"),
    ({"provider": [{**ENTRA, "tenant": "", "address": "email"}]}, "give the tenant"),
    ({"provider": [ENTRA, ENTRA]}, "two providers have the same key"),
    ({"provider": [ENTRA | {"client_secret_file": "/nowhere/secret"}]}, "client_secret_file cannot be read"),
]


@pytest.mark.parametrize(("said", "wrong"), WRONG)
def test_what_is_wrong_is_said_with_where_and_what_to_do(said: dict[str, Any], wrong: str) -> None:
    with pytest.raises(SettingWrong, match=wrong):
        _read(**said)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.toml"
    path.write_text("second_factor = all", encoding="utf-8")
    with pytest.raises(SettingWrong, match=r"sign-in\.toml cannot be read as TOML"):
        sign_in_settings(path, second_factor=SecondFactor.ALL)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example/x", True),
        ("http://127.0.0.1:8000", True),
        ("http://login.example", False),
        ("http://127.0.0.1.login.example", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_https_is_gone_to(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe


@pytest.mark.parametrize(
    ("said", "mail"),
    [
        ("", Mail()),
        ("smtp://mail.wexcombe.example:587", Mail("smtp", host="mail.wexcombe.example", port=587)),
        ("/var/spool/goldenthread", Mail("filebased", folder="/var/spool/goldenthread")),
    ],
)
def test_notices_go_where_the_environment_says(
    said: str, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDENTHREAD_MAIL", said)
    monkeypatch.delenv("GOLDENTHREAD_MAIL_FROM", raising=False)
    assert environment().mail == mail


@pytest.mark.parametrize(("name", "asked"), [("production", 1), ("demo", 0)])
def test_a_proxy_stands_before_a_site_in_production(
    name: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDENTHREAD_ENVIRONMENT", name)
    monkeypatch.delenv("GOLDENTHREAD_PROXIES", raising=False)
    assert environment().proxies == asked
