"""Words that mean the same to those who look for a place, in the three languages; kept small.

One line is one group (what is indented goes on with it). A word of a group also finds what holds another one of it,
with less weight than the word itself.
Write words in their dictionary form; case and diacritics do not matter. A group is worth having when people say
something that no page says: pages say "older people", people say "babcia" or "60+".
"""

import functools

from podworko.core.search.folding import words
from podworko.core.search.lemmas import lemmas

# What is too common to be looked for.
STOP_WORDS = frozenset(
    words(
        "a aby albo ale by bez być czy dla do gdzie i ich jak jest jestem już ku lub ma mnie na nad nie o od oraz po "
        "pod przez przy są się szukam ta tam te to tu u w we z za ze że "
        "а або але без в від де для до є з за зі і й на не о об по під при та те у це чи що як я шукаю "
        "an and are at by for from i in is it near of on or the to where with"
    )
)

GROUPS = """
# For whom.
senior seniorka starszy emeryt emerytka babcia dziadek 60 літній старший пенсіонер бабуся дідусь older elderly
    retired pensioner
dziecko maluch malec niemowlę brzdąc rodzic rodzice rodzina mama tata opiekun діти дитина малюк немовля батьки
    мама тато сімʼя child kid toddler baby parent family mum dad
młodzież młody nastolatek nastolatka młodzieżowy młodych молодь молодий молоді підліток youth young teen
    teenager
obcokrajowiec cudzoziemiec cudzoziemka migrant imigrant uchodźca uchodźczyni nowy przybysz wielokulturowy
    іноземець мігрант біженець біженка новоприбулий foreigner newcomer migrant immigrant refugee expat multicultural
ukrainiec ukrainka ukraina ukraiński українець українка україна український ukrainian ukraine
sąsiad sąsiadka sąsiedzki mieszkaniec mieszkanka сусід сусідка мешканець мешканка neighbour neighbor resident
organizacja ngo stowarzyszenie fundacja організація громадська фонд association foundation organisation
    organization
# Getting in.
wózek niepełnosprawny niepełnosprawność inwalida inwalidzki bariera schód schody stopień próg візок інвалідний
    безбарʼєрний сходи поріг wheelchair disabled accessible step stairs barrier
winda dźwig ліфт підйомник lift elevator
toaleta ubikacja wc łazienka туалет toilet restroom lavatory
# Rooms and what stands in them.
sala pokój pomieszczenie lokal przestrzeń świetlica кімната зала приміщення простір room hall space
pianino fortepian keyboard піаніно фортепіано рояль piano
warsztat warsztaty pracownia майстерня workshop
projektor rzutnik проєктор projector beamer
kuchnia aneks kuchenny gotowanie кухня кухонний kitchen kitchenette cooking
komputer laptop notebook компʼютер ноутбук computer laptop
nagłośnienie głośnik mikrofon колонка мікрофон sound loudspeaker microphone speaker
zabawka zabawa іграшка toy play
pętla indukcyjny słuchowy aparat петля слуховий loop hearing
migowy pjm жестовий sign
"""


def alike(found: frozenset[str]) -> frozenset[str]:
    """Return the words that mean the same as one of these, without them."""
    groups = _groups()
    return frozenset(other for word in found for group in groups.get(word, ()) for other in group) - found


@functools.cache
def _groups() -> dict[str, list[frozenset[str]]]:
    by_word: dict[str, list[frozenset[str]]] = {}
    for line in GROUPS.replace("\n    ", " ").splitlines():
        group = frozenset(words("" if line.startswith("#") else line))
        # A plural that stands here must be met by its singular too: "rodzice" and "rodzic".
        for word in {*group, *(lemma for each in group for lemma in lemmas(each))}:
            by_word.setdefault(word, []).append(group)
    return by_word
