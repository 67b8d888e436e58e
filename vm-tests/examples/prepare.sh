#!/bin/bash
# What the examples name besides the tools: programs to run or to pipe into, libraries, a container, pinned maps.
mkdir -p /root/bin /opt/lib /usr/local/lib
# The rest of a pipe is not under test; it must not end before the tool does.
printf '#!/bin/bash\ntrap "" INT\nexec cat >/dev/null\n' > /root/bin/jq
cp /root/bin/jq /root/bin/flamegraph.pl
printf '#!/bin/bash\nexec ls /\n' > /root/bin/make
printf '#!/bin/bash\nexec sleep 1000\n' > /root/test
chmod +x /root/bin/* /root/test
ln -s /lib/*-linux-gnu/libc.so.6 /opt/lib/
ln -s /lib/*-linux-gnu/libreadline.so.8 /usr/local/lib/
mkdir -p "/sys/fs/cgroup/docker-4f3d$(printf '0%.0s' {1..60}).scope"
python3 /root/pin-map.py /sys/fs/bpf/test01 8 "$(stat -c %i /sys/fs/cgroup)"
python3 /root/pin-map.py /sys/fs/bpf/test02 4 "$(stat -Lc %i /proc/self/ns/mnt)"
setsid python3 -c 'import time
while True: time.sleep(0.1)' > /dev/null 2>&1 &
echo $!
setsid sleep 1000 > /dev/null 2>&1 &
echo $!
