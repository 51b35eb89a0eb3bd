#!/usr/bin/env bash
# Sets up what YHES needs on this machine, quickly when it is there already.
#
#   scripts/setup.sh           to run it: system libraries, Python packages, fonts, translations
#   scripts/setup.sh --dev     and the tools of `make check`
#   scripts/setup.sh --tests   and what `make test` needs: PostgreSQL, Redis, Chromium, Java, npm packages
#
# Debian and Ubuntu: missing system packages are installed (as root or with sudo). Elsewhere they are named.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_VERSION="0.13.8"
level="${1:-}"
case "$level" in "" | --dev | --tests) ;; *) echo "usage: scripts/setup.sh [--dev|--tests]" >&2; exit 2 ;; esac
say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- System packages ------------------------------------------------------------------------------

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# want PACKAGE BREW-NAME [COMMAND]: missing unless the command is there or, without one, the package.
missing_apt=() missing_brew=() missing_cask=()
want() {
  if [ -n "${3:-}" ]; then has "$3" && return 0; elif has dpkg-query; then installed "$1" && return 0; fi
  missing_apt+=("$1")
  missing_brew+=("$2")
}

brew_has() { has brew && [ -e "$(brew --prefix)/$1" ]; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb; }
has_java() { java -version >/dev/null 2>&1; } # macOS has a stand-in that only says what to install
has_chromium() { has chromium || has chromium-browser || has google-chrome || [ -d /Applications/Chromium.app ]; }

list_missing() {
  if has dpkg-query; then # WeasyPrint's libraries; elsewhere they are tried below
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do want "$package" pango; done
  elif [ "$(uname)" = Darwin ] && ! brew_has lib/libpango-1.0.dylib; then # so that all is named at once
    missing_apt+=(libpango-1.0-0) missing_brew+=(pango)
  fi
  want gettext gettext msgfmt
  [ "$level" = --tests ] || return 0
  has_postgres || { missing_apt+=(postgresql); missing_brew+=(postgresql@17); }
  has_chromium || { missing_apt+=(chromium); missing_cask+=(chromium); }
  want redis-server redis redis-server
  want poppler-utils poppler pdftotext
  has_java || { missing_apt+=(default-jre-headless); missing_brew+=(openjdk); }
  want nodejs node node
  want npm node npm
}

# What to type where nothing is installed for the person. Says it in one go, each name once.
name_missing() {
  local formulae
  formulae="$(printf '%s\n' ${missing_brew[@]+"${missing_brew[@]}"} | sort -u | tr '\n' ' ')"
  if [ "$(uname)" = Darwin ] || has brew; then
    has brew || printf 'first install Homebrew (https://brew.sh), and then with it\n'
    [ -z "$formulae" ] || printf '  brew install %s\n' "$formulae"
    [ ${#missing_cask[@]} -eq 0 ] || printf '  brew install --cask %s\n' "${missing_cask[*]}"
  else
    printf "  (Debian's names) %s\n" "${missing_apt[*]}"
  fi
}

install_missing() {
  [ ${#missing_apt[@]} -gt 0 ] || return 0
  has apt-get || fail "these system packages are missing; install them and begin again:
$(name_missing)"
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "system packages are missing, and there is no sudo here. As root run
  apt-get install --no-install-recommends ${missing_apt[*]}
and begin again."
    sudo=(sudo)
  fi
  say "Installing ${missing_apt[*]} …"
  local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update
  if ! apt-cache show chromium >/dev/null 2>&1; then # Ubuntu calls it otherwise
    missing_apt=("${missing_apt[@]/%chromium/chromium-browser}")
  fi
  "${apt[@]}" install --no-install-recommends "${missing_apt[@]}"
}

# --- Python ----------------------------------------------------------------------------------------

find_python() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if has "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed: Debian 12 and Ubuntu 24.04 have it; on macOS   brew install python"
}

find_uv() {
  if has uv && uv --version >/dev/null 2>&1; then
    echo uv
  else
    echo .tools/bin/uv
  fi
}

install_uv() {
  [ "$(find_uv)" = .tools/bin/uv ] || return 0
  [ -x .tools/bin/uv ] && return 0
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing_apt=(python3-venv) missing_brew=(python)
    install_missing
  fi
  say "Installing uv $UV_VERSION into .tools …"
  "$python" -m venv --clear .tools
  .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
}

sync_python() {
  # Inexact: the tests' packages stay when `make demo` follows `make test`.
  local groups=(--no-dev)
  [ -z "$level" ] || groups=()
  export UV_PYTHON_DOWNLOADS=never
  # Named at its making only: uv would make it anew whenever the name leads through a shim.
  [ -x .venv/bin/python ] || "$(find_uv)" venv --quiet --python "$python" .venv
  "$(find_uv)" sync --quiet --frozen --inexact --compile-bytecode ${groups[@]+"${groups[@]}"}
}

# --- What is made from the sources -------------------------------------------------------------------

build_fonts() {
  local stamp=static/fonts/.built
  if [ ! "$stamp" -nt scripts/build_fonts.py ]; then
    .venv/bin/python scripts/build_fonts.py
    touch "$stamp"
  fi
}

compile_translations() {
  local source target
  for source in locale/*/LC_MESSAGES/*.po; do
    [ -e "$source" ] || continue
    target="${source%.po}.mo"
    [ "$target" -nt "$source" ] || msgfmt --check-format --output-file="$target" "$source"
  done
}

install_npm_packages() {
  # axe-core and vnu-jar, for tests only; their install scripts would download more.
  if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --silent
  fi
}

list_missing
install_missing
python="$(find_python)"
install_uv
sync_python
if ! has dpkg-query && ! .venv/bin/python -c 'import weasyprint' 2>/dev/null; then
  fail "WeasyPrint cannot load Pango: install it (macOS: brew install pango; elsewhere the pango and harfbuzz-subset libraries)"
fi
build_fonts
compile_translations
[ "$level" != --tests ] || install_npm_packages
