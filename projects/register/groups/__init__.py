"""The room of steering and theme groups: who may read, what it offers to the desk, files and papers."""
