#!/bin/sh
# Make the virtual environment that every target of the Makefile uses, or say which one thing is missing.
# Usage: tools/make_venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

if ! "$python" -c "" >/dev/null 2>&1; then
    echo "Tollbook needs Python 3.11 or newer, and '$python' doesn't run here." >&2
    echo "Name one: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Tollbook needs Python 3.11 or newer; '$python' is $("$python" -c 'import platform; print(platform.python_version())')." >&2
    for other in python3.13 python3.12 python3.11; do
        if "$other" -c "" >/dev/null 2>&1; then
            echo "This machine has $other: make PYTHON=$other ..." >&2
            exit 1
        fi
    done
    echo "Install a newer one (macOS: brew install python@3.13; Debian 12 and later: apt install python3), then: make PYTHON=python3.13 ..." >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "'$python' can't make virtual environments: the module venv or ensurepip is missing." >&2
    echo "On Debian and Ubuntu it is a package of its own: apt install $package" >&2
    exit 1
fi

echo "Setting up $folder with $("$python" --version) (once, about a minute) ..."
if ! "$folder/bin/python" -c 'import pip' >/dev/null 2>&1; then
    "$python" -m venv --clear "$folder"
fi
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements.lock
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch "$folder/ready"
