"""What stands on the posters: houses, people, gifts on a table, flowers, words."""

import math

from podworko.core.art.sheet import Point, Sheet


def box(corner: Point, width: float, height: float) -> list[Point]:
    """Return the corners of an upright rectangle from its upper left one."""
    x, y = corner
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def house(sheet: Sheet, x: float, width: float, height: float) -> None:
    """Draw a house with a gable, a door and windows, its feet at 330."""
    top, wall, roof, light = 330 - height, sheet.paper(), sheet.paper(), sheet.paper()
    sheet.cut(wall, [(x, 340), (x, top), (x + width, top), (x + width, 340)])
    peak = x + width * sheet.between(0.35, 0.65)
    sheet.cut(roof, [(x - 14, top + 6), (peak, top - width * sheet.between(0.45, 0.75)), (x + width + 14, top + 6)])
    size = width * 0.22
    for row in range(int(height / 62)):
        for column in (0.17, 0.6):
            corner = (x + width * column, top + 20 + row * 54)
            sheet.cut(light, box(corner, size, size * 1.25), slip=2)


def person(sheet: Sheet, x: float, height: float, ink: str) -> None:
    """Draw somebody: a cloak and a head, the feet at 335."""
    top, girth = 335 - height, height * 0.2
    sheet.cut(ink, [(x - girth, 340), (x - girth * 0.5, top), (x + girth * 0.5, top), (x + girth, 340)])
    sheet.round(sheet.paper(), (x, top - girth * 0.65), girth * 0.85)


def flower(sheet: Sheet, x: float, y: float, size: float, petals: int) -> None:
    """Draw a flower on a stem; each petal of the next paper."""
    sheet.strip("leaf" if "leaf" in sheet.papers else sheet.ground, (x, y), (x + sheet.between(-14, 14), 360), 11)
    turn = sheet.between(0, 1)
    for n in range(petals):
        sheet.petal(sheet.paper(), (x, y), turn + n * math.tau / petals, size, size * 2.3 / petals)
    sheet.round(sheet.ground, (x, y), size * 0.19)


def bubble(sheet: Sheet, ink: str, corner: Point, width: float, height: float) -> None:
    """Draw a speech bubble whose tail shows who speaks."""
    x, y = corner
    tail = x + width * sheet.chance.choice([0.22, 0.7])
    sheet.cut(ink, box(corner, width, height), slip=width * 0.035)
    sheet.cut(
        ink, [(tail, y + height - 8), (tail + width * 0.2, y + height - 8), (tail - 6, y + height + width * 0.24)]
    )


def plant(sheet: Sheet, x: float, y: float) -> None:
    """Draw a plant in a pot, standing on y."""
    for angle in (-2.3, -1.85, -1.4, -0.95):
        sheet.petal("mint" if "mint" in sheet.papers else "leaf", (x, y - 34), angle, sheet.between(62, 100), 19)
    sheet.cut(sheet.paper(), [(x - 26, y - 46), (x + 26, y - 46), (x + 17, y + 4), (x - 17, y + 4)])


def jug(sheet: Sheet, x: float, y: float) -> None:
    """Draw a jug with a handle, standing on y."""
    ink = sheet.paper()
    sheet.cut(
        ink, [(x - 20, y - 92), (x + 26, y - 98), (x + 18, y - 60), (x + 32, y + 4), (x - 32, y + 4), (x - 18, y - 60)]
    )
    sheet.strip(ink, (x + 18, y - 78), (x + 46, y - 62), 11)
    sheet.strip(ink, (x + 44, y - 66), (x + 26, y - 22), 11)


def fruit(sheet: Sheet, x: float, y: float) -> None:
    """Draw a bowl of fruit, standing on y."""
    for dx, dy in ((-24, -38), (22, -40), (-2, -58)):
        sheet.round(sheet.paper(), (x + dx, y + dy), sheet.between(19, 25))
    sheet.cut(sheet.paper(), [(x - 54, y - 34), (x + 54, y - 34), (x + 28, y + 4), (x - 28, y + 4)])


def candle(sheet: Sheet, x: float, y: float) -> None:
    """Draw a candle that burns, standing on y."""
    sheet.strip(sheet.paper(), (x, y + 4), (x, y - 98), 24)
    sheet.petal("straw", (x, y - 96), -math.pi / 2, 54, 20)


def rays(sheet: Sheet, centre: Point, near: float, far: float, count: int) -> None:
    """Draw rays around `centre` that reach from `near` to `far`."""
    turn = sheet.between(0, 1)
    inks = [sheet.paper(), sheet.paper()]
    for n in range(count):
        angle, half = turn + n * math.tau / count, math.pi / count * 0.55
        tip = far * sheet.between(0.88, 1.08)
        rim = [(centre[0] + math.cos(a) * near, centre[1] + math.sin(a) * near) for a in (angle - half, angle + half)]
        sheet.cut(inks[n % 2], [*rim, (centre[0] + math.cos(angle) * tip, centre[1] + math.sin(angle) * tip)])


def zigzag(sheet: Sheet, ink: str, y: float, *, width: float, high: float, teeth: int) -> None:
    """Draw a ribbon of so many teeth, `high` above and below y."""
    xs = [60 + n * 560 / teeth for n in range(teeth + 1)]
    upper = [(x, y + (high if n % 2 else -high)) for n, x in enumerate(xs)]
    sheet.cut(ink, [*upper, *((x, rim + width) for x, rim in reversed(upper))], slip=5)
