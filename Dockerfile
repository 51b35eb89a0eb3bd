# syntax=docker/dockerfile:1
# One image for every process of the portal: web, worker, ballot worker, clock.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 YHES_VAR_DIR=/var/lib/yhes XDG_CACHE_HOME=/tmp/cache \
    PATH=/app/.venv/bin:$PATH
# What WeasyPrint loads; its fonts come with the image (static/fonts).
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM base AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
COPY --from=ghcr.io/astral-sh/uv:0.13.8 /uv /usr/local/bin/uv
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --compile-bytecode
COPY . .
RUN python scripts/build_fonts.py \
    && for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format --output-file="${po%.po}.mo" "$po"; done \
    && SECRET_KEY=only-for-collecting-static-files python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /var/lib/yhes/queue

FROM base
# Volumes take over these folders with their owner.
RUN useradd --uid 10001 --no-create-home --home-dir /var/lib/yhes yhes \
    && mkdir -p /var/lib/yhes/media /var/lib/yhes/clock /keys /key-replica \
    && chown -R yhes:yhes /var/lib/yhes /keys /key-replica \
    && chmod 700 /keys /key-replica
COPY --from=build /app /app
COPY --from=build --chown=yhes:yhes /var/lib/yhes/static /var/lib/yhes/static
USER yhes
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", \
     "--respawn-failed-workers", "yhes.wsgi:application"]
