#!/bin/sh
# A new user's walk with the installed program: sh walk.sh PROGRAM
# Starts the sandbox, signs in to it, and does five jobs: find people, create one, import some, take the tenant's
# configuration into files and compare it, run a script. It takes a shell and coreutils. Every answer is looked at; the first wrong one ends the walk.
set -eu

program=$1
place=$(mktemp -d)
sandbox=''
leave() {
  if [ -n "$sandbox" ]; then
    kill "$sandbox" 2>/dev/null || true
    # It keeps compiled code at its end.
    wait "$sandbox" 2>/dev/null || true
  fi
  rm -rf "$place"
}
trap leave EXIT
trap 'exit 130' INT TERM

# An empty home, as on the first day.
export HOME="$place/home" XDG_CONFIG_HOME="$place/home/config" XDG_CACHE_HOME="$place/home/cache" \
  XDG_DATA_HOME="$place/home/data" XDG_STATE_HOME="$place/home/state" LOGTO_CONFIG_DIR="$place/home/logto" \
  LOGTO_KEYCHAIN=off
unset LOGTO_ENDPOINT LOGTO_CLIENT_ID LOGTO_CLIENT_SECRET LOGTO_AUTH LOGTO_ACCESS_TOKEN LOGTO_PROFILE || true
mkdir -p "$HOME"
cd "$place"

logto() { "$program" "$@"; }
step() { printf '%s\n' "- $1"; }
# expect WHAT PART TEXT: the text holds the part.
expect() {
  case $3 in
    *"$2"*) ;;
    *)
      printf '%s: expected "%s" in:\n%s\n' "$1" "$2" "$3" >&2
      exit 1
      ;;
  esac
}

step 'the version, and the way to help'
expect version 'logto-admin-cli/' "$(logto --version)"
expect help 'users' "$(logto --help)"

step 'a tenant to try, and a sign-in to it'
"$program" sandbox >sandbox.env &
sandbox=$!
tries=0
until case $(cat sandbox.env) in *LOGTO_CLIENT_SECRET=*) ;; *) false ;; esac do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ] || ! kill -0 "$sandbox"; then
    echo 'the sandbox did not start' >&2
    exit 1
  fi
  sleep 0.2
done
# A value of what the sandbox has printed for shells, in a shell of its own: the walk signs in by a profile.
value() { (. ./sandbox.env && eval "printf '%s\\n' \"\$$1\""); }
endpoint=$(value LOGTO_ENDPOINT)
value LOGTO_CLIENT_SECRET | logto login --profile try --endpoint "$endpoint" --client-id "$(value LOGTO_CLIENT_ID)" \
  --client-secret-stdin --storage file
expect whoami "$endpoint" "$(logto whoami --json)"

step 'find people'
expect 'users list' 'ana.duarte@example.com' "$(logto users list)"
expect 'users find' 'Ana Duarte' "$(logto users find ana.duarte@example.com)"

step 'create somebody'
id=$(logto users create --username walker --primary-email walker@example.com --name 'New Walker' -o text)
expect 'users get' 'New Walker' "$(logto users get "$id" --json)"

step 'import people'
printf 'primaryEmail,name\nfirst@example.com,First Person\nsecond@example.com,Zwölfte Person\n' >people.csv
expect 'the plan' '"people"' "$(logto users import people.csv --dry-run --json | tr A-Z a-z)"
logto users import people.csv --yes --json >imported.json
expect 'the imported' 'Zwölfte Person' "$(logto users find second@example.com --json)"

step 'the tenant as files'
role=$(logto roles create --name walkers --description 'Those who walk' -o text)
logto tenant pull tenant
logto tenant validate tenant
logto tenant diff tenant
logto roles update "$role" --description 'Those who run' -o text
status=0
logto tenant diff tenant >difference.txt || status=$?
if [ "$status" != 9 ]; then
  echo "tenant diff ended with $status where something differs" >&2
  exit 1
fi

step 'a script'
expect lua '42 New Walker' "$(logto lua --eval "print(6 * 7, logto.get_user{user_id = '$id'}.name)" | tr '\t' ' ')"

step 'the end'
logto users delete "$id" --yes
logto logout --profile try
status=0
logto users list >/dev/null 2>signed-out.txt || status=$?
if [ "$status" != 3 ]; then
  echo "users list ended with $status after the logout" >&2
  exit 1
fi
echo 'The walk is done.'
