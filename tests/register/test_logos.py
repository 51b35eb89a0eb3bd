"""Funders' logos: kept as small pictures, seen wherever the project is, gone with their rows."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from PIL import Image

from projects.register import funders
from projects.register.errors import ImageTooLarge, LogoNotAPicture, LogoTooLarge, TooManyLogos
from projects.register.models import FunderLogo, Project
from projects.register.services import remove_followed_up
from projects.register.services.logos import MOST_LOGOS, add_logo, forget_logos
from projects.workshops.models import Workshop
from tests.cast import Cast
from tests.register.pages import address
from yhes.common import pdf

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(size: tuple[int, int] = (300, 100), kind: str = "PNG", **options: Any) -> bytes:
    made = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, (0, 51, 153) if mode == "RGB" else (0, 51, 153, 0)).save(
        made, format=kind, **options
    )
    return made.getvalue()


def keep(project: Project, content: bytes | None = None, name: str = "logo.png", **facts: Any) -> FunderLogo:
    file = SimpleUploadedFile(name, picture() if content is None else content)
    return add_logo(project=project, file=file, facts={"title_fi": "Esimerkkirahasto", **facts})


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("logo.svg", SVG, LogoNotAPicture),
        ("logo.png", SVG, LogoNotAPicture),
        ("logo.png", b"%PDF-1.7 %%EOF", LogoNotAPicture),
        ("logo.txt", b"Rahasto", LogoNotAPicture),
        ("logo.png", picture()[:20], LogoNotAPicture),
        ("logo.png", b"", LogoNotAPicture),
        ("logo.png", b"x" * 2_000_001, LogoTooLarge),
        ("logo.png", picture((9000, 5000)), ImageTooLarge),
    ],
)
def test_only_small_pictures_are_kept(cast: Cast, name: str, content: bytes, error: Any) -> None:
    with pytest.raises(error):
        keep(cast.project, content, name)
    assert not FunderLogo.objects.exists()


def test_a_picture_is_made_anew_small_and_on_white(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Helsinki 60.17 N"
    jpeg = keep(cast.project, picture((2000, 400), "JPEG", exif=exif), "kuva.jpg")
    assert (jpeg.kind, jpeg.width, jpeg.height, jpeg.shown) == ("jpg", 720, 144, (240, 48))
    with jpeg.file.open("rb") as file:
        assert b"Helsinki" not in file.read()
    clear = keep(cast.project, picture((120, 60), "WEBP"), "kuva.webp")
    assert (clear.kind, clear.shown) == ("png", (112, 56))
    with Image.open(default_storage.path(clear.file.name)) as kept:
        assert (kept.format, kept.mode, kept.getpixel((5, 5))) == ("PNG", "RGB", (255, 255, 255))


def test_a_project_shows_so_many_and_no_more(cast: Cast) -> None:
    for _number in range(MOST_LOGOS):
        keep(cast.project)
    with pytest.raises(TooManyLogos):
        keep(cast.project)
    keep(cast.other_project)


def test_a_coordinator_keeps_the_logos(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    slug = cast.project.slug
    assert "Add a logo" in text(as_aino.get(address("logos", slug)))
    add = address("logo_add", slug)
    data = {"title_fi": "Esimerkkirahasto", "link": "https://example.org/", "order": "1"}
    refused = as_aino.post(add, data | {"file": SimpleUploadedFile("logo.svg", SVG)})
    assert refused.status_code == 400
    assert "An SVG is not taken" in text(refused)
    assert as_aino.post(add, data | {"file": SimpleUploadedFile("l.png", picture())}).status_code == 302
    logo = FunderLogo.objects.get()
    edit = address("logo_edit", slug, logo.pk)
    as_aino.post(edit, data | {"title_sv": "Exempelfonden", "link": "", "order": "2"})
    logo.refresh_from_db()
    assert (logo.title_sv, logo.link, logo.order) == ("Exempelfonden", "", 2)
    assert "added the funder" in text(as_aino.get(edit))
    for url in (add, edit, address("logos", slug)):
        assert as_bertil.get(url).status_code == 403
    removed = as_aino.post(address("logo_remove", slug, logo.pk), follow=True)
    assert "was moved to the bin" in text(removed)
    assert f"/bin/funder-logo/{logo.pk}/restore/" in text(removed)
    as_aino.post(f"/en/desk/{slug}/bin/funder-logo/{logo.pk}/restore/")
    assert FunderLogo.objects.present().get() == logo


def test_whoever_comes_sees_them_while_the_project_is_public(
    cast: Cast, client: Client, as_cecilia: Client
) -> None:
    logo = keep(cast.project, title_en="Example fund", link="https://example.org/")
    url = f"/id/funder-logo/{logo.pk}"
    page = text(client.get(address("project", cast.project.slug)))
    assert (
        f'<a href="https://example.org/"><img src="{url}" alt="Example fund" width="168" height="56"' in page
    )
    seen = client.get(url)
    assert (seen["Content-Type"], seen["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert seen["Cache-Control"] == "public, max-age=3600"
    assert b"".join(seen.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    starts = timezone.now() + timedelta(days=3)
    event = Workshop.objects.create(
        project=cast.project,
        slug="paja",
        title_fi="Paja",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        state="published",
    )
    assert url in text(client.get(f"/en/events/{event.slug}/"))
    assert 'id="funders"' not in text(client.get(address("project", cast.other_project.slug)))
    Project.objects.filter(pk=cast.project.pk).update(is_public=False)
    assert client.get(url).status_code == 404
    inside = as_cecilia.get(address("logo_file", cast.project.slug, logo.pk))
    assert inside["Cache-Control"] == "private, max-age=3600"
    assert b"".join(inside.streaming_content)  # type: ignore[attr-defined]
    remove_followed_up(item=logo)
    Project.objects.filter(pk=cast.project.pk).update(is_public=True)
    assert client.get(url).status_code == 404
    assert url not in text(client.get(address("project", cast.project.slug)))


def test_they_stand_on_paper_with_their_words(cast: Cast) -> None:
    keep(cast.project, link="https://example.org/")
    cast.project.is_public = False  # a report of a project that is not public is its own people's
    (logo,) = funders.logos(cast.project, on_paper=True)
    assert logo.src.startswith("/media/logos/")
    row = render_to_string("pdf/_funders.html", {"project": cast.project})
    assert 'alt="Esimerkkirahasto"' in row
    assert "<a" not in row
    html = f'<!doctype html><html lang="fi"><head><title>Raportti</title></head><body><h1>R</h1>{row}</body></html>'
    written = pdf.written(pdf.lay_out(html, stylesheets=["css/pdf/report.css"]))
    assert b"/Image" in written
    assert not render_to_string("pdf/_funders.html", {"project": cast.other_project}).strip()


def test_what_has_waited_in_the_bin_goes_with_its_file(cast: Cast) -> None:
    logo = keep(cast.project)
    remove_followed_up(item=logo)
    forget_logos(timezone.now() - timedelta(days=1))
    assert default_storage.exists(logo.file.name)
    forget_logos(timezone.now() + timedelta(days=1))
    assert not default_storage.exists(logo.file.name)
    assert not FunderLogo.objects.exists()
