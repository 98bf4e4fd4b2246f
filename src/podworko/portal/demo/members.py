"""Fills the members' books of the seniors' centres: two years of declarations, a few that wait, one under notice."""

import datetime as dt
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from podworko.core import clock
from podworko.core.models import AuditEvent
from podworko.core.references import ALPHABET
from podworko.membership.models import USUAL_NOTICE, Membership, MembershipState, Roll
from podworko.people.models import EntryChannel, User
from podworko.places.models import Part
from podworko.portal.demo.ground import Site
from podworko.portal.demo.rows import Rows

# Days in two years: since then the book is kept.
YEARS = 2 * 365
LEAST, MOST = 40, 120
WAIT = 3
# A little earlier than the rule of retention would find them, so that a new demo has nothing due.
FORGOTTEN = dt.timedelta(days=28)
NOTICED = dt.timedelta(days=2)
WOMEN = (
    *("Krystyna", "Barbara", "Teresa", "Jadwiga", "Halina", "Danuta", "Zofia", "Irena", "Maria", "Stanisława"),
    *("Elżbieta", "Urszula", "Genowefa", "Helena", "Wanda", "Bożena", "Alina", "Łucja", "Czesława", "Ewa"),
)
MEN = ("Stanisław", "Jerzy", "Ryszard", "Zbigniew", "Henryk", "Kazimierz", "Andrzej", "Tadeusz", "Józef", "Edward")
# Names that are the same for women and men, so that any first name goes with them.
SURNAMES = (
    *("Nowak", "Wójcik", "Mazur", "Krawczyk", "Kaczmarek", "Zając", "Król", "Wróbel", "Wieczorek", "Dudek"),
    *("Stępień", "Bąk", "Pawlak", "Sikora", "Walczak", "Baran", "Szewczyk", "Pietrzak", "Marciniak", "Bielak"),
    *("Sroka", "Kubiak", "Mróz", "Czech", "Duda", "Gawron", "Socha", "Żak", "Kurek", "Leśniak"),
    *("Cieślak", "Kozieł", "Orzeł", "Marzec", "Kmiecik", "Sobczyk", "Łabędź", "Guzik", "Wnuk", "Kapusta"),
)
NOTICE = "Od trzech miesięcy nie mamy żadnej wiadomości, choć dzwoniliśmy i pisaliśmy. Prosimy o kontakt."
STRUCK = "Powtarzające się obrażanie innych osób mimo dwóch rozmów z zespołem."
# Which part of the members leaves in two years, and how.
LEAVING = 0.2
ENDS = (
    *((MembershipState.RESIGNED,) * 7),
    *((MembershipState.DIED,) * 4),
    MembershipState.STRUCK_OFF,
)


@dataclass
class Book:
    """The book of one place while it is written."""

    site: Site
    chance: Random
    today: dt.date
    number: int = 0


def fill(site: Site, rows: Rows) -> None:
    """Write the members of `site`, if it is a place that has some; the trail comes with the rows."""
    if Part.MEMBERSHIP not in site.centre.kind.parts or not site.centre.is_at_work:
        return
    # From the place alone, so that the rest of the town is the same with and without its members.
    seed = zlib.crc32(site.centre.slug.encode())
    book = Book(site, Random(seed), clock.today(site.centre.zone))  # noqa: S311 - a town for show, not a secret
    found = Membership.objects.bulk_create([*_belonging(book), *_waiting(book)])
    Roll.objects.create(centre=site.centre, last_number=book.number, is_for_residents=seed % 3 == 0)
    for membership in found:
        _trail(membership, site.host, rows)


def _belonging(book: Book) -> Iterator[Membership]:
    """Yield whoever has belonged: half came when the book was begun, the others bit by bit, some have gone."""
    chance, count = book.chance, book.chance.randint(LEAST, MOST)
    first, later = count // 2, count - count // 2
    ago = [YEARS - chance.randint(0, 20) for _turn in range(first)] + [
        chance.randint(4, YEARS) for _turn in range(later)
    ]
    for turn, passed in enumerate(sorted(ago, reverse=True)):
        book.number += 1
        membership = _somebody(book, book.today - dt.timedelta(days=passed))
        membership.number, membership.since = book.number, book.today - dt.timedelta(days=passed)
        membership.state = MembershipState.MEMBER
        if turn == count // 2:
            _notice(membership, book)
        elif chance.random() < LEAVING:
            _end(membership, book, passed)
        yield membership


