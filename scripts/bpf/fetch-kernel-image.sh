#!/bin/bash
# Fetches a kernel image of another architecture by package name: fetch-kernel-image.sh WORK ARCHITECTURE, with an apt
# sources file in SOURCES. Leaves in WORK: image (as shipped) and release.
set -eu -o pipefail
work=$1 architecture=$2
export LC_ALL=C.UTF-8

mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/deb" "$work/unpacked"
: > "$work/apt/status"
apt=(-q -oAPT::Sandbox::User=root "-oDir::Etc::sourcelist=$SOURCES" -oDir::Etc::sourceparts=/dev/null
  "-oDir::State::Lists=$work/apt/lists" "-oDir::State::status=$work/apt/status" "-oDir::Cache=$work/apt/cache"
  "-oAPT::Architecture=$architecture" "-oAPT::Architectures=$architecture" -oAcquire::Check-Valid-Until=false
  -oAcquire::Retries=3 -oAcquire::Languages=none)
depends_on() {
  apt-cache "${apt[@]}" depends "$1" | awk -v p="Depends: $2" '$0 ~ p { print $2 }' | sort -u
}

apt-get "${apt[@]}" update >&2
image=$(depends_on "linux-image-$architecture" 'linux-image-' | head -1)
[[ -n $image ]] || { echo "no package linux-image-$architecture in this suite" >&2; exit 1; }
mapfile -t packages < <(echo "$image"; depends_on "$image" 'linux-binary-')
cd "$work/deb"
apt-get "${apt[@]}" download "${packages[@]}" >&2
for file in *.deb; do
  dpkg-deb --fsys-tarfile "$file" | tar -x -C "$work/unpacked" --wildcards '*/vmlinuz*' 2> /dev/null || true
done
mv "$(find "$work/unpacked" -type f -name 'vmlinuz*' | head -1)" "$work/image"
echo "${image#linux-image-}" > "$work/release"
rm -rf "$work/apt" "$work/deb" "$work/unpacked"
