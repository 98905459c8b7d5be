#!/usr/bin/env bash
# `ops/recovery/drill.sh`: PostgreSQL is lost and comes back from a base backup and its archived log, on this machine and in
# a folder of its own. What was acknowledged before the last segment was archived has to be there again, row by row; what
# came after it has not. Needs PostgreSQL's programs, and root where these run as `postgres`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
work=$(mktemp -d /tmp/popline-drill-XXXXXX)
port=$((20000 + RANDOM % 10000))
chown postgres "$work"
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
stop() { [ ! -f "$work/$1/postmaster.pid" ] || kill "-$2" "$(head -1 "$work/$1/postmaster.pid")"; }
finish() {
  stop old KILL || true
  stop new INT || true
  wait
  rm -rf "$work"
}
trap finish EXIT
ask() { as_postgres psql -h 127.0.0.1 -p "$port" -d postgres --no-psqlrc --quiet --tuples-only --no-align -c "$1"; }
start() {
  as_postgres "$programs/postgres" -D "$work/$1" -p "$port" -k "$work" > "$work/$1.log" 2>&1 &
  local server=$!
  until ask "select 1 where not pg_is_in_recovery()" 2> /dev/null | grep -q 1; do
    kill -0 "$server" || { tail "$work/$1.log"; exit 1; }
  done
}
# Rows in the product's own schema.
reserve() {
  ask "insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select 1, ticket, -ticket, 1, now() from generate_series($1, $2) as ticket"
}
everything() { ask "select count(*), md5(string_agg(reservation::text, ',' order by id)) from reservation"; }

as_postgres mkdir "$work/archive"
as_postgres "$programs/initdb" --auth=trust "$work/old" > /dev/null
cat >> "$work/old/postgresql.conf" << CONF
archive_mode = on
archive_command = 'cp %p $work/archive/%f'
CONF
start old
DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" node scripts/program.mjs migrate
reserve 1 1000
as_postgres "$programs/pg_basebackup" -h 127.0.0.1 -p "$port" -D "$work/new" --checkpoint=fast
as_postgres "$programs/pg_verifybackup" --quiet "$work/new"
reserve 1001 3000
promised=$(everything)
segment=$(ask "select pg_walfile_name(pg_switch_wal())")
until [ -f "$work/archive/$segment" ]; do sleep 0.1; done
reserve 3001 3010

stop old KILL
wait
rm -rf "$work/old"
echo "restore_command = 'cp $work/archive/%f %p'" >> "$work/new/postgresql.conf"
as_postgres touch "$work/new/recovery.signal"
start new
found=$(everything)
[ "$found" = "$promised" ] || { echo "✗ promised $promised, found $found" >&2; exit 1; }
echo "✓ all ${found%%|*} reservations that were archived are there again, as they were; the 10 that were not are lost"
