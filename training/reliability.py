"""The reliability picture of `docs/accuracy.md`: is a reply of confidence .8 right in eight of ten cases?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SIDE, EDGE = 300, 40  # of the plot and around it, in pixels
COLOURS = ("#1f5fa8", "#b5541c")
Reply = tuple[float, bool]  # confidence, right


def draw(series: Mapping[str, Sequence[Reply]]) -> str:
    """An SVG with one line of dots a series, each dot a tenth of the scale, as large as it has replies."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 2 * EDGE} {SIDE + 2 * EDGE}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        f'<text x="{EDGE + SIDE / 2}" y="{SIDE + 2 * EDGE - 8}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{EDGE + SIDE / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {EDGE + SIDE / 2})">share right</text>',
    ]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        parts.append(f'<text x="{_x(tick)}" y="{EDGE + SIDE + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{EDGE - 4}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    for number, (name, replies) in enumerate(series.items()):
        parts += _dots(replies, COLOURS[number])
        parts.append(
            f'<text x="{EDGE + 10}" y="{EDGE + 18 + 15 * number}" fill="{COLOURS[number]}">'
            f"{name}: {len(replies):,} replies, ECE {calibration_error(replies):.3f}</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def bins(replies: Sequence[Reply]) -> list[Sequence[Reply]]:
    """The replies by tenths of confidence; empty tenths left out."""
    tenths = [[r for r in replies if min(int(r[0] * 10), 9) == tenth] for tenth in range(10)]
    return [tenth for tenth in tenths if tenth]


def calibration_error(replies: Sequence[Reply]) -> float:
    """Mean distance of confidence and share right over tenths, weighted by their replies."""
    return sum(abs(sum(c for c, _ in tenth) - sum(right for _, right in tenth)) for tenth in bins(replies)) / len(
        replies
    )


def _dots(replies: Sequence[Reply], colour: str) -> list[str]:
    points = [(_mean([c for c, _ in b]), _mean([float(r) for _, r in b]), len(b)) for b in bins(replies)]
    line = "L".join(f"{_x(c):.1f} {_y(right):.1f}" for c, right, _ in points)
    dots = [
        f'<circle cx="{_x(c):.1f}" cy="{_y(right):.1f}" r="{2 + 14 * (n / len(replies)) ** 0.5:.1f}" '
        f'fill="{colour}" fill-opacity=".45"/>'
        for c, right, n in points
    ]
    return [f'<path d="M{line}" fill="none" stroke="{colour}"/>', *dots]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _x(value: float) -> float:
    return EDGE + SIDE * value


def _y(value: float) -> float:
    return EDGE + SIDE * (1 - value)
