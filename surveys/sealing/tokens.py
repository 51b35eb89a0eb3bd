"""The one-time token of an invitation: in a link, or as a code on paper."""

from __future__ import annotations

import secrets
import unicodedata

from surveys.sealing.encoding import keyed_hash

TOKEN_BYTES = 20
# Crockford's base 32: no I, L, O, U. Whoever reads a printed 0 as O, or 1 as I, is understood.
SLIP_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SLIP_LENGTH = 16
SLIP_GROUP = 4
_LOOK_ALIKES = str.maketrans("OIL", "011")
_SEPARATORS = frozenset({"Pd", "Pc", "Zs", "Cc", "Cf"})
# Far more than a code with every separator a person might type; the rest of a long field is not looked at.
_LONGEST_TYPED = 100


def new_token() -> str:
    """160 random bits for a personal link: 27 characters that need no quoting in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_slip_code() -> str:
    """A code for a paper slip, such as `K7QF-9M2X-04RT-ZHWB`: 80 random bits, typed by hand.

    Why 80 bits are enough, and 160 not needed: nobody can try codes but by asking the portal, for
    only a hash under the server key is stored. With 2^17 (131,000) live codes one guess succeeds
    with 2^-63. nginx admits two tries a second from one address (deploy/nginx.conf); even a thousand
    tries a second for a year (2^35) that slipped past every limit would find one code with
    probability 2^-28. Whoever stole the server key and the database would need 2^63 hashes to find
    any one code. Sixteen characters in four groups are what people type without losing their place.
    """
    characters = "".join(secrets.choice(SLIP_ALPHABET) for _ in range(SLIP_LENGTH))
    return _grouped(characters)


def normalise_code(typed: str) -> str | None:
    """The slip code a person meant, in the form `new_slip_code` prints; None if it cannot be one.

    Case, blanks, dashes of any kind and full-width characters do not matter; O is 0, I and L are 1.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(character for character in plain if unicodedata.category(character) not in _SEPARATORS)
    code = kept.translate(_LOOK_ALIKES)
    if len(code) != SLIP_LENGTH or not set(code) <= set(SLIP_ALPHABET):
        return None
    return _grouped(code)


def _grouped(characters: str) -> str:
    return "-".join(characters[i : i + SLIP_GROUP] for i in range(0, SLIP_LENGTH, SLIP_GROUP))


def token_hash(server_key: bytes, token: str) -> bytes:
    """What is stored of a token or slip code (as printed or normalised): 32 bytes of HMAC-SHA256.

    Any text may be asked about, as people send anything; only real tokens have a stored hash.
    """
    return keyed_hash(server_key, b"yhes invitation token 1", token.encode(errors="surrogatepass"))
