"""Pages: fetch, permit, call one service, respond."""
