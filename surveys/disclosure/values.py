"""What a published cell may hold: a whole number, a band, whole percentages, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NoReturn, final

Audience = Literal["public", "inside"]
Kind = Literal["n", "index", "item_index", "share_agree", "distribution"]

AUDIENCES: Final[tuple[Audience, ...]] = ("public", "inside")
_N_BANDS: Final = ((10, 19), (20, 49), (50, 99), (100, 199), (200, None))


class PlanError(ValueError):
    """The groups, thresholds or counts given cannot make a safe plan; the message says why."""


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise TypeError("a suppressed figure has no value: test `value is SUPPRESSED` before using it")


@final
class Suppressed:
    """The one face of every hidden figure.

    It equals only itself and refuses truth, order, arithmetic, conversion and formatting, so that a
    hidden figure can never turn into 0, an empty text or a number by accident.
    """

    __slots__ = ()
    _only: Suppressed | None = None

    def __new__(cls) -> Suppressed:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "SUPPRESSED"

    def __reduce__(self) -> str:
        return "SUPPRESSED"

    __bool__ = __str__ = __format__ = _refuse
    __int__ = __float__ = __index__ = __round__ = __abs__ = __neg__ = __pos__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = _refuse
    __len__ = __iter__ = __getitem__ = __contains__ = _refuse


SUPPRESSED: Final = Suppressed()


@dataclass(frozen=True, slots=True)
class Band:
    """Nearly everybody (about 90 % or more) chose an option from ``low`` to ``high``, both option values."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CountBand:
    """The public size of a group: from ``low`` to ``high`` respondents; ``high`` is None when open."""

    low: int
    high: int | None


Value = int | Band | CountBand | tuple[int, ...] | Suppressed


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure: for whom, of which group, which statistic, of which item or dimension.

    ``key`` is the dimension code for "index", the item code for the item statistics and "" for "n".
    Indexes are 0–100, shares and distributions whole per cent; a distribution lists the options in order.
    """

    node: int
    audience: Audience
    kind: Kind
    key: str
    value: Value


def count_band(n: int) -> CountBand | Suppressed:
    """The public band of a group of ``n`` respondents; fewer than ten have none."""
    for low, high in _N_BANDS:
        if n >= low and (high is None or n <= high):
            return CountBand(low, high)
    return SUPPRESSED
