#!/usr/bin/env bash
# One would guess that watching a path reports every change of the file at that path.
# Editors save by writing a temporary file and renaming it. Given the path of a file, watchfiles
# reports the first such save and then stays silent for good, since the watch is on the old inode:
# neither further renames nor plain writes arrive. Watching the folder works.
# A reload on change would work exactly once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check watchfiles==1.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('watchfiles', version('watchfiles'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pathlib, queue, tempfile, threading, time
import watchfiles

folder = pathlib.Path(tempfile.mkdtemp(dir=sys.argv[1]))

def seen_after(watched, change, seconds):
    while not watched.empty():
        watched.get()
    change()
    try:
        return bool(watched.get(timeout=seconds))
    except queue.Empty:
        return False

def start(path, stop):
    found = queue.Queue()
    def run():
        for changes in watchfiles.watch(path, stop_event=stop, debounce=50, step=20, rust_timeout=200):
            found.put(changes)
    threading.Thread(target=run, daemon=True).start()
    return found

def replace(path):
    other = path.with_suffix(".new")
    other.write_text(str(time.time_ns()))
    other.replace(path)

file = folder / "a.md"
file.write_text("0")
stop = threading.Event()
by_file, by_folder = start(file, stop), start(folder, stop)
for _ in range(50):  # until both watches are running
    file.write_text("1")
    if seen_after(by_folder, lambda: file.write_text("2"), 1) and not by_file.empty():
        break
time.sleep(1)
check("plain write", seen_after(by_file, lambda: file.write_text("3"), 5), True)
check("first save by renaming", seen_after(by_file, lambda: replace(file), 5), True)
time.sleep(1)
check("second save by renaming", seen_after(by_file, lambda: replace(file), 3), False)
check("plain write after it", seen_after(by_file, lambda: file.write_text("4"), 3), False)
check("the folder's watch", seen_after(by_folder, lambda: replace(file), 5), True)
stop.set()
print("as recorded")
EOF
