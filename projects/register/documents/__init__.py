"""What an uploaded document is, told from its content and never from its name. Knows no database."""

from projects.register.documents.content import MAX_BYTES, TYPES, Recognised, recognise
from projects.register.documents.naming import harmless_name

__all__ = ["MAX_BYTES", "TYPES", "Recognised", "harmless_name", "recognise"]
