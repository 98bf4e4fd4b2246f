"""Whole posters, several for each kind of place."""

import math
from collections.abc import Callable

from podworko.core.art.pieces import box, bubble, candle, flower, fruit, house, jug, person, plant, rays, zigzag
from podworko.core.art.sheet import Sheet


def street(sheet: Sheet) -> None:
    """Draw houses shoulder to shoulder before the sun."""
    sheet.sun(y=130)
    x = sheet.between(95, 140)
    for _ in range(4):
        width = sheet.between(85, 125)
        house(sheet, x, width, sheet.between(90, 190))
        x += width - sheet.between(0, 12)
    sheet.hill(height=85)


def yard(sheet: Sheet) -> None:
    """Draw two houses and the tree between them."""
    sheet.sun(x=400, y=150, size=110)
    house(sheet, sheet.between(120, 170), sheet.between(110, 140), sheet.between(130, 190))
    house(sheet, sheet.between(420, 460), sheet.between(90, 125), sheet.between(80, 140))
    trunk, crown = sheet.between(325, 375), sheet.between(140, 180)
    sheet.strip(sheet.ground, (trunk, crown), (trunk, 360), 20)
    for _ in range(5):
        leaf = (trunk + sheet.between(-48, 48), crown + sheet.between(-45, 30))
        sheet.round("mint", leaf, sheet.between(26, 48), slip=0.1)
    sheet.hill(height=80)


def one_roof(sheet: Sheet) -> None:
    """Draw everybody under one great roof."""
    sheet.sun(x=300, y=150, size=140)
    roof, wall = sheet.paper(), sheet.backdrop()
    left, right = sheet.between(130, 170), sheet.between(500, 540)
    sheet.cut(wall, [(left + 30, 340), (left + 30, 190), (right - 30, 190), (right - 30, 340)])
    for n in range(4):
        person(sheet, left + 85 + n * (right - left - 150) / 3.2, sheet.between(60, 90), sheet.paper())
    peak = (left + right) / 2 + sheet.between(-70, 70)
    sheet.cut(roof, [(left - 10, 205), (peak, sheet.between(50, 95)), (right + 10, 205)], slip=7)
    sheet.hill(height=75)


def laid_table(sheet: Sheet) -> None:
    """Draw a table with what the neighbours have brought."""
    sheet.sun(y=150)
    lean = sheet.between(-22, 22)
    for x in (225.0, 475.0):
        sheet.strip(sheet.paper(), (x, 260), (x + sheet.between(-12, 12), 390), 24)
    gifts: list[Callable[[Sheet, float, float], None]] = [plant, jug, fruit, candle]
    sheet.chance.shuffle(gifts)
    for n, gift in enumerate(gifts[:3]):
        x = 245 + n * 105 + sheet.between(-12, 12)
        gift(sheet, x, 246 + lean * (x - 350) / 350)
    sheet.hill(height=95)
    sheet.strip(sheet.paper(), (165, 252 - lean / 2), (545, 252 + lean / 2), 34, slip=4)


def company(sheet: Sheet) -> None:
    """Draw people behind a table."""
    sheet.sun(y=140, size=135)
    board = sheet.backdrop()
    for n in range(4):
        person(sheet, 215 + n * 92 + sheet.between(-14, 14), sheet.between(140, 215), sheet.paper())
    sheet.hill(height=85)
    lean = sheet.between(-16, 16)
    for x in (205, 500):
        sheet.strip(board, (x, 268), (x + sheet.between(-8, 8), 385), 22)
    sheet.strip(board, (145, 268 - lean), (565, 268 + lean), 34, slip=4)


def small_tables(sheet: Sheet) -> None:
    """Draw round tables, large and small, on one leg each."""
    sheet.sun(x=330, y=140, size=110)
    for x, y, width in ((430, 190, 105), (250, 235, 130), (490, 285, 85)):
        leg, top = sheet.paper(), sheet.paper()
        sheet.strip(leg, (x, y), (x + sheet.between(-10, 10), 390), 20)
        sheet.round(top, (x, y), width * sheet.between(0.85, 1.05), tall=0.26)
        sheet.round(sheet.paper(), (x - width * 0.3, y - 18), 20)
        sheet.cut(sheet.paper(), box((x + width * 0.15, y - 44), 36, 40))
    sheet.hill(height=60)


