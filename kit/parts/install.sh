#!/bin/sh
# Installs without the internet: makes an environment and fills it from wheels/.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
for python in "python$(cat "$here/python.txt")" python3 python; do
  command -v "$python" >/dev/null 2>&1 && exec "$python" "$here/install.py" "$@"
done
cat "$here/no-python.txt"
exit 2
