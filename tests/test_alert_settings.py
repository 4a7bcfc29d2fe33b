"""Settings of alerts beyond the mail: outside channels and the sign of life."""

from pathlib import Path

import pytest

from settings import Settings
from settings_complaints import SettingsError

SECRET = "slack://TokenA/TokenB/TokenC"


def test_outside_channels_are_read_with_their_roles(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHIRASE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SHIRASE_ALERT_URLS", f"{SECRET} counsel=json://127.0.0.1:9/")
    settings = Settings.load()
    assert [target.role for target in settings.alert_targets] == [None, "counsel"]
    assert "Token" not in repr(settings)
    assert settings.to_environment()["SHIRASE_ALERT_URLS"].startswith(SECRET)


@pytest.mark.parametrize("wrong", ["TokenA", "boss=slack://TokenA"])
def test_wrong_channels_stop_the_start_without_showing_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str
) -> None:
    monkeypatch.setenv("SHIRASE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SHIRASE_ALERT_URLS", wrong)
    with pytest.raises(SettingsError, match="SHIRASE_ALERT_URLS must be addresses") as caught:
        Settings.load()
    assert "TokenA" not in str(caught.value)


def test_a_rehearsal_alerts_this_machine_only(tmp_path: Path) -> None:
    here = "json://127.0.0.1:9/"
    assert Settings.rehearsal(tmp_path, alert_urls=here).alert_targets[0].stays_here
    with pytest.raises(SettingsError, match="alerts nobody outside") as caught:
        Settings.rehearsal(tmp_path, alert_urls=f"{here} {SECRET}")
    assert "Token" not in str(caught.value)
