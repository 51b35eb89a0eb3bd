"""Steering and theme groups: coordinators write, members read, and others what is shown to them."""
