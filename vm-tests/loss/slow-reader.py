"""Copies standard input at 1 kB/s, and all that is left once it is interrupted."""
import os, signal, threading
hurry = threading.Event()
signal.signal(signal.SIGINT, lambda *_: hurry.set())
while data := os.read(0, 1000 if not hurry.is_set() else 1 << 16):
    os.write(1, data)
    hurry.wait(1)
