#!/usr/bin/env bash
# `ops/image/check.sh FOLDER`: runs the image that build.sh left in FOLDER as it runs on AWS: a root file system that
# nobody can write to, as 65532 without a capability, without a shell. It migrates an empty PostgreSQL by its own
# program, answers, and ends within 25 s of SIGTERM, with what was under way answered. Needs root, buildah, runc, curl
# and PostgreSQL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(realpath "${1:?the folder of build.sh}")
image() { buildah --storage-driver vfs --root "$folder/storage" --runroot "$folder/run" "$@"; }
say() { printf '✓ %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

work=$(mktemp -d /tmp/popline-image-XXXXXX)
chmod 755 "$work"
container=$(image from popline:check)
postgres=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
finish() {
  runc --root "$work/runc" delete --force popline 2> /dev/null || true
  [ ! -f "$work/data/postmaster.pid" ] || kill -INT "$(head -1 "$work/data/postmaster.pid")" || true
  wait
  image rm "$container" > /dev/null
  rm -rf "$work"
}
trap finish EXIT

install -d -o postgres "$work/data"
as_postgres "$postgres/initdb" --auth=trust --no-sync "$work/data" > /dev/null
read -r database_port port < <(node -e '
  const { createServer } = require("node:net");
  const free = () => new Promise((done) => {
    const one = createServer().listen(0, "127.0.0.1", () => done(one));
  });
  Promise.all([free(), free()]).then((all) => {
    console.log(...all.map((one) => one.address().port));
    for (const one of all) one.close();
  });')
as_postgres "$postgres/postgres" -D "$work/data" -p "$database_port" -k "$work/data" > "$work/postgres.log" 2>&1 &
database=$!
until as_postgres "$postgres/pg_isready" --quiet -h 127.0.0.1 -p "$database_port"; do
  kill -0 "$database" || fail "PostgreSQL does not start"
done

root=$(image mount "$container")
[ -z "$(find "$root" -name sh -o -name bash -o -name dash -o -name busybox | grep bin/ || true)" ] || fail "there is a shell"
say "there is no shell in it"

# The bundle that a runtime is given; `program` is what node runs.
bundle() {
  IMAGE_ROOT="$root" PORT="$port" DATABASE="$database_port" PROGRAM="$1" IMAGE="$(image inspect popline:check)" \
    node ops/image/bundle.mjs > "$work/config.json"
}
run() { runc --root "$work/runc" run --bundle "$work" popline; }

bundle dist/programs/migrate.js
run > "$work/migrate.log" 2>&1 || { cat "$work/migrate.log"; fail "the migration"; }
say "migrates: $(tail -1 "$work/migrate.log")"

bundle dist/programs/server.js
run > "$work/server.log" 2>&1 &
server=$!
until grep -q "listening on" "$work/server.log"; do
  kill -0 "$server" 2> /dev/null || { cat "$work/server.log"; fail "the server does not start"; }
done
# The first process of the container; the server may have children of its own just then.
program=$(runc --root "$work/runc" state popline | node -p 'JSON.parse(require("node:fs").readFileSync(0)).pid')
[ "$(awk '/^Uid:/ { print $2 $3 $4 $5 }' "/proc/$program/status")" = 65532655326553265532 ] || fail "who it runs as"
grep -q '^CapEff:\s*0*$' "/proc/$program/status" || fail "it has capabilities"
grep -qE '^[^ ]+ / [^ ]+ ro[, ]' "/proc/$program/mounts" || fail "its root can be written to"
say "runs as 65532 without capabilities, its root read-only"
node ops/smoke.mjs "http://127.0.0.1:$port"

# A search is under way, behind a lock that goes after a second, when it is told to end.
ask() { as_postgres psql -h 127.0.0.1 -p "$database_port" -d postgres --no-psqlrc --quiet --tuples-only --no-align "$@"; }
ask -c "begin; lock table store_search in access exclusive mode; select pg_sleep(1)" > /dev/null &
until ask -c "select 1 from pg_locks where mode = 'AccessExclusiveLock' and granted
    and relation = 'store_search'::regclass" | grep -q 1; do sleep 0.1; done
curl --silent --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$port/api/stores?q=rabbit" > "$work/answer" &
until ask -c "select 1 from pg_locks where not granted and relation = 'store_search'::regclass" | grep -q 1; do sleep 0.1; done
started=$(date +%s)
kill -TERM "$program"
wait "$server" || fail "it ended with $?: $(tail -3 "$work/server.log")"
took=$(($(date +%s) - started))
[ "$took" -lt 25 ] || fail "it took $took s to end"
[ "$(cat "$work/answer")" = 200 ] || fail "what was under way got $(cat "$work/answer")"
say "ends in good order $took s after SIGTERM, with what was under way answered"
