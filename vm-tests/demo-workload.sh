#!/bin/bash
# A little of everything a tracing tool shows: programs, files, disk blocks, connections, a line typed into a shell. About two
# rounds a second.
cd "$(mktemp -d)" || exit 1
python3 -m http.server --bind 127.0.0.1 8099 >/dev/null 2>&1 &
while :; do
  ls -l /etc >/dev/null
  cat /etc/hostname /nonexistent >/dev/null 2>&1
  dd if=/dev/zero of=data bs=4k count=64 conv=fsync status=none
  grep -c root /etc/passwd >/dev/null
  (exec 3<>/dev/tcp/127.0.0.1/8099 && printf 'GET / HTTP/1.0\r\n\r\n' >&3 && cat <&3 >/dev/null) 2>/dev/null
  script -qc 'bash --norc -i' /dev/null <<< $'uname -r\nexit' >/dev/null 2>&1
  sleep 0.4
done
