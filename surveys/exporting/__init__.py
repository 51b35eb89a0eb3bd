"""Files of a release: what stands in them comes from the release alone, for one audience."""

from surveys.exporting.files import FILES, File, release_file
from surveys.exporting.tables import inside_table, public_table

__all__ = ["FILES", "File", "inside_table", "public_table", "release_file"]
