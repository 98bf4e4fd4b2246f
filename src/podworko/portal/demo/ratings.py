"""Fills in how those who came liked what was held: at the tablet, by the link in a message, on paper, in words."""

import datetime as dt
from random import Random

from podworko.core import clock
from podworko.evaluation.models import Asked, Asking, Face, HideReason, Remark, RemarkState, Tally, Way
from podworko.places.models import SignUp
from podworko.portal.demo.ground import Site
from podworko.portal.demo.rows import Rows
from podworko.programme.models import Activity, Session, SessionState

# How people press, of a hundred, the worst first: what went well, what most weeks are like, what went less well.
MOODS = ((1, 2, 6, 31, 60), (2, 4, 12, 42, 40), (6, 14, 26, 34, 20))
USUALLY = (5, 4, 1)
# What people wrote, by what they speak of; what is not shown says why.
SHOWN = (
    "Pierwszy raz od roku ktoś zapytał, jak mi minął tydzień. Wrócę.",
    "Świetnie, że można przyjść z wózkiem. Więcej takich popołudni.",
    "Prowadząca tłumaczy spokojnie i nikogo nie pogania.",
    "Dziękuję za krzesła z oparciem. Teraz wytrzymam do końca.",
    "Дякую, було дуже тепло. Я ще погано розмовляю польською, але мене зрозуміли.",
    "Dzieci nie chciały wychodzić. My też nie.",
    "Za krótko. Godzina mija, zanim się rozgadamy.",
)
WAITING = (
    "Z tyłu nic nie słychać. Może mikrofon?",
    "Fajnie, ale w sali było bardzo duszno. Czy da się otworzyć okno?",
)
HIDDEN = (
    ("Pani Krysia spod czwórki znowu wszystkich przekrzykiwała.", HideReason.NAMES),
    ("Zapraszam na tanie masaże, numer w gablocie przy sklepie.", HideReason.ADVERT),
)
SHARE_RATED, SHARE_WITH_WORDS = 0.8, 0.3


def fill(site: Site, chance: Random) -> None:
    """Write how what `site` has held was liked; call it when its programme is written."""
    rows = Rows()
    over = Session.objects.filter(
        activity__centre=site.centre, state=SessionState.PLANNED, ends_at__lt=clock.now()
    ).select_related("activity")
    held = list(over.order_by("starts_at", "pk"))
    shown = chance.sample(SHOWN, len(SHOWN))
    for session in held:
        if chance.random() < SHARE_RATED:
            _rate(session, site, chance, rows)
        if shown and chance.random() < SHARE_WITH_WORDS:
            rows.add(_remark(session, shown.pop(), site, chance, state=RemarkState.SHOWN))
    if held:
        rows.add(*(_remark(held[-1], text, site, chance, state=RemarkState.WAITING) for text in WAITING))
        rows.add(*(_remark(held[0], text, site, chance, state=RemarkState.HIDDEN, why=why) for text, why in HIDDEN))
    for activity in Activity.objects.filter(centre=site.centre, sign_up=SignUp.REQUIRED).order_by("pk"):
        rows.add(Asking(activity=activity, is_on=True, since=activity.created_at))
    rows.write()


def _rate(session: Session, site: Site, chance: Random, rows: Rows) -> None:
    """Let those who came press faces: most at the tablet, some by the link where they were asked, some on paper."""
    mood = chance.choices(MOODS, USUALLY)[0]
    asks = session.activity.sign_up == SignUp.REQUIRED
    voices = {Way.TABLET: chance.randint(4, 16), Way.LINK: chance.randint(2, 6) if asks else 0}
    voices[Way.PAPER] = chance.choice((0, 0, 0, 5, 8))
    for way, count in voices.items():
        pressed = chance.choices([*Face], mood, k=count)
        rows.add(
            *(
                Tally(session=session, way=way, face=face, count=pressed.count(face))
                for face in Face
                if pressed.count(face)
            )
        )
    if asks:
        rows.add(Asked(session=session, on=_day(session, site), people=voices[Way.LINK] + chance.randint(2, 6)))


def _remark(session: Session, text: str, site: Site, chance: Random, *, state: RemarkState, why: str = "") -> Remark:
    way = chance.choice((Way.TABLET, Way.TABLET, Way.LINK, Way.PAPER))
    public_id = f"{chance.getrandbits(128):032x}"
    return Remark(
        public_id=public_id, session=session, way=way, text=text, on=_day(session, site), state=state, reason=why
    )


def _day(session: Session, site: Site) -> dt.date:
    return session.ends_at.astimezone(site.centre.zone).date()
