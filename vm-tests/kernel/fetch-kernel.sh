#!/bin/bash
# Fetches one of Debian's kernels by package name and unpacks it: fetch-kernel.sh WORK, with an apt sources file in SOURCES.
#
# Leaves in WORK: vmlinuz, config, modules/RELEASE/ (decompressed, depmod run), modules.img (ext4 of modules/), release,
# package (name and version). Each line on stdout is progress, stderr is for the log.
set -eu -o pipefail
work=$1
export LC_ALL=C.UTF-8

mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/deb" "$work/unpacked"
chmod 755 "$work"
apt=(-q -oAPT::Sandbox::User=root "-oDir::Etc::sourcelist=$SOURCES" -oDir::Etc::sourceparts=/dev/null
  "-oDir::State::Lists=$work/apt/lists" "-oDir::Cache=$work/apt/cache" -oAcquire::Check-Valid-Until=false
  -oAcquire::Retries=3 -oAcquire::Languages=none)

again() {
  local attempt
  for attempt in 1 2 3; do
    "$@" >&2 && return 0
    [[ $attempt = 3 ]] && return 1
    echo "${1##*/} failed, trying again"
    sleep $((attempt * 5))
  done
}
depends_on() { # depends_on PACKAGE PATTERN: the dependencies whose name matches
  apt-cache "${apt[@]}" depends "$1" | awk -v p="Depends: $2" '$0 ~ p { print $2 }' | sort -u
}

echo 'reading the package lists'
again apt-get "${apt[@]}" update
image=$(depends_on linux-image-amd64 'linux-image-' | head -1)
[[ -n $image ]] || { echo 'no package linux-image-amd64 in this suite' >&2; exit 1; }
# Newer suites split the image package; the parts it depends on hold the files.
mapfile -t packages < <(echo "$image"; depends_on "$image" 'linux-(binary|modules)-')
echo "downloading ${packages[*]}"
cd "$work/deb"
again apt-get "${apt[@]}" download "${packages[@]}"
for file in *.deb; do dpkg-deb -x "$file" "$work/unpacked"; done
dpkg-deb -f "$(ls "${image}"_*.deb)" Package Version | awk '{ print $2 }' | paste -sd' ' > "$work/package"
cd "$work"

echo 'unpacking the modules'
modules=$(find unpacked -type d -path '*/modules/*' -name '[0-9]*' -prune | head -1)
release=${modules##*/}
echo "$release" > release
cp "$(find unpacked -type f -name 'vmlinuz*' | head -1)" vmlinuz
config=$(find unpacked -type f \( -name 'config-*' -o -name config \) | head -1)
[[ -z $config ]] || cp "$config" config
mkdir -p modules
mv "$modules" modules/
rm -f "modules/$release/"{build,source,vmlinuz}
find modules -name '*.ko.xz' -print0 | xargs -0 -r -n 100 -P 2 xz -d
find modules -name '*.ko.zst' -print0 | xargs -0 -r -n 100 -P 2 zstd -q -d --rm
mkdir -p tree/lib
ln -s ../../modules tree/lib/modules
depmod -b tree "$release"
# The headers package of the same release, where a guest has it.
ln -s "/usr/src/linux-headers-$release" "modules/$release/build"
ln -s "/usr/src/linux-headers-${release%-amd64}-common" "modules/$release/source"

echo 'making the modules image'
megabytes=$(du -sm modules | cut -f1)
mke2fs -q -t ext4 -O ^has_journal,^metadata_csum,^orphan_file -m 0 -d modules modules.img "$((megabytes * 115 / 100 + 40))M" >&2
rm -rf unpacked deb apt
