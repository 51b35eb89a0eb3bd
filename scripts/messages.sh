#!/usr/bin/env bash
# Brings locale/*/LC_MESSAGES/django.po up to date with the sources, in the folder it is called from.
set -euo pipefail
python="${PYTHON:-.venv/bin/python}"
mkdir -p locale/{fi,sv,en}/LC_MESSAGES
"$python" manage.py makemessages --locale fi --locale sv --locale en --add-location file --no-wrap --no-obsolete \
  --ignore '.venv' --ignore '.tools' --ignore 'node_modules' --ignore 'var' --ignore 'tests' --ignore 'docs' --verbosity 0
# The time of the run would be the only change of many commits.
for file in locale/*/LC_MESSAGES/django.po; do
  grep -v '^"POT-Creation-Date:' "$file" >"$file.new" && mv "$file.new" "$file"
done
