"""Writes to files, one with a hostile name, and to a connection with itself, again and again, until it is ended."""
import os, socket, time
server = socket.create_server(('127.0.0.1', 8111))
client = socket.create_connection(('127.0.0.1', 8111))
peer, _ = server.accept()
known, hostile = (os.open(name, os.O_CREAT | os.O_WRONLY) for name in (b'known-file', b'x\x1b[2J\x1b]0;y\x07\xc2\x9b5n'))
while True:
    for i in range(31): os.pwrite(known, b'x' * 1024, 0)
    for i in range(29): os.pwrite(hostile, b'x' * 1024, 0)
    client.sendall(b'x' * 10240)
    peer.recv(65536)
    time.sleep(0.1)
