"""Permanent addresses: cited, printed and linked to; they name no language unless the file has one."""

from __future__ import annotations

from django.urls import path

from roadmap.views import files, permanent

app_name = "roadmap_id"
urlpatterns = [
    path("id/edition/<int:edition>", permanent.edition, name="edition"),
    path("id/edition/<int:edition>/step/<int:step>", permanent.edition_step, name="edition_step"),
    path("id/step/<int:step>", permanent.step, name="step"),
    path("id/edition/<int:edition>/data.json", files.json_file, name="json"),
    path("id/edition/<int:edition>/<str:language>.pdf", files.pdf_file, name="pdf"),
    path("id/edition/<int:edition>/<str:language>.csv", files.csv_file, name="csv"),
    path("id/edition/<int:edition>/<str:language>.bib", files.bibtex_file, name="bibtex"),
    path("id/edition/<int:edition>/<str:language>.ris", files.ris_file, name="ris"),
    path("id/edition/<int:edition>/figure/<str:key>/<str:language>.svg", files.figure_svg, name="figure_svg"),
    path("id/edition/<int:edition>/figure/<str:key>/<str:language>.csv", files.figure_csv, name="figure_csv"),
]
