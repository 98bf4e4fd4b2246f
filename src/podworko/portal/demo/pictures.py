"""Photos for show: the house and its rooms cut from paper, as files that go through the intake of any other photo."""

import io
import re
import uuid
from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random

import typst

from podworko.core.art.pieces import box, flower, fruit, house, jug, person, plant
from podworko.core.art.sheet import Sheet
from podworko.places import photos
from podworko.places.models import Centre, Photo, Room
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import Place, Scene

# The papers of theme.css, for a drawing that leaves the page; a gate of the demo holds them against it.
INKS = {
    "straw": "#f0b93a",
    "cream": "#fbf6ec",
    "night": "#1e2430",
    "rose": "#ef8a70",
    "mint": "#86c9a2",
    "brick": "#b23c27",
    "leaf": "#2a6549",
    "sky": "#8fc3ea",
    "plum": "#6d3a5e",
    "lilac": "#d7a3c6",
}
# The sheet of 600 × 400 becomes a picture 1000 pixels wide.
PIXELS_PER_INCH = 120


def add(place: Place, centre: Centre, rooms: Mapping[str, Room], rows: Rows) -> list[Photo]:
    """Add the photos of `place` and keep their files; the same place has the same ones whenever it is built."""
    added = []
    for position, picture in enumerate(place.pictures):
        seed = f"{centre.network.slug}/{place.slug}/{picture.scene}"
        public_id = uuid.UUID(int=Random(seed).getrandbits(128), version=4)  # noqa: S311 - a name, not a secret
        painted = _painted(picture.scene, place.kind.value, seed)
        photos.keep(public_id, painted)
        added.append(
            Photo(
                public_id=public_id,
                centre=centre,
                room=rooms[picture.room] if picture.room else None,
                alt=picture.alt,
                width=painted.width,
                height=painted.height,
                position=position,
            )
        )
    rows.add(*added)
    return added


@lru_cache(maxsize=64)
def _painted(scene: Scene, kind: str, seed: str) -> photos.Painted:
    file = png_of(drawing_of(scene, kind, seed))
    return photos.paint(io.BytesIO(file), size=len(file))


def drawing_of(scene: Scene, kind: str, seed: str) -> str:
    """Return the drawing of `scene` as an SVG that needs no stylesheet."""
    sheet = Sheet(kind, seed)
    SCENES[scene](sheet)
    shapes = re.sub(r'class="cut-(\w+)"', lambda found: f'fill="{INKS[found[1]]}"', "".join(sheet.shapes))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400">{shapes}</svg>'


def png_of(svg: str) -> bytes:
    """Return a drawing of 600 × 400 as the pixels that a camera would have given."""
    source = (
        "#set page(width: 600pt, height: 400pt, margin: 0pt)\n"
        "#image(bytes(sys.inputs.svg), width: 600pt, height: 400pt)"
    )
    return typst.compile(
        source.encode(), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )


def _room(sheet: Sheet, wall: str, floor: str) -> None:
    sheet.cut(wall, box((-10, -10), 620, 320), slip=0)
    sheet.cut(floor, [(-10, 296), (610, 290), (610, 410), (-10, 410)], slip=4)


def _window(sheet: Sheet, x: float, y: float, width: float, height: float, *, has_sun: bool = True) -> None:
    sheet.cut("night", box((x - 7, y - 7), width + 14, height + 14), slip=2)
    sheet.cut("sky", box((x, y), width, height), slip=1)
    if has_sun:
        sheet.round("straw", (x + width * 0.7, y + height * 0.3), width * 0.13)
    sheet.strip("night", (x + width / 2, y), (x + width / 2, y + height), 5, slip=1)
    sheet.strip("night", (x, y + height / 2), (x + width, y + height / 2), 5, slip=1)


def _chair(sheet: Sheet, ink: str, x: float, y: float, size: float, *, faces_left: bool = False) -> None:
    for foot in (x + 3 * size, x + 31 * size):
        sheet.strip(ink, (foot, y - 30 * size), (foot, y), 6 * size, slip=1)
    sheet.cut(ink, box((x, y - 36 * size), 36 * size, 9 * size), slip=1)
    back = x + 28 * size if faces_left else x
    sheet.cut(ink, box((back, y - 84 * size), 8 * size, 54 * size), slip=1)