def sunrise(sheet: Sheet) -> None:
    """Draw the sun as it comes up behind the hill."""
    centre = (sheet.between(300, 400), sheet.between(270, 310))
    rays(sheet, centre, 130, 245, sheet.chance.choice([14, 16, 18]))
    sheet.round("straw", centre, 122, slip=0.03)
    sheet.round(sheet.paper(), centre, 74, slip=0.05)
    sheet.hill(height=110)


def sunny_bench(sheet: Sheet) -> None:
    """Draw two on a bench, and the sun over them."""
    centre = (sheet.between(370, 440), sheet.between(125, 155))
    rays(sheet, centre, 84, 145, sheet.chance.choice([11, 13, 15]))
    sheet.round("straw", centre, 80, slip=0.04)
    x = sheet.between(200, 260)
    for n in range(2):
        person(sheet, x + n * 82, sheet.between(120, 160), sheet.paper())
    seat = sheet.paper()
    sheet.hill(height=70)
    sheet.strip(seat, (x - 70, 296), (x + 155, 290), 22, slip=3)
    for leg in (x - 45, x + 130):
        sheet.strip(seat, (leg, 294), (leg, 352), 18)


def sun_garden(sheet: Sheet) -> None:
    """Draw sunflowers."""
    for x, y, size in ((215, 205, 62), (350, 130, 88), (490, 195, 68)):
        centre = (x + sheet.between(-15, 15), y + sheet.between(-20, 20))
        sheet.strip("leaf", centre, (centre[0], 390), 13)
        for angle in (-0.6, math.pi + 0.6):
            sheet.petal("mint", (centre[0], sheet.between(290, 325)), angle, 62, 19)
        rays(sheet, centre, size * 0.62, size * 1.12, 13)
        sheet.round("straw", centre, size * 0.68)
        sheet.round(sheet.ground, centre, size * 0.36)
    sheet.hill(height=75)


def big_and_small(sheet: Sheet) -> None:
    """Draw a big round one and a small round one side by side."""
    sheet.sun(x=400, y=130, size=95)
    big, small = sheet.between(100, 120), sheet.between(52, 66)
    x = sheet.between(235, 275)
    sheet.round(sheet.paper(), (x, 320 - big), big, slip=0.03)
    sheet.round(sheet.paper(), (x + big + small * 0.8, 330 - small), small, slip=0.03)
    sheet.round(sheet.paper(), (x + big * 0.1, 320 - big), big * 0.5, slip=0.06)
    sheet.round(sheet.paper(), (x + big + small * 0.8, 330 - small), small * 0.5, slip=0.06)
    sheet.hill(height=90)


def carried(sheet: Sheet) -> None:
    """Draw a small one in the arms of a big one, and one more by the hand."""
    sheet.sun(x=330, y=150, size=140)
    x = sheet.between(290, 340)
    person(sheet, x, sheet.between(215, 240), sheet.paper())
    sheet.round(sheet.paper(), (x + 42, 215), 46, slip=0.04)
    sheet.round(sheet.paper(), (x + 54, 165), 25)
    person(sheet, x + sheet.between(140, 165), sheet.between(95, 120), sheet.paper())
    sheet.round(sheet.paper(), (x - 130, 292), sheet.between(34, 48), slip=0.03)
    sheet.hill(height=85)


def bouncing(sheet: Sheet) -> None:
    """Draw a ball as it hops down the hill."""
    sheet.sun(x=470, y=110, size=80)
    x, size = 120.0, sheet.between(26, 32)
    for n in range(4):
        sheet.round(sheet.paper(), (x, 300 - size - 110 * abs(math.sin(n * 1.15))), size, slip=0.03)
        x += size * 1.5 + 22
        size *= 1.25
    sheet.hill(height=100)


def ribbons(sheet: Sheet) -> None:
    """Draw zigzags one above the other."""
    sheet.sun(y=150, size=120)
    teeth = sheet.chance.choice([5, 6, 7])
    for n in range(3):
        zigzag(sheet, sheet.paper(), 130 + n * 68, width=38, high=sheet.between(30, 42), teeth=teeth)
    sheet.hill(height=70)


def peaks(sheet: Sheet) -> None:
    """Draw mountains, and a sun to reach."""
    sheet.sun(x=370, y=110, size=72)
    for x, height in ((170, 190), (440, 235), (300, 165), (545, 130)):
        top, half = (x + sheet.between(-20, 20), 350 - height * sheet.between(0.9, 1.1)), height * 0.62
        sheet.cut(sheet.paper(), [(top[0] - half, 360), top, (top[0] + half, 360)], slip=5)
        snow = [(top[0] - half * 0.3, top[1] + height * 0.3), top, (top[0] + half * 0.3, top[1] + height * 0.3)]
        sheet.cut(sheet.paper(), [*snow, (top[0], top[1] + height * 0.2)], slip=2)
    sheet.hill(height=65)


