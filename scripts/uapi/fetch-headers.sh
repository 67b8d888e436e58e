#!/bin/bash
# Fetches the kernel's headers for user space by package name: fetch-headers.sh WORK, with an apt sources file in SOURCES.
# Leaves in WORK: uapi/ARCHITECTURE/asm/*.h, uapi/asm-generic/*.h and package (name and version).
set -eu -o pipefail
work=$1
export LC_ALL=C.UTF-8

mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/deb" "$work/unpacked"
: > "$work/apt/status"
apt=(-q -oAPT::Sandbox::User=root "-oDir::Etc::sourcelist=$SOURCES" -oDir::Etc::sourceparts=/dev/null
  "-oDir::State::Lists=$work/apt/lists" "-oDir::State::status=$work/apt/status" "-oDir::Cache=$work/apt/cache"
  -oAcquire::Check-Valid-Until=false -oAcquire::Retries=3 -oAcquire::Languages=none)

apt-get "${apt[@]}" update >&2
cd "$work/deb"
apt-get "${apt[@]}" download linux-libc-dev >&2
dpkg-deb -x ./*.deb "$work/unpacked"
dpkg-deb -f ./*.deb Package Version | awk '{ print $2 }' | paste -sd' ' > "$work/package"
cp -r "$work/unpacked/usr/lib/linux/uapi" "$work/uapi"
rm -rf "$work/uapi/asm-generic"
cp -r "$work/unpacked/usr/include/asm-generic" "$work/uapi/asm-generic"
rm -rf "$work/apt" "$work/deb" "$work/unpacked"
