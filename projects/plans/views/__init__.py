"""Pages of action plans; everything is on the desk."""
