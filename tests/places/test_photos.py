"""Photos: real files in, silent WebP out; what is no picture gets a sentence."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.people.models import Role
from podworko.places import photos
from podworko.places.actions.photos import add_photo, change_photo, move_photo, remove_photo
from podworko.places.models import Photo, Stage
from podworko.places.models.photos import SIZES
from tests.factories import make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db
ALT = "Osiem osób szyje przy długim stole"
MARKER = b"GPS-MARKER-50.0194-19.9784"
GPS, ORIENTATION, MAKE = 34853, 274, 271


def picture(width=900, height=600, kind="JPEG", **options):
    """Return a file as a camera writes it: red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill="blue")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = MARKER.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (50.0, 1.0, 9.8), 3: "E", 4: (19.0, 58.0, 42.0)})
    return picture(exif=exif, comment=MARKER)


def add(centre, content, *, alt=ALT, **options):
    return add_photo(centre=centre, file=io.BytesIO(content), size=len(content), alt=alt, by=audit.SYSTEM, **options)


def refused(centre, content, **options):
    with pytest.raises(Refused) as refusal:
        add(centre, content, **options)
    return refusal.value.problems[0]


def stored(photo, size):
    with default_storage.open(photos.path_of(photo.public_id, size)) as file:
        return file.read()


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def client(centre):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


def address(centre, page=""):
    return f"/manage/{centre.network.slug}/places/{centre.slug}/photos/{page}"


def test_a_photo_is_made_smaller_upright_and_silent(centre):
    # 6: the camera was turned; the right way up it is higher than wide, red above blue.
    content = with_exif(orientation=6)
    assert MARKER in content
    photo = add(centre, content)
    assert (photo.width, photo.height) == (600, 900)
    for size, side in SIZES.items():
        kept = stored(photo, size)
        assert kept[:4] == b"RIFF"
        for word in (MARKER, b"Exif", b"EXIF", b"GPS", b"XMP", b"ICCP"):
            assert word not in kept, (size, word)
        with Image.open(io.BytesIO(kept)) as image:
            assert image.format == "WEBP"
            assert max(image.size) == min(900, side)
            assert not image.getexif()
            top, bottom = image.getpixel((10, 10)), image.getpixel((10, image.height - 10))
            assert top[0] > 200, top
            assert top[2] < 60, top
            assert bottom[2] > 200, bottom
            assert bottom[0] < 60, bottom


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_kinds_that_we_read(centre, kind):
    assert add(centre, picture(kind=kind)).width == 900


def test_what_hides_behind_the_end_does_not_survive(centre):
    photo = add(centre, picture() + b"<html><script>alert(1)</script></html>PK\x03\x04")
    assert all(b"script" not in stored(photo, size) for size in SIZES)


def test_see_through_lies_on_white(centre):
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(stored(add(centre, out.getvalue()), "small"))) as image:
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo-empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "photo-kind"),
        (b"<!doctype html><img src=x onerror=alert(1)>", "photo-kind"),
        (b"\xff\xd8\xff\xe0" + b"not a picture at all" * 50, "photo-broken"),
        (b"%PDF-1.7\n", "photo-kind"),
        (picture(kind="GIF"), "photo-kind"),
        (picture()[:2000], "photo-broken"),
        (picture(kind="PNG")[:900], "photo-broken"),
        (picture(120, 90), "photo-small"),
    ],
)
def test_what_is_no_picture_gets_a_sentence(centre, content, code):
    problem = refused(centre, content)
    assert (problem.field, problem.code) == ("file", code)
    assert not Photo.objects.exists()


def test_a_bomb_is_not_unfolded(centre):
    # 144 million pixels in a few hundred kilobytes.
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert len(out.getvalue()) < 300_000
    assert refused(centre, out.getvalue()).code == "photo-pixels"


