"""Forms of sign-in, second factor and the person's own pages: they parse and validate, no more."""
