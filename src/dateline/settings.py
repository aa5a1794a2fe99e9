"""One frozen `Settings`, from a file, the environment (`DATELINE_…`) and flags, in rising order of weight."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from dateline.errors import SettingsError
from dateline.isoday import iso_day

FILE = "dateline.toml"
PREFIX = "DATELINE_"


class Settings(BaseSettings):
    """What a user can set. A file `dateline.toml` in the working folder is read; the environment wins over it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", toml_file=FILE)

    published: str | None = Field(None, description="Publication day of every report read (ISO); wins over the page.")
    language: str = Field("en", description="Reports in other languages are kept, marked `not_english`, not coded.")
    max_bytes: int = Field(4_000_000, gt=0, description="Larger sources are refused (bytes).")
    max_chars: int = Field(400_000, gt=0, description="Text beyond this many characters is kept but not coded.")
    fetch_timeout: float = Field(20.0, gt=0, description="Seconds allowed for fetching one page.")
    allow_private: bool = Field(False, description="Fetch from private, loopback and link-local addresses too.")
    batch: int = Field(16, gt=0, description="Reports parsed together.")
    min_confidence: float = Field(0.0, ge=0, le=1, description="Events below this are left out, and counted.")
    models: Path | None = Field(None, description="A folder with weights of your own (`pairs.onnx`) in place of ours.")

    @field_validator("published")
    @classmethod
    def _is_day(cls, value: str | None) -> str | None:
        if value is not None and iso_day(value) is None:
            raise ValueError(f"{value!r} is no day written YYYY-MM-DD")
        return value and iso_day(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def fingerprint(self) -> str:
        """A short hash of all that can change a record."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_settings(**flags: Any) -> Settings:
    """Settings with these flags on top; flags that are None do not count. Raises SettingsError."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    if unknown := sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known):
        raise SettingsError(unknown[0], f"there is no such setting; there are {', '.join(sorted(known))}")
    try:
        return Settings(**{k: v for k, v in flags.items() if v is not None})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(FILE, f"cannot be read as TOML ({fault}); mend or remove it") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        raise SettingsError(".".join(map(str, first["loc"])), f"{first['msg']}; see `{FILE}` or DATELINE_…") from fault
