"""The pages on which posters are chosen, and the sheets."""

from tests.gates.page import PUBLIC, Page, centre, on_site, signed_in
from tests.gates.town import SOON, TODAY

WEEK = f"?what=week&on={SOON}"

POSTERS: dict[str, Page] = {
    "promotion:posters": Page(
        on_site(200),
        signed_in(405),
        names=centre,
        queries=(
            "?what=activity&activity=cos-nowego&dates=each&design=large",
            f"{WEEK}&design=art&paper=a3&language=uk",
            f"?what=month&on={TODAY}&only=szachy&design=calm",
            f"?what=bulletin&on={TODAY}&news=Mamy%20now%C4%85%20kuchni%C4%99.&design=plain",
            # What is wrong is said beside its field.
            "?what=activity&activity=ognisko",
            "?what=week&on=2026-02-30&paper=a0&design=%00",
            f"?what=bulletin&news={'x' * 1001}",
        ),
    ),
    "promotion:poster_picture": Page(on_site(200), signed_in(405), names=centre, at_query=f"{WEEK}&small=1"),
    "promotion:poster": Page(on_site(200), signed_in(405), names=centre, at_query=WEEK),
    "promotion:week": Page(PUBLIC, names=centre, queries=("?week=%00", f"?week={SOON}&print=large")),
}
