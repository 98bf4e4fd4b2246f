"""What parents' clubs say of themselves; see `words_seniors` for how the sentences are combined."""

NAMES = (
    "Żuczek", "Tygrysek", "Mała Sowa", "Kołyska", "Biedronka", "Pluszowy Miś", "Bajkowy Kąt", "Motylek",
    "Kangurek", "Dmuchawiec", "Poziomka", "Raczkowo", "Wiewiórka", "Ptasi Klucz", "Zajączek", "Klocek",
    "Żabka", "Słoneczko", "Mały Krok", "Chmurka", "Groszek", "Kropka", "Ślimaczek", "Wózkownia", "Bąbelek",
    "Kaczuszka", "Guzik", "Iskierka", "Jeżyk", "Tuptuś", "Grzechotka", "Pod Parasolem", "Rodzynek", "Muchomorek",
    "Latawiec", "Domek z Kart", "Pierwszy Ząb", "Tęcza", "Drzemka", "Kosz Malin", "Skarpetka", "Wesoły Słoń",
)  # fmt: skip
OPENINGS = (
    "Dla rodziców i opiekunów dzieci do trzech lat oraz dla tych, którzy na dziecko czekają.",
    "Ciepły dywan, zabawki i ktoś dorosły do rozmowy.",
    "Tu można przyjść z płaczącym dzieckiem i nikt się nie obejrzy.",
    "Spotykamy się na podłodze, bo tam dzieje się najwięcej.",
    "Mały klub blisko domu: wózek zostaje przy drzwiach, a ty masz wolne ręce.",
)
MIDDLES = (
    "Są rymowanki, farby i ciasto, którego nie trzeba piec.",
    "Raz w tygodniu zagląda do nas położna, a raz w miesiącu logopedka.",
    "Rozmawiamy o spaniu, o niespaniu i o powrocie do pracy.",
    "Ojcowie mają swój poranek: w te soboty, w które otwieramy.",
    "Uczymy się pierwszej pomocy i wiązania chust.",
    "Wymieniamy ubranka: z czego jedno wyrosło, w to drugie wejdzie.",
    "Dziadkowie i babcie też są u siebie.",
)
ENDS = (
    "Nie trzeba się zapisywać ani podawać nazwiska.",
    "Przyjdź, kiedy się uda, i wyjdź, kiedy trzeba.",
    "Mamy przewijak, czajnik i kanapę do karmienia.",
    "Wszystko jest za darmo.",
    "Weź skarpetki na zmianę, resztę mamy.",
    "Jeśli to twój pierwszy raz, powiedz: oprowadzimy.",
    "W środku jest ciepło nawet wtedy, kiedy w domu zepsuł się kaloryfer.",
    "Starsze rodzeństwo jest mile widziane.",
    "Kto chce, zostaje na wspólne drugie śniadanie.",
)
