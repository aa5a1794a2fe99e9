"""Weapons and equipment that the report names, with what it says of them."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import EquipmentMention, QuantityMention
from dateline.tools import Tools


def find_equipment(
    annotated: Annotated, quantities: tuple[QuantityMention, ...], tools: Tools
) -> tuple[EquipmentMention, ...]:
    """Equipment in order of first mention."""
    return ()
