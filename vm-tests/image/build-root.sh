#!/bin/bash
# Builds one layer of the guest's root file system. Runs as root in mount and PID namespaces of its own, so that no
# mount and no process outlives it.
#
#   build-root.sh base  WORK    makes WORK/root (a Debian system) and WORK/root.img
#   build-root.sh layer WORK    makes WORK/root.img, the difference that PACKAGES make to the system in BASE
#
# Environment: PACKAGES (names), SOURCES (an apt sources file), and for base: SUITE, MIRROR, KEYRING, NODE (a binary).
# Each line on stdout is progress, stderr is for the log.
set -eu -o pipefail
kind=$1 work=$2
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

again() { # again COMMAND...: three attempts, for mirrors that hiccup
  local attempt
  for attempt in 1 2 3; do
    "$@" >&2 && return 0
    [[ $attempt = 3 ]] && return 1
    echo "${1##*/} failed, trying again"
    sleep $((attempt * 5))
  done
}

bootstrap() {
  rm -rf "$root"
  debootstrap --variant=minbase --keyring="$KEYRING" --cache-dir="$debs" "$SUITE" "$root" "$MIRROR" >&2
}

in_root() { chroot "$root" "$@"; }

prepare_apt() {
  mkdir -p "$root/etc/apt/apt.conf.d" "$root/etc/dpkg/dpkg.cfg.d"
  rm -f "$root/etc/apt/sources.list"
  cp "$SOURCES" "$root/etc/apt/sources.list.d/debian.sources"
  # Proxies and the like, as on the machine that builds.
  apt-config dump | grep '^Acquire::' > "$root/etc/apt/apt.conf.d/50acquire" || true
  printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\nAcquire::Retries "3";\n' \
    > "$root/etc/apt/apt.conf.d/60image"
  printf '%s\n' force-unsafe-io 'path-exclude=/usr/share/man/*' 'path-exclude=/usr/share/doc/*' \
    'path-exclude=/usr/share/locale/*' > "$root/etc/dpkg/dpkg.cfg.d/image"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  cp /etc/hosts "$root/etc/hosts"
  if [[ -e /etc/ssl/certs/ca-certificates.crt && ! -e $root/etc/ssl/certs/ca-certificates.crt ]]; then
    mkdir -p "$root/etc/ssl/certs"
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  fi
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sys "$root/sys"
  mount --rbind /dev "$root/dev"
}

install_packages() {
  echo "installing $(wc -w <<< "$PACKAGES") packages and what they depend on"
  again in_root apt-get -q update
  # shellcheck disable=SC2086
  again in_root apt-get -q --yes --no-install-recommends -oDpkg::Use-Pty=0 install $PACKAGES
  in_root apt-get clean
}

finish_root() {
  umount -l "$root/dev" "$root/sys" "$root/proc"
  rm -rf "$root"/var/lib/apt/lists/* "$root"/boot/* "$root"/tmp/*
  # Servers want their directories there.
  find "$root/var/log" -type f -delete
  rm -f "$root/etc/resolv.conf" "$root/usr/sbin/policy-rc.d" "$root/etc/apt/apt.conf.d/50acquire"
  printf '127.0.0.1 localhost guest\n::1 localhost\n' > "$root/etc/hosts"
}

make_image() { # make_image DIRECTORY
  echo 'making the file system image'
  local megabytes files
  megabytes=$(du -sm --apparent-size "$1" | cut -f1)
  files=$(find "$1" | wc -l)
  mke2fs -q -t ext4 -O ^has_journal,^metadata_csum,^orphan_file -m 0 -i 8192 -N $((files + 2000)) -d "$1" \
    "$work/root.img" "$((megabytes * 125 / 100 + files / 200 + 64))M" >&2
}

case $kind in
  base)
    root=$work/root debs=$work/debs
    mkdir -p "$debs"
    echo "debootstrap $SUITE"
    again bootstrap
    rm -rf "$debs"
    prepare_apt
    install_packages
    in_root useradd --create-home --uid 1000 --shell /bin/bash user
    install -D -m 755 "$NODE" "$root/usr/lib/bcc-ts/node"
    strip "$root/usr/lib/bcc-ts/node"
    echo guest > "$root/etc/hostname"
    finish_root
    make_image "$root"
    ;;
  layer)
    root=$work/merged
    mkdir -p "$root" "$work/upper" "$work/scratch"
    mount -t overlay -o "lowerdir=$BASE,upperdir=$work/upper,workdir=$work/scratch,redirect_dir=off,metacopy=off,index=off" \
      overlay "$root"
    prepare_apt
    install_packages
    finish_root
    umount "$root"
    make_image "$work/upper"
    rm -rf "$work/upper" "$work/scratch" "$root"
    ;;
esac