def lightning(sheet: Sheet) -> None:
    """Draw bolts, struck from one idea."""
    sheet.sun(x=340, y=165, size=140)
    for x, size in ((205, 0.8), (345, 1.15), (480, 0.75)):
        path = [(40, 0), (-38, 115), (2, 112), (-28, 230), (62, 82), (18, 86), (66, 0)]
        left, top = x + sheet.between(-18, 18), sheet.between(30, 70)
        sheet.cut(sheet.paper(), [(left + dx * size, top + dy * size) for dx, dy in path], slip=5)
    sheet.hill(height=80)


def dialogue(sheet: Sheet) -> None:
    """Draw two who listen to each other."""
    first, second = sheet.paper(), sheet.paper()
    corner = (sheet.between(120, 160), sheet.between(45, 75))
    bubble(sheet, first, corner, sheet.between(225, 260), sheet.between(130, 150))
    x, y = sheet.between(310, 340), sheet.between(150, 175)
    bubble(sheet, second, (x, y), sheet.between(200, 225), sheet.between(105, 125))
    mark = sheet.paper()
    for n in range(3):
        sheet.round(mark, (x + 52 + n * 50, y + 56), sheet.between(13, 18))
    for n in range(2):
        sheet.strip(sheet.ground, (175, 105 + n * 42), (sheet.between(250, 295), 103 + n * 42), 15)
    sheet.hill(height=75)


def assembly(sheet: Sheet) -> None:
    """Draw many, each with a word to say."""
    sheet.sun(y=165, size=130)
    for n in range(4):
        x, height = 185 + n * 112 + sheet.between(-12, 12), sheet.between(95, 140)
        person(sheet, x, height, sheet.paper())
        corner = (x - 42, 335 - height - sheet.between(115, 135))
        bubble(sheet, sheet.paper(), corner, sheet.between(72, 98), sheet.between(48, 62))
    sheet.hill(height=70)


def ballot(sheet: Sheet) -> None:
    """Draw one great word with a yes in it."""
    sheet.sun(x=440, y=130, size=100)
    x, y = sheet.between(150, 190), sheet.between(60, 85)
    bubble(sheet, sheet.paper(), (x, y), 300, sheet.between(170, 190))
    ink = sheet.ground
    sheet.strip(ink, (x + 85, y + 88), (x + 135, y + 138), 30, slip=3)
    sheet.strip(ink, (x + 126, y + 142), (x + 222, y + 42), 30, slip=3)
    sheet.round(sheet.paper(), (x + 335, y + 190), sheet.between(36, 48))
    sheet.hill(height=70)


def great_flower(sheet: Sheet) -> None:
    """Draw one flower of many papers."""
    x, y = sheet.between(330, 390), sheet.between(165, 185)
    for angle in (-0.5, math.pi + 0.5):
        sheet.petal("mint", (x, 330), angle, sheet.between(110, 140), 34)
    flower(sheet, x, y, sheet.between(140, 155), sheet.chance.choice([7, 8, 9]))
    sheet.hill(height=70)


def meadow(sheet: Sheet) -> None:
    """Draw flowers of different kinds, together."""
    sheet.sun(x=380, y=130, size=95)
    for x, y in ((200, 215), (345, 165), (490, 220)):
        petals = sheet.chance.choice([5, 6, 8])
        flower(sheet, x + sheet.between(-15, 15), y + sheet.between(-25, 25), sheet.between(68, 92), petals)
    sheet.hill(height=85)


def fan(sheet: Sheet) -> None:
    """Draw petals opening from the ground like a hand of cards."""
    x, count = sheet.between(310, 380), sheet.chance.choice([7, 9])
    for size in (270, 165):
        for n in range(count):
            angle = -math.pi + math.pi * (n + 0.5) / count
            sheet.petal(sheet.paper(), (x, 345), angle, size * sheet.between(0.92, 1.05), size * 0.2)
    sheet.hill(height=80)


COMPOSITIONS: dict[str, list[Callable[[Sheet], None]]] = {
    "cal": [street, yard, one_roof],
    "mam": [laid_table, company, small_tables],
    "cas": [sunrise, sunny_bench, sun_garden],
    "klub": [big_and_small, carried, bouncing],
    "youth": [ribbons, peaks, lightning],
    "co": [dialogue, assembly, ballot],
    "cw": [great_flower, meadow, fan],
}
