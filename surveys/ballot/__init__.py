"""The ballot box: envelopes in while a round is open, anonymous answers out when it is counted."""
