"""The sheet and the scissors."""

import math
from random import Random

Point = tuple[float, float]

# Papers that stand out on the poster's ink of each kind; the ground is cut from the last.
PAPERS = {
    "cal": ["straw", "cream", "rose", "mint", "brick", "night"],
    "mam": ["straw", "cream", "sky", "rose", "leaf", "night"],
    "cas": ["cream", "rose", "mint", "leaf", "sky", "night"],
    "klub": ["straw", "cream", "rose", "lilac", "mint", "night"],
    "youth": ["straw", "cream", "rose", "mint", "sky", "night"],
    "co": ["straw", "cream", "rose", "sky", "mint", "night"],
    "cw": ["straw", "cream", "rose", "sky", "lilac", "night"],
}


class Sheet:
    """A sheet on which shapes are cut by hand: no edge is quite straight, no corner quite right."""

    def __init__(self, kind: str, seed: str) -> None:
        self.chance = Random(f"{kind}:{seed}")  # noqa: S311 - a drawing, not a secret
        *self.papers, self.ground = PAPERS[kind]
        self.chance.shuffle(self.papers)
        self.shapes: list[str] = []

    def paper(self) -> str:
        """Return a paper other than the two taken last, so that neighbours differ."""
        ink = self.papers.pop(self.chance.randrange(len(self.papers) - 2))
        self.papers.append(ink)
        return ink

    def backdrop(self) -> str:
        """Return a paper that no other shape gets, so that what lies on it is seen."""
        return self.papers.pop(0)

    def between(self, low: float, high: float) -> float:
        """Return a length between the two."""
        return self.chance.uniform(low, high)

    def cut(self, ink: str, points: list[Point], *, slip: float = 3) -> None:
        """Cut a shape with corners; `slip` is how far the scissors may miss."""
        corners = (f"{x + self.between(-slip, slip):.0f} {y + self.between(-slip, slip):.0f}" for x, y in points)
        self._lay(ink, f"M{'L'.join(corners)}z")

    def strip(self, ink: str, start: Point, end: Point, width: float, *, slip: float = 1.5) -> None:
        """Cut a strip from `start` to `end`."""
        length = math.dist(start, end) or 1
        across = (-(end[1] - start[1]) / length * width / 2, (end[0] - start[0]) / length * width / 2)
        sides = [(start, 1), (end, 1), (end, -1), (start, -1)]
        self.cut(ink, [(x + across[0] * side, y + across[1] * side) for (x, y), side in sides], slip=slip)

    def round(self, ink: str, centre: Point, size: float, *, tall: float = 1, slip: float = 0.05) -> None:
        """Cut a round shape of radius `size`; `tall` stretches it upwards."""
        turn = self.between(0, math.pi)
        points: list[Point] = []
        for step in range(9):
            angle, radius = turn + step * math.tau / 9, size * (1 + self.between(-slip, slip))
            points.append((centre[0] + math.cos(angle) * radius, centre[1] + math.sin(angle) * radius * tall))
        self._lay(ink, _smooth(points))

    def petal(self, ink: str, root: Point, angle: float, length: float, width: float) -> None:
        """Cut a leaf or petal that grows from `root` in the direction of `angle`."""
        along, aside = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

        def at(far: float, wide: float) -> str:
            x, y = (root[n] + along[n] * length * far + aside[n] * width * wide for n in (0, 1))
            return f"{x:.0f} {y:.0f}"

        belly = self.between(0.9, 1.1)
        left, right = f"{at(0.25, belly)} {at(0.8, 0.75)}", f"{at(0.8, -0.75)} {at(0.25, -belly)}"
        self._lay(ink, f"M{at(0, 0)}C{left} {at(1, 0)}C{right} {at(0, 0)}z")

    def sun(self, *, x: float = 350, y: float = 165, size: float = 125) -> None:
        """Lay the great round paper behind everything."""
        centre = (x + self.between(-60, 60), y + self.between(-20, 20))
        self.round(self.backdrop(), centre, size * self.between(0.9, 1.15), tall=self.between(0.85, 1), slip=0.07)

    def hill(self, *, height: float = 105) -> None:
        """Cover the feet of everything by the ground."""
        left, middle, right = (400 - height * self.between(low, 1.15) for low in (0.5, 0.9, 0.6))
        top = self.between(250, 420)
        self._lay(
            self.ground,
            f"M0 402C60 {left:.0f} {top - 160:.0f} {middle:.0f} {top:.0f} {middle:.0f}"
            f"S520 {right + 25:.0f} 602 {right:.0f}L602 402z",
        )

    def _lay(self, ink: str, path: str) -> None:
        self.shapes.append(f'<path class="cut-{ink}" d="{path}"/>')


def _smooth(points: list[Point]) -> str:
    """Return the path of a closed curve through the points (Catmull-Rom as Bézier)."""
    count = len(points)
    curves = []
    for n in range(count):
        before, here, there, after = (points[(n + step) % count] for step in (-1, 0, 1, 2))
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        curves.append("C" + " ".join(f"{x:.0f} {y:.0f}" for x, y in (first, second, there)))
    return f"M{points[0][0]:.0f} {points[0][1]:.0f}{''.join(curves)}z"
