"""What seniors' activity centres say of themselves: sentences that read well in any order of three.

The numbers of openings, middles and ends share no divisor: no two of the first hundreds of places say the same.
"""

NAMES = (
    "Jarzębina", "Akwarela", "Pod Kasztanem", "Złota Rybka", "Dąbrowa", "Wrzosowisko", "Pogodna Jesień", "Kompas",
    "Malwa", "Niezapominajka", "Latarnia", "Cztery Pory Roku", "Sąsiadka", "Herbaciarnia", "Bursztyn", "Konwalia",
    "Pod Zegarem", "Weranda", "Jaśmin", "Dobra Godzina", "Macierzanka", "Klucz Wiolinowy", "Srebrny Włos", "Poranek",
    "Lipowy Dwór", "Tulipan", "Altana", "Drugi Dzwonek", "Kalina", "Bez Pośpiechu", "Lawenda", "Dzwonnica",
    "Szarotka", "Zielone Okno", "Chabry", "Nasza Kanapa", "Podkowa", "Winobluszcz", "Rumianek", "Wspomnienie",
    "Przy Piecu", "Gołębnik", "Mirabelka", "Cisowa", "Ogród Babiego Lata",
)  # fmt: skip
OPENINGS = (
    "Miejsce dla tych, którzy skończyli sześćdziesiąt lat i mają jeszcze dużo do zrobienia.",
    "Spotykamy się tu codziennie, w dni powszednie, od rana do popołudnia.",
    "Kawa, gimnastyka i ludzie z sąsiedztwa, w tej albo w innej kolejności.",
    "Dom drugiej młodości, choć nikt tu nie udaje młodszego, niż jest.",
    "Przychodzą tu i ci, którzy lubią tłum, i ci, którzy wolą usiąść przy oknie.",
    "Robimy razem to, na co samemu szkoda czasu.",
    "Znajdziesz tu ruch, rozmowę i kogoś, kto zapyta, jak minął dzień.",
)
MIDDLES = (
    "Najwięcej osób przychodzi na gimnastykę i na naukę smartfona.",
    "W poniedziałki ćwiczymy, w środy śpiewamy, w piątki gramy w karty.",
    "Mamy chór, który nie boi się fałszować, i kółko, które czyta kryminały.",
    "Raz w miesiącu jedziemy za miasto, pociągiem, bez pośpiechu.",
    "Uczymy się angielskiego, haftu i cierpliwości do komputera.",
    "Prowadzimy skrzynkę dobrych rad: kto umie naprawić, kto umie ugotować.",
    "W ogródku za oknem rosną pomidory i spory o pomidory.",
    "Wnuki mogą przyjść z nami, jeśli obiecają grać w szachy.",
    "Wolontariusze ze szkoły obok pomagają przy telefonach.",
)
ENDS = (
    "Pierwszy raz? Po prostu wejdź, ktoś się tobą zajmie.",
    "Żeby należeć, wystarczy jedna kartka: deklaracja.",
    "Wszystko jest za darmo, a filiżanki mamy swoje.",
    "Nie trzeba umieć. Trzeba mieć ochotę.",
    "Jeśli trudno ci wyjść z domu, zadzwoń: pomyślimy razem.",
    "Zapisy prowadzimy w zeszycie przy drzwiach i przez telefon.",
    "Przyjdź z sąsiadką albo z sąsiadem, tak jest raźniej.",
    "Prosimy tylko o wygodne buty i dobry humor.",
)