def test_30_megabytes_get_a_sentence_and_the_words_are_kept(centre, client):
    file = SimpleUploadedFile("IMG_1.jpg", picture() + b"\0" * 30_000_000, "image/jpeg")
    response = client.post(address(centre), {"file": file, "alt": ALT})
    assert response.status_code == 422
    assert "30 MB" in str(response.context["form"].errors["file"])
    assert ALT in response.content.decode()


@pytest.mark.parametrize("alt", ["", "   ", "IMG_2031.jpg", "zdjęcie", "DSC-0042", "sala"])
def test_words_that_tell_nothing_are_asked_for_again(centre, alt):
    problem = refused(centre, picture(), alt=alt)
    assert problem.field == "alt"


def test_the_same_sending_twice_is_one_photo(centre, client):
    key = str(uuid.uuid4())
    for _time in range(2):
        file = SimpleUploadedFile("drzwi.jpg", picture(), "image/jpeg")
        assert (
            client.post(address(centre), {"file": file, "alt": ALT, "is_public": "on", "key": key}).status_code == 302
        )
    assert Photo.objects.count() == 1
    # The key of somebody else's photo gives nothing away and takes nothing over.
    other = add(make_centre(), picture(), public_id=uuid.UUID(key))
    assert str(other.public_id) != key


def test_whoever_may_see_the_place_sees_its_photos(centre, client):
    photo = add(centre, picture())
    response = Client().get(photo.url("small"))
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "public" in response["Cache-Control"]
    # What is taken down is gone from every cache a day later.
    assert "max-age=86400" in response["Cache-Control"]
    assert Client().get(f"/photos/{photo.public_id}/huge.webp").status_code == 404
    assert Client().get(f"/photos/{uuid.uuid4()}/small.webp").status_code == 404
    centre.stage = Stage.IDEA
    centre.save()
    assert Client().get(photo.url("small")).status_code == 404
    own = client.get(photo.url("small"))
    assert own.status_code == 200
    assert "private" in own["Cache-Control"]


def test_photos_of_the_profile_are_not_for_everybody(centre, client):
    photo = add(centre, picture(), is_public=False)
    assert Client().get(photo.url()).status_code == 404
    assert client.get(photo.url()).status_code == 200


def test_order_and_removal(centre, django_capture_on_commit_callbacks):
    first, second = add(centre, picture()), add(centre, picture())
    move_photo(photo=second, is_up=True, by=audit.SYSTEM)
    move_photo(photo=second, is_up=True, by=audit.SYSTEM)  # at the end of the row nothing happens
    assert [photo.pk for photo in centre.photos.all()] == [second.pk, first.pk]
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=first, by=audit.SYSTEM)
    assert not default_storage.exists(photos.path_of(first.public_id, "small"))
    assert default_storage.exists(photos.path_of(second.public_id, "small"))


def test_files_that_belong_to_nothing_are_cleared_away_a_day_later(centre, monkeypatch):
    photo = add(centre, picture())
    stray = uuid.uuid4()
    photos.keep(stray, photos.paint(io.BytesIO(picture()), size=1))
    photos.clear_orphans()
    assert default_storage.exists(photos.path_of(stray, "large"))  # somebody may be sending it right now
    monkeypatch.setattr(photos, "ORPHANED_AFTER", photos.ORPHANED_AFTER * 0)
    photos.cache.clear()
    photos.clear_orphans()
    assert not default_storage.exists(photos.path_of(stray, "large"))
    assert default_storage.exists(photos.path_of(photo.public_id, "large"))


def test_a_room_of_another_place_is_refused_by_the_action_too():
    centre, other = make_centre(), make_room()
    by = audit.SYSTEM
    with pytest.raises(Refused):
        add_photo(centre=centre, file=io.BytesIO(picture()), size=10, alt=ALT, room=other, by=by)
    photo = add_photo(centre=centre, file=io.BytesIO(picture()), size=10, alt=ALT, by=by)
    with pytest.raises(Refused):
        change_photo(photo=photo, alt=ALT, room=other, is_public=True, by=by)
    assert not other.photos.exists()
