"""Pages of workshops: public ones, those behind a personal link, and the desk's."""
