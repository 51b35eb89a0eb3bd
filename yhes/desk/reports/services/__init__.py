"""Every write to reports. Import from here: `from yhes.desk.reports import services`."""

from yhes.desk.reports.services.drafting import (
    CHANGED,
    TEXT_CHANGED,
    correct_report,
    create_report,
    delete_report,
    refresh_figures,
    restore_report,
    update_report,
    write_text,
)
from yhes.desk.reports.services.rendering import file_path, job_of, make_files_again, render_files
from yhes.desk.reports.services.submitting import missing_deviations, seal_of, submit_report

__all__ = [
    "CHANGED",
    "TEXT_CHANGED",
    "correct_report",
    "create_report",
    "delete_report",
    "file_path",
    "job_of",
    "make_files_again",
    "missing_deviations",
    "refresh_figures",
    "render_files",
    "restore_report",
    "seal_of",
    "submit_report",
    "update_report",
    "write_text",
]
