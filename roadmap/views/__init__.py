"""The roadmap's pages: public ones, permanent addresses and files, and the coordinator's room."""
