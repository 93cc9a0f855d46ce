"""Runs a command in a pseudo terminal: prompt.py EXPECT SEND [EXPECT SEND]... -- COMMAND...

Waits for each EXPECT in the output, then types the SEND that follows it. Prints the output of the terminal
and exits with the exit code of the command.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

LIMIT = 60

split = sys.argv.index("--")
script, command = sys.argv[1:split], sys.argv[split + 1 :]
child, terminal = pty.fork()
if child == 0:
    # SIGINT is ignored if the tests run as a background job, and the command would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

shown, deadline = b"", time.monotonic() + LIMIT


def read():
    """Reads some output. Returns False at the end of the output."""
    global shown
    if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
        sys.exit(f"the command did not end within {LIMIT} s: {shown!r}")
    try:
        more = os.read(terminal, 65536)
    except OSError:
        return False
    shown += more
    return bool(more)


at = 0
for expected, keys in zip(script[::2], script[1::2]):
    while expected.encode() not in shown[at:]:
        if not read():
            sys.exit(f"the command ended without `{expected}`: {shown!r}")
    at = len(shown)
    os.write(terminal, keys.encode())
while read():
    pass
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
