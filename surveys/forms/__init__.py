"""What people type: parsed and checked here, saved by the services."""
