"""Pure functions between a file and a questionnaire or a table. Neither Django nor Celery."""
