"""Runs a program in a terminal, types keys at it one after the other, and waits for its end: type-into.py KEYS COMMAND..."""
import os
import pty
import select
import sys
import time

keys = sys.argv[1].encode().decode("unicode_escape").encode("latin-1").split(b"|")
child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[2], sys.argv[2:])


def drain(seconds):
    """Reads what the program draws until it is quiet; an editor that nobody reads stands still."""
    end = time.time() + seconds
    while time.time() < end:
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            try:
                if not os.read(terminal, 65536):
                    return
            except OSError:
                return


drain(0.4)
for key in keys:
    os.write(terminal, key)
    drain(0.15)
deadline = time.time() + 5
while time.time() < deadline:
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        sys.exit(os.waitstatus_to_exitcode(status))
    drain(0.05)
os.kill(child, 9)
sys.exit(1)
