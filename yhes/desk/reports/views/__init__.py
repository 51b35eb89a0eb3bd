"""Pages of reports to the funder."""
