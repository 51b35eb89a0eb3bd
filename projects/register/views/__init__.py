"""Pages of the register: public ones, and the desk's partners and settings."""
