"""Inviting people: by mail, with printed codes, or by a link that a whole group shares."""
