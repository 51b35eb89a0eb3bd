"""Files that other programs read: pure functions, without Django."""