def _table(sheet: Sheet, ink: str, x: float, y: float, width: float) -> None:
    for leg in (x + width * 0.14, x + width * 0.86):
        sheet.strip(ink, (leg, y), (leg + sheet.between(-5, 5), y + 112), 13)
    sheet.cut(ink, box((x, y - 9), width, 20), slip=3)


def front(sheet: Sheet) -> None:
    """Draw the house from the street, with its door wide open and flowers before it."""
    sheet.cut("sky", box((-10, -10), 620, 420), slip=0)
    sheet.round("straw", (495, 82), 44)
    house(sheet, 28, 108, 150)
    house(sheet, 466, 112, 128)
    sheet.cut("cream", box((142, 118), 316, 232))
    sheet.cut("brick", [(120, 128), (300, sheet.between(28, 48)), (480, 124)], slip=5)
    for x in (172, 366):
        _window(sheet, x, 172, 62, 84, has_sun=False)
    sheet.cut("night", box((262, 186), 78, 160), slip=3)
    sheet.cut("straw", [(340, 186), (382, 198), (382, 356), (340, 344)], slip=2)
    sheet.cut("leaf", [(-10, 338), (610, 330), (610, 410), (-10, 410)], slip=5)
    for x in (150, 205, 425):
        flower(sheet, x, 322, 22, 6)
    person(sheet, 534, 96, "plum")


def large_room(sheet: Sheet) -> None:
    """Draw a light room with tall windows and two rows of chairs."""
    _room(sheet, "cream", "straw")
    for x in (54, 228, 402):
        _window(sheet, x, 46, 138, 176, has_sun=x > 400)  # noqa: PLR2004 - one sun in the last of them
    for row, ink in ((0, "plum"), (1, "brick")):
        for n in range(6):
            _chair(sheet, ink, 64 + n * 82 - row * 22, 322 + row * 58, 0.9 + row * 0.25)


def small_room(sheet: Sheet) -> None:
    """Draw a round table with chairs about it, under a lamp."""
    _room(sheet, "mint", "cream")
    _window(sheet, 58, 58, 120, 128)
    sheet.strip("night", (352, -10), (352, 74), 5, slip=1)
    sheet.cut("straw", [(322, 70), (382, 70), (412, 122), (292, 122)])
    _chair(sheet, "leaf", 190, 352, 1.25)
    _chair(sheet, "leaf", 466, 352, 1.25, faces_left=True)
    sheet.strip("brick", (350, 270), (350, 372), 22)
    sheet.round("brick", (350, 268), 126, tall=0.2, slip=0.02)
    jug(sheet, 318, 266)
    fruit(sheet, 398, 268)


def workshop(sheet: Sheet) -> None:
    """Draw a workbench, tools on the wall and a shelf with jars."""
    _room(sheet, "sky", "cream")
    sheet.cut("night", box((62, 50), 250, 134), slip=4)
    for n, ink in enumerate(("straw", "rose", "mint", "cream")):
        x = 94 + n * 60
        sheet.strip(ink, (x, 76), (x + sheet.between(-6, 6), 164), 12)
        sheet.cut(ink, box((x - 20, 68), 40, 18 + n * 4))
    sheet.strip("brick", (364, 142), (566, 140), 14)
    for n, ink in enumerate(("rose", "leaf", "straw")):
        sheet.cut(ink, box((384 + n * 58, 86), 38, 50))
    _table(sheet, "brick", 70, 268, 460)
    sheet.cut("straw", box((118, 214), 132, 46), slip=6)
    sheet.cut("plum", box((330, 202), 30, 58))
    sheet.strip("night", (386, 254), (488, 238), 14)


