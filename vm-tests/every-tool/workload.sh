#!/bin/bash
# A little of everything that any tool shows: programs, files, disk blocks, connections, names looked up, lines typed.
# Names are as hostile as the kernel lets them be: control sequences, a line break, bytes that are no UTF-8.
cd "$(mktemp -d)" || exit 1
hostile=$'\e[2J\e]0;x\a\n\xff\xe2\x80\xae\xc2\x9b2J\xe2\x80\xa8"'
cp /bin/sleep "$hostile"
python3 -m http.server --bind 127.0.0.1 8099 >/dev/null 2>&1 &
server=$!
for round in 1 2 3; do
  "./$hostile" 0
  cat /etc/hostname "/nonexistent/$hostile" "$hostile" >/dev/null 2>&1
  dd if=/dev/zero of=/dev/vdb bs=4k count=16 oflag=direct status=none
  dd if=/dev/vdb of=/dev/null bs=4k count=16 iflag=direct status=none
  dd if=/dev/zero of="data $hostile" bs=4k count=64 status=none
  getent hosts localhost >/dev/null
  for try in {1..50}; do
    timeout 30 bash -c 'exec 3<>/dev/tcp/127.0.0.1/8099 && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3 >/dev/null' \
      2>/dev/null && break
    sleep 0.1
  done
  # A shell may throw away what was typed before it was ready, the end of input too, and then wait for ever.
  printf 'echo typed %s\nexit\n' "$round" | timeout 20 script -qec 'bash --norc -i' /dev/null >/dev/null
done
kill $server
