"""Pages of peer coaching: public ones, those behind a personal link, and the desk's."""
