# Sourced by ./test: an older PostgreSQL (Debian's) of its own in a temporary folder, for the tests that touch a database.

OLDER_POSTGRES=""
OLDER_VERSION=""
older_folder=""
older_bin=""

# PostgreSQL does not run as root; Debian's package brings the user.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

start_older_postgres() {
  local candidate
  for candidate in /usr/lib/postgresql/15/bin /usr/lib/postgresql/16/bin /usr/lib/postgresql/17/bin; do
    [ -x "$candidate/initdb" ] && older_bin=$candidate && break
  done
  [ -n "$older_bin" ] || return 1
  OLDER_VERSION=$(basename "$(dirname "$older_bin")")
  older_folder=$(mktemp -d /var/tmp/fp-test-postgres-XXXXXX)
  [ "$(id -u)" -ne 0 ] || chown postgres "$older_folder"
  local secret="$older_folder/secret" port
  port=$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  head -c 18 /dev/urandom | base64 | tr -d '/+=' >"$secret"
  chmod 600 "$secret"
  [ "$(id -u)" -ne 0 ] || chown postgres "$secret"
  OLDER_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres;Password=$(cat "$secret")"
  (
    cd / || exit 1
    as_postgres "$older_bin/initdb" -D "$older_folder/cluster" -U postgres -A scram-sha-256 --pwfile "$secret" --encoding=UTF8 --locale=C.UTF-8 --no-sync
    # Thrown away afterwards, so it need not survive a crash.
    as_postgres "$older_bin/pg_ctl" -w -D "$older_folder/cluster" -l "$older_folder/server.log" \
      -o "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=256MB" start
  ) >"$LOGS/postgresql-$OLDER_VERSION.log" 2>&1 && return 0
  stop_older_postgres
  return 1
}

stop_older_postgres() {
  [ -n "$older_folder" ] || return 0
  (cd / && as_postgres "$older_bin/pg_ctl" -m immediate -D "$older_folder/cluster" stop) >/dev/null 2>&1
  rm -rf "$older_folder"
  older_folder=""
}
trap stop_older_postgres EXIT

# Runner filters, one word a line, for every test class that asks for a database.
database_test_classes() {
  grep -rlE 'CityDatabase|NodeDatabase' "$root/tests/FinancingPlatform.Tests" --include='*Tests.cs' \
    | while read -r file; do printf -- '-class\n*.%s\n' "$(basename "$file" .cs)"; done
}