def _somebody(book: Book, on: dt.date) -> Membership:
    """Return somebody who declared on a day: on paper, mostly; without a number yet."""
    chance, centre = book.chance, book.site.centre
    first = chance.choice((*WOMEN, *WOMEN, *MEN))
    surname = chance.choice(SURNAMES)
    channel = chance.choice((EntryChannel.PAPER, EntryChannel.PAPER, EntryChannel.IN_PERSON, EntryChannel.WEB))
    has_relative = chance.choice((True, True, False))
    moment = clock.at(on, dt.time(chance.randint(9, 14), chance.randint(0, 59)), centre.zone)
    return Membership(
        reference="".join(chance.choices(ALPHABET, k=8)),
        centre=centre,
        person=f"{first} {surname}",
        birth_year=book.today.year - chance.randint(61, 88),
        email=f"{_folded(first)}.{_folded(surname)}{chance.randint(10, 99_999)}@example.org"
        if channel == EntryChannel.WEB
        else "",
        phone=f"+4812555{chance.randint(2000, 9999)}",
        lives_here=True,
        emergency_person=f"{chance.choice(WOMEN)} {surname}" if has_relative else "",
        emergency_phone=f"+4812555{chance.randint(2000, 9999)}" if has_relative else "",
        channel=channel,
        taken_by=None if channel == EntryChannel.WEB else book.site.host,
        state=MembershipState.WAITING,
        created_at=moment,
        sequence=1,
        submission_key=f"demo-{chance.getrandbits(128):032x}",
    )


def _folded(name: str) -> str:
    return name.lower().translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))


def _notice(membership: Membership, book: Book) -> None:
    membership.state, membership.reason = MembershipState.NOTICE, NOTICE
    membership.answer_until = book.today + dt.timedelta(days=book.chance.randint(2, USUAL_NOTICE - 2))


def _end(membership: Membership, book: Book, passed: int) -> None:
    """Let a membership end; whoever has gone long ago is forgotten by now, as the rule of retention says."""
    assert membership.since
    membership.state = book.chance.choice(ENDS)
    membership.ended_on = membership.since + dt.timedelta(days=book.chance.randint(1, passed))
    membership.emergency_person = membership.emergency_phone = ""
    if membership.state == MembershipState.STRUCK_OFF:
        membership.reason = STRUCK
    if book.today - membership.ended_on > FORGOTTEN:
        membership.person = membership.email = membership.phone = membership.reason = ""
        membership.birth_year = membership.number = None
        membership.lives_here = False
        membership.erased_at = clock.at(membership.ended_on + FORGOTTEN, dt.time(3), book.site.centre.zone)


def _waiting(book: Book) -> Iterator[Membership]:
    """Yield those who have declared on the web in the last days, and wait for an answer."""
    for days in range(book.chance.randint(1, WAIT)):
        membership = _somebody(book, book.today - dt.timedelta(days=days + 1))
        membership.channel, membership.taken_by = EntryChannel.WEB, None
        membership.email = f"deklaracja{book.chance.randint(100, 99_999)}@example.org"
        yield membership


def _trail(membership: Membership, host: User, rows: Rows) -> None:
    """Add what the actions would have written; of whoever is forgotten only that."""
    staff, resident, system = AuditEvent.ActorKind.STAFF, AuditEvent.ActorKind.RESIDENT, AuditEvent.ActorKind.SYSTEM
    told: list[tuple[str, dt.datetime, str]] = []
    if membership.erased_at:
        told = [("erased", membership.erased_at, system)]
    else:
        at = membership.created_at
        told = [("declared", at, resident if membership.channel == EntryChannel.WEB else staff)]
        if membership.number:
            told.append(("accepted", at + dt.timedelta(minutes=3), staff))
        if membership.answer_until:
            told.append(("notice_given", clock.now() - NOTICED, staff))
        if membership.ended_on:
            by = system if membership.state == MembershipState.STRUCK_OFF else staff
            told.append((membership.state, clock.at(membership.ended_on, dt.time(15), membership.centre.zone), by))
    rows.add(*(_event(f"membership.{verb}", membership, at, by, host) for verb, at, by in told))


def _event(verb: str, membership: Membership, at: dt.datetime, by: str, host: User) -> AuditEvent:
    is_staff = by == AuditEvent.ActorKind.STAFF
    return AuditEvent(
        at=at,
        actor_kind=by,
        actor=host if is_staff else None,
        on_behalf=is_staff and verb == "membership.declared",
        verb=verb,
        subject_type=membership._meta.label_lower,
        subject_id=str(membership.pk),
        why=membership.reason if verb == "membership.notice_given" else "",
        facts={"channel": str(membership.channel)} if verb == "membership.declared" else {},
    )
