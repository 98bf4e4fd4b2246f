"""What Wrocław's centres say of themselves, and what goes on in places; see `words_seniors` for how it is combined."""

NAMES = (
    "Przystań", "Parter", "Oficyna", "Dom Sąsiedzki", "Świetlica", "Stacja", "Zielona Brama", "Warsztat",
    "Kuchnia", "Pod Kasztanem", "Wspólny Stół",
)  # fmt: skip
OPENINGS = (
    "Otwarty dom dla wszystkich, którzy mieszkają w pobliżu.",
    "Tutaj sąsiedzi wymyślają, a my pomagamy zacząć.",
    "Dawny sklep, z którego zrobiliśmy pokój gościnny całego osiedla.",
    "Miejsce, w którym zostawia się klucze, paczkę i dobre słowo.",
    "Przychodzi się tu po coś, a zostaje się dla ludzi.",
    "Dwa czajniki i bardzo dużo pomysłów.",
    "Było tu pusto. Teraz trzeba się umawiać na krzesła.",
)
MIDDLES = (
    "Jest biblioteka rzeczy: pożyczysz wiertarkę, namiot i maszynę do szycia.",
    "Co tydzień gotujemy wielki garnek zupy i nikt nie je sam.",
    "Uczymy się od siebie nawzajem: dziś szycie, jutro hiszpański.",
    "Zimą siedzimy w środku, latem wynosimy stoły na podwórko.",
    "Młodsi pomagają starszym przy telefonach, starsi młodszym przy lekcjach.",
    "Rada osiedla ma u nas dyżur, więc sprawy załatwia się przy herbacie.",
    "Działa tu kawiarenka naprawcza, grupa rowerowa i klub gier.",
    "Na ścianie wisi mapa, na którą każdy wpisuje, co by zmienił.",
    "Mówimy po polsku i po ukraińsku, a jak trzeba, to rysujemy.",
)
ENDS = (
    "Sale pożyczamy za darmo.",
    "Masz pomysł? Powiedz go głośno, ktoś się dołączy.",
    "Drzwi są otwarte, dzwonek jest na wszelki wypadek.",
    "Wpadnij na herbatę, niczego nie trzeba przynosić.",
    "Nie trzeba się zapisywać, chyba że piszemy inaczej.",
    "Dzieci, psy i dziadkowie wchodzą bez biletu.",
    "Jeśli czegoś tu brakuje, to może właśnie ciebie.",
    "Kto pierwszy przyjdzie, ten parzy kawę.",
)