def entrance(sheet: Sheet) -> None:
    """Draw a bright entry: glass doors, coats on hooks, a bench and a plant."""
    _room(sheet, "cream", "mint")
    sheet.cut("night", box((206, 44), 200, 262), slip=3)
    for x in (216, 310):
        sheet.cut("sky", box((x, 54), 86, 246), slip=2)
    sheet.strip("straw", (296, 156), (296, 206), 8)
    sheet.strip("brick", (34, 96), (178, 94), 12)
    for n, ink in enumerate(("rose", "leaf", "plum")):
        x = 62 + n * 46
        sheet.cut(ink, [(x - 12, 104), (x + 12, 104), (x + 22, 218), (x - 22, 220)])
    sheet.cut("brick", box((34, 290), 150, 18))
    for x in (52, 164):
        sheet.strip("brick", (x, 304), (x, 350), 12)
    _table(sheet, "straw", 436, 262, 146)
    plant(sheet, 478, 258)
    jug(sheet, 546, 256)


def kitchen(sheet: Sheet) -> None:
    """Draw a long table with jugs and bowls, and pans on the wall."""
    _room(sheet, "straw", "brick")
    _window(sheet, 236, 46, 132, 118)
    for x, ink in ((96, "night"), (166, "plum"), (444, "night"), (516, "leaf")):
        sheet.strip(ink, (x, 56), (x, 96), 8)
        sheet.round(ink, (x, 122), 31)
    _table(sheet, "sky", 50, 264, 500)
    jug(sheet, 136, 258)
    fruit(sheet, 258, 260)
    plant(sheet, 384, 258)
    jug(sheet, 482, 258)


def yard(sheet: Sheet) -> None:
    """Draw a courtyard: a tree in the middle, a table in its shade, neighbours round it."""
    sheet.cut("sky", box((-10, -10), 620, 420), slip=0)
    for x, width, height in ((-20, 150, 250), (118, 120, 200), (470, 150, 238)):
        house(sheet, x, width, height)
    sheet.cut("mint", [(-10, 312), (610, 304), (610, 410), (-10, 410)], slip=4)
    sheet.strip("brick", (330, 140), (334, 336), 26)
    for x, y, size in ((276, 128, 58), (386, 122, 62), (330, 82, 66), (332, 146, 50)):
        sheet.round("leaf", (x, y), size, slip=0.1)
    for x, ink in ((196, "plum"), (262, "brick"), (408, "night"), (466, "rose")):
        person(sheet, x, sheet.between(84, 118), ink)
    _table(sheet, "straw", 214, 292, 250)
    fruit(sheet, 340, 286)


def movement(sheet: Sheet) -> None:
    """Draw a room for exercise: wall bars, balls and a mat."""
    _room(sheet, "lilac", "straw")
    for x in (70, 182):
        sheet.strip("brick", (x, 40), (x, 300), 12)
    for n in range(7):
        sheet.strip("brick", (64, 62 + n * 36), (188, 60 + n * 36), 9)
    _window(sheet, 336, 58, 184, 138)
    sheet.cut("leaf", [(216, 336), (470, 330), (520, 372), (196, 378)])
    for x, size, ink in ((256, 32, "rose"), (330, 44, "sky"), (528, 36, "plum")):
        sheet.round(ink, (x, 330 - size), size, slip=0.02)


def damage(sheet: Sheet) -> None:
    """Draw a chair that lies on the floor, one of its legs beside it."""
    _room(sheet, "sky", "straw")
    sheet.cut("brick", box((150, 306), 196, 24), slip=3)
    sheet.cut("brick", [(146, 322), (172, 318), (150, 196), (124, 202)], slip=3)
    for y in (198, 244):
        sheet.strip("night", (136, y), (146, y + 26), 12)
    sheet.strip("plum", (330, 308), (436, 288), 16)
    sheet.strip("plum", (428, 356), (520, 374), 16)
    for x, y in ((396, 336), (408, 350), (392, 356)):
        sheet.strip("night", (x, y), (x + 12, y - 7), 5, slip=1)


SCENES: dict[Scene, Callable[[Sheet], None]] = {
    Scene.FRONT: front,
    Scene.LARGE_ROOM: large_room,
    Scene.SMALL_ROOM: small_room,
    Scene.WORKSHOP: workshop,
    Scene.ENTRANCE: entrance,
    Scene.KITCHEN: kitchen,
    Scene.YARD: yard,
    Scene.MOVEMENT: movement,
    Scene.DAMAGE: damage,
}
