"""Every write of peer coaching."""
