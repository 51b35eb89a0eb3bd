"""Jobs: anything longer than a second. Celery carries them, the database keeps the truth.

`start` makes a Job row and, after the commit, tries to wake a worker; a broker that is away is
not an error. A worker claims the row by compare-and-set with a lease and keeps a heartbeat;
the minutely tick wakes whatever is pending or whose heartbeat has gone stale. Work that a
handler does must therefore be idempotent.
"""

from yhes.common.jobs.kinds import Context, JobFailed, LeaseLost, job
from yhes.common.jobs.showing import of_user, shown, shown_here, waiting
from yhes.common.jobs.starting import ask_for_signs, nudge, start, wake_due

__all__ = [
    "Context",
    "JobFailed",
    "LeaseLost",
    "ask_for_signs",
    "job",
    "nudge",
    "of_user",
    "shown",
    "shown_here",
    "start",
    "waiting",
    "wake_due",
]
