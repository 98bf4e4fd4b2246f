"""The host at the desk: a neighbour who telephones and has no e-mail, and the form on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.journeys.conftest import TABLET
from tests.journeys.steps import REQUEST, fill_in, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TOPIC = REQUEST["What will happen?"]


def test_a_neighbour_telephones_and_is_told_by_telephone(enters, place):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.follows("Take a request")

    fill_in(host, (place.on, "16:00", "18:00"), phone="12 345 67 89")
    host.ticks(host.words("The person agrees"))
    host.presses("Save the request")

    host.reads("We do not write to them: please tell them the answer yourself.")
    host.sees(host.words("by telephone"))
    host.presses("Accept")
    host.reads("Now please tell them yourself: %(contact)s.", contact="12 345 67 89")

    host.goes_to(f"{place.path}calendar/?on={place.on}")
    host.sees(TOPIC)


def test_the_form_on_paper_opens(enters, place):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.follows("Take a request")

    answer = host.page.request.get(host.address_of("Print the form"))

    assert answer.headers["content-type"] == "application/pdf"
    text = PdfReader(BytesIO(answer.body())).pages[0].extract_text()
    assert place.name in text
    assert "Sala duża" in text
