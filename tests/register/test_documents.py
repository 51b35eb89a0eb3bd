"""Documents: told by their content, kept under a name that tells nothing, given only to whom they belong."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from projects.register import services
from projects.register.documents import content as contents
from projects.register.documents import harmless_name, recognise
from projects.register.errors import DocumentNotSafe, DocumentTooLarge, DocumentTypeUnknown, ImageTooLarge
from projects.register.models import Document, Project
from projects.register.services import groups
from tests.cast import Cast
from tests.register.meetings import make_group, make_meeting
from tests.register.pages import address, in_bin
from yhes.common import audit, bins

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def text(response: Any) -> str:
    return str(response.content.decode())


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, format=kind, **more)
    return made.getvalue()


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def word(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **more})


def told(content: bytes, name: str = "a.bin") -> str:
    return recognise(io.BytesIO(content), name=name, size=len(content)).kind


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def add(cast: Cast, name: str = "muistio.pdf", content: bytes = PDF, **facts: Any) -> Document:
    sent = SimpleUploadedFile(name, content)
    project = facts.pop("project", cast.project)
    return services.add_document(project=project, file=sent, actor=cast.aino, **facts)


def kept(folder: Path) -> list[str]:
    place = folder / "documents"
    return sorted(file.name for file in place.iterdir()) if place.exists() else []


# --- What a file is -------------------------------------------------------------------------------


def test_a_file_is_what_its_content_says_whatever_it_is_called() -> None:
    assert told(PDF, "kuva.png") == "pdf"
    assert told(word(), "hinnat.exe") == "docx"
    assert told(archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""})) == "xlsx"
    assert told(archive(mimetype=b"application/vnd.oasis.opendocument.text")) == "odt"
    assert told(picture("PNG"), "x.pdf") == "png"
    assert told(picture("WEBP")) == "webp"
    assert told("Pöytäkirja\n".encode(), "muistio.txt") == "txt"
    assert told(b"a;b\n1;2\n", "luvut.CSV") == "csv"


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"MZ\x90\x00\x03", "lasku.pdf", DocumentTypeUnknown),
        (b"<script>alert(1)</script>", "sivu.html", DocumentTypeUnknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kuva.svg", DocumentTypeUnknown),
        (b"#!/bin/sh\n", "aja", DocumentTypeUnknown),
        (b"a\x00b", "teksti.txt", DocumentTypeUnknown),
        (b"\xff\xfe\x00", "teksti.txt", DocumentTypeUnknown),
        (b"\x89PNG\r\n\x1a\nei kuvaa", "kuva.png", DocumentTypeUnknown),
        (picture()[:200], "kuva.jpg", DocumentTypeUnknown),
        (archive(a=b"1"), "paketti.zip", DocumentTypeUnknown),
        (b"PK\x03\x04rikki", "a.docx", DocumentTypeUnknown),
        (archive(mimetype=b"application/epub+zip"), "kirja.epub", DocumentTypeUnknown),
        (word(**{"word/vbaProject.bin": b"x"}), "makro.docx", DocumentNotSafe),
        (word(**{"../../etc/passwd": b"x"}), "polku.docx", DocumentNotSafe),
        (word(**{"iso.xml": bytes(contents.MAX_UNPACKED + 1)}), "pommi.docx", DocumentNotSafe),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_document_or_not_safe_is_refused(
    content: bytes, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        told(content, name)


def test_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError

    with pytest.raises(DocumentTooLarge):
        recognise(Unread(), name="a.pdf", size=contents.MAX_BYTES + 1)
    monkeypatch.setattr(contents, "MAX_BYTES", 10)
    with pytest.raises(DocumentTooLarge):
        recognise(io.BytesIO(PDF), name="a.pdf", size=1)
    monkeypatch.undo()
    monkeypatch.setattr(contents, "MAX_PIXELS", 40 * 20 - 1)
    with pytest.raises(ImageTooLarge):
        told(picture())


def test_a_picture_is_made_anew_upright_without_what_it_carried() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned
    exif[0x010E] = "Ainon koti"
    sent = picture(exif=exif.tobytes()) + b"<script>alert(1)</script>"
    found = recognise(io.BytesIO(sent), name="koti.jpg", size=len(sent))
    assert b"Ainon koti" not in found.content
    assert b"<script>" not in found.content
    with Image.open(io.BytesIO(found.content)) as made:
        assert made.size == (20, 40)
        assert not made.getexif()


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Omat\\lasku.pdf.exe", "lasku.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ('"; rm -rf *.pdf', "rm -rf.pdf"),
        ("tiedosto\u202efdp.exe", "tiedostofdp.pdf"),
        ("pöytäkirja 3.2.2026.pdf", "pöytäkirja 3.pdf"),
        ("", "document.pdf"),
        ("....", "document.pdf"),
        ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_hostile_names_do_no_harm(sent: str, given: str) -> None:
    assert harmless_name(sent, "pdf") == given


# --- Adding, keeping, removing --------------------------------------------------------------------


def test_a_coordinator_adds_a_document_and_the_projects_people_read_it(
    cast: Cast, as_aino: Client, as_bertil: Client, as_eero: Client, visitor: Client, own_folder: Path
) -> None:
    slug = cast.project.slug
    sent = {"file": SimpleUploadedFile("../Muistio.pdf", PDF), "title": "Kokous", "visibility": "project"}
    response = as_aino.post(address("document_add", slug), sent)
    assert response["Location"] == address("followup_list", slug, "documents")
    document = Document.objects.get()
    (name,) = kept(own_folder)
    assert document.file.name == f"documents/{name}"
    assert len(name) == 32
    assert "Muistio" not in name
    assert (document.name, document.kind, document.size) == ("Muistio.pdf", "pdf", len(PDF))
    url = address("document_file", slug, document.pk)
    assert url in text(as_bertil.get(address("followup_list", slug, "documents")))
    given = as_bertil.get(url)
    assert body(given) == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == 'attachment; filename="Muistio.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert as_eero.get(url).status_code == 404
    assert visitor.get(url).status_code == 302
    assert visitor.get(address("public_document_file", slug, document.pk)).status_code == 404
    assert "Kokous" not in text(visitor.get(address("project", slug)))
    assert visitor.get(f"/media/documents/{name}").status_code == 404


def test_a_public_document_is_everyones_until_it_or_its_project_is_not(
    cast: Cast, as_aino: Client, visitor: Client
) -> None:
    slug = cast.project.slug
    document = add(cast, title="Opas", visibility="public")
    url = address("public_document_file", slug, document.pk)
    assert body(visitor.get(url)) == PDF
    assert url in text(visitor.get(address("project", slug)))
    assert (
        visitor.get(address("public_document_file", cast.other_project.slug, document.pk)).status_code == 404
    )
    edit = address("document_edit", slug, document.pk)
    assert as_aino.post(edit, {"title": "Opas", "visibility": "project"}).status_code == 302
    assert visitor.get(url).status_code == 404
    as_aino.post(edit, {"title": "Opas", "visibility": "public"})
    Project.objects.filter(pk=cast.project.pk).update(is_public=False)
    assert visitor.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sivu.html", b"<script>alert(1)</script>", "is none of the kinds that can be kept here"),
        ("tyhja.pdf", b"", "The file is empty."),
        ("makro.docx", word(**{"word/vbaProject.bin": b"x"}), "has macros, a password"),
    ],
)
def test_a_refused_file_keeps_what_was_typed_and_nothing_is_stored(
    cast: Cast, as_aino: Client, own_folder: Path, name: str, content: bytes, said: str
) -> None:
    sent = {"file": SimpleUploadedFile(name, content), "title": "Kokous", "visibility": "public"}
    response = as_aino.post(address("document_add", cast.project.slug), sent)
    assert response.status_code == 400
    assert said in " ".join(response.context["form"].errors["file"])
    assert 'value="Kokous"' in text(response)
    assert not Document.objects.exists()
    assert kept(own_folder) == []


def test_another_file_takes_the_place_of_the_old_and_every_link_stays(
    cast: Cast, as_aino: Client, visitor: Client, own_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    slug = cast.project.slug
    document = add(cast, title="Opas", visibility="public")
    edit, url = (address(name, slug, document.pk) for name in ("document_edit", "public_document_file"))
    (before,) = kept(own_folder)
    page = as_aino.get(edit)
    assert "Another file in its place" in text(page)
    sent = {"title": "Opas", "visibility": "public", "seen": page.context["form"]["seen"].value()}
    with django_capture_on_commit_callbacks(execute=True):
        new = SimpleUploadedFile("Uusi opas.docx", word())
        assert as_aino.post(edit, {**sent, "file": new}).status_code == 302
    given = visitor.get(url)
    assert body(given) == word()
    assert given["Content-Disposition"] == 'attachment; filename="Uusi opas.docx"'
    document.refresh_from_db()
    assert (document.title, document.name, document.kind) == ("Opas", "Uusi opas.docx", "docx")
    assert document.size == len(word())
    assert len(kept(own_folder)) == 1
    assert kept(own_folder) != [before]
    newest = audit.history(document)[0]
    assert (newest.actor, newest.changes) == (cast.aino, {"file": ["muistio.pdf", "Uusi opas.docx"]})
    assert "Uusi opas.docx" in text(as_aino.get(edit))
    again = as_aino.post(edit, {**sent, "file": SimpleUploadedFile("b.pdf", PDF)})
    assert again.status_code == 400, "somebody has changed it meanwhile"
    assert body(visitor.get(url)) == word()


@pytest.mark.parametrize(
    "content", [b"", b"<script>alert(1)</script>", word(**{"word/vbaProject.bin": b"x"})]
)
def test_a_refused_file_leaves_the_old_one_in_its_place(
    cast: Cast, as_aino: Client, own_folder: Path, content: bytes
) -> None:
    document = add(cast, title="Opas")
    before, sent = kept(own_folder), {"title": "Uusi nimi", "visibility": "public"}
    url = address("document_edit", cast.project.slug, document.pk)
    refused = as_aino.post(url, {**sent, "file": SimpleUploadedFile("a.pdf", content)})
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["file"]
    assert 'value="Uusi nimi"' in text(refused)
    document.refresh_from_db()
    assert (document.title, document.visibility, kept(own_folder)) == ("Opas", "project", before)


def test_a_paper_of_approved_minutes_stays_what_it_was(cast: Cast, as_aino: Client, own_folder: Path) -> None:
    document = add(cast, title="Talous")
    meeting = make_meeting(make_group(cast), -3, record="Todettiin.")
    groups.take_papers(meeting=meeting, documents=[document], actor=cast.aino)
    groups.approve_minutes(meeting=meeting, approved_on=timezone.localdate(), actor=cast.aino)
    before, url = kept(own_folder), address("document_edit", cast.project.slug, document.pk)
    sent = {"title": "Talous", "visibility": "project"}
    refused = as_aino.post(url, {**sent, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert "minutes have been approved" in " ".join(refused.context["form"].errors["file"])
    assert kept(own_folder) == before
    assert as_aino.post(url, {**sent, "title": "Talousarvio"}).status_code == 302


def test_only_coordinators_write_and_foreign_and_missing_look_the_same(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    slug = cast.project.slug
    own, foreign = add(cast), add(cast, project=cast.other_project)
    sent = {"file": SimpleUploadedFile("a.pdf", PDF), "visibility": "project"}
    assert as_bertil.post(address("document_add", slug), sent).status_code == 403
    assert as_bertil.post(address("document_edit", slug, own.pk), {"title": "x"}).status_code == 403
    assert as_bertil.post(address("followup_remove", slug, "documents", own.pk)).status_code == 403
    for key in (foreign.pk, 999_999):
        for name in ("document_file", "document_edit"):
            assert as_aino.get(address(name, slug, key)).status_code == 404
    assert Document.objects.count() == 2


def test_a_removed_document_comes_back_or_goes_with_its_file(
    cast: Cast, as_aino: Client, own_folder: Path
) -> None:
    slug = cast.project.slug
    document, other = add(cast), add(cast)
    as_aino.post(address("followup_remove", slug, "documents", document.pk))
    assert as_aino.get(address("document_file", slug, document.pk)).status_code == 404
    as_aino.post(in_bin(cast.project, "document", document.pk))
    assert body(as_aino.get(address("document_file", slug, document.pk))) == PDF
    services.remove_followed_up(item=document)
    now = timezone.now()
    bins.empty(now + timedelta(days=29))
    assert len(kept(own_folder)) == 2
    bins.empty(now + timedelta(days=31))
    assert Document.objects.get() == other
    assert kept(own_folder) == [other.file.name.rpartition("/")[2]]
    default_storage.delete(other.file.name)
    assert as_aino.get(address("document_file", slug, other.pk)).status_code == 404


def test_what_somebody_left_who_was_killed_in_between_is_swept_away(cast: Cast, own_folder: Path) -> None:
    document = add(cast)
    old, new = (default_storage.save(f"documents/{name}", ContentFile(b"x")) for name in ("old", "new"))
    an_hour_ago = timezone.now().timestamp() - 3601
    for name in (old, document.file.name):
        os.utime(own_folder / name, (an_hour_ago, an_hour_ago))
    services.sweep_documents(timezone.now())
    assert kept(own_folder) == sorted(name.rpartition("/")[2] for name in (new, document.file.name))


def test_a_row_that_cannot_be_kept_leaves_no_file(
    cast: Cast, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(KeyboardInterrupt):
        add(cast)
    assert kept(own_folder) == []
    assert not Document.objects.exists()
