#!/usr/bin/env bash
# The README's two commands on a machine that has Node, npm, git, sh and coreutils, and nothing else:
#   bash test/bare-machine.sh              both, whole
#   bash test/bare-machine.sh FILE...      the second with these files of tests alone
# They run in a new clone of what is committed, with a PATH of their own, an empty home and no session bus; libsecret
# is hidden by a mount namespace, for which root or user namespaces are needed (where there is no libsecret, neither).
set -euo pipefail

programs='node npm npx git sh
  [ arch b2sum base32 base64 basename basenc cat chgrp chmod chown chroot cksum comm cp csplit cut date dd df dir
  dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname
  ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd
  readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split
  stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink
  users vdir wc who whoami yes'

# Folders of the loader in which there is a libsecret.
libsecret_folders() {
  local file
  for file in /lib/libsecret-1.so* /lib64/libsecret-1.so* /usr/lib/libsecret-1.so* /usr/lib64/libsecret-1.so* \
    /usr/lib/*-linux-*/libsecret-1.so* /usr/local/lib/libsecret-1.so*; do
    if [ -e "$file" ]; then realpath "$(dirname "$file")"; fi
  done | sort -u
}

# In a mount namespace: each such folder becomes one of links to all its files but those of libsecret.
hide_libsecret() {
  local folder shelf n=0
  for folder in $(libsecret_folders); do
    n=$((n + 1))
    shelf="$place/libraries/$n"
    mkdir -p "$shelf/all" "$shelf/shown"
    mount --bind "$folder" "$shelf/all"
    find "$shelf/all" -mindepth 1 -maxdepth 1 ! -name 'libsecret-1.so*' -exec ln -s -t "$shelf/shown" {} +
    mount --bind "$shelf/shown" "$folder"
  done
}

if [ "${1:-}" != --inside ]; then
  cd "$(dirname "$0")/.."
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  mkdir "$place/bin" "$place/home"
  for program in $programs; do
    if found=$(command -v "$program") && [ -x "$found" ]; then ln -s "$found" "$place/bin/$program"; fi
  done
  # The program itself, where `node` is the script of a version manager; test and [ are known to the shell, too.
  ln -sf "$(node -p process.execPath)" "$place/bin/node"
  for program in '[' echo false kill printf pwd test true; do
    if [ -x "/usr/bin/$program" ]; then ln -sf "/usr/bin/$program" "$place/bin/$program"; fi
  done
  git clone -q --no-hardlinks . "$place/clone"
  # npm reaches its registry as it does here, and fetches nothing twice.
  npm_config_userconfig=$(npm config get userconfig)
  npm_config_cache=$(npm config get cache)
  export npm_config_userconfig npm_config_cache
  namespace=''
  if [ -n "$(libsecret_folders)" ]; then
    if [ "$(id -u)" = 0 ]; then namespace='unshare --mount'; else namespace='unshare --mount --map-root-user'; fi
  fi
  $namespace bash "$PWD/test/bare-machine.sh" --inside "$place" "$@"
  exit
fi

place=$2
shift 2
hide_libsecret
clean=(PATH="$place/bin" HOME="$place/home" LANG=C.UTF-8)
for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NODE_EXTRA_CA_CERTS SSL_CERT_FILE \
  ${!npm_config_@}; do
  if [ -n "${!name:-}" ]; then clean+=("$name=${!name}"); fi
done
cd "$place/clone"
bare() { env -i "${clean[@]}" sh -ec "$1" sh "${@:2}"; }

bare '
  for program in awk bash busybox curl dash dbus-run-session ed fish gawk gnome-keyring-daemon grep mawk openssl ps python3 script sed zsh; do
    if command -v "$program" >/dev/null; then echo "$program is still to be found" >&2; exit 1; fi
  done
  node -e "
    try { process.dlopen({ exports: {} }, \"libsecret-1.so.0\") } catch ({ message }) {
      if (/^libsecret-1.so.0: cannot open shared object file/.test(message)) process.exit(0)
      console.error(message)
    }
    console.error(\"libsecret is still to be found\")
    process.exit(1)
  "
  echo "A bare machine: $(ls "${PATH}" | wc -l) programs, Node $(node --version), no libsecret"
'
printf '\n$ npm ci && npm run demo\n'
bare 'npm ci --no-audit --no-fund && npm run demo'
printf '\n$ npm ci && npm test\n'
bare 'npm ci --no-audit --no-fund && npm test -- "$@"' "$@"
