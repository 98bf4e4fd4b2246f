"""QR codes as drawings."""

import gc
import weakref

from podworko.core import qr


class Address(str):
    """A text of which one can see whether anybody still holds it."""

    __slots__ = ("__weakref__",)


def test_a_code_is_a_drawing_that_says_nothing_to_those_who_listen():
    drawn = qr.drawn("https://example.org/")
    assert drawn.startswith('<svg class="qr" viewBox="0 0 33 33" aria-hidden="true">')
    assert drawn == qr.drawn("https://example.org/")
    assert drawn != qr.drawn("https://example.org/x")


def test_nothing_is_kept_of_what_it_says():
    secret = Address("webcal://example.org/feeds/a-secret.ics")
    held = weakref.ref(secret)
    qr.drawn(secret)
    del secret
    gc.collect()
    assert held() is None
