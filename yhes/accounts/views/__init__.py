"""Pages of the account, one file per subject. Sign-in itself is allauth's."""
