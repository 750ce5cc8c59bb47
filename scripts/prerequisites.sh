# Sourced by ./run, ./test and ./fp: what must be on the machine, and what to do when it is not.

readonly DOTNET_MAJOR=10
readonly NODE_MINIMUM=18

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $1"
  say "  do:  $2"
  exit 1
}

require_dotnet() {
  command -v dotnet >/dev/null 2>&1 \
    || die ".NET SDK ${DOTNET_MAJOR} is missing (no dotnet in PATH)." "Install it: https://dotnet.microsoft.com/download/dotnet/${DOTNET_MAJOR}.0 and run this again."
  local version
  # global.json decides: an SDK of another major answers with an error.
  version=$(cd "$root" && dotnet --version 2>/dev/null) \
    || die "No .NET SDK that global.json accepts (found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' '))." "Install the .NET SDK ${DOTNET_MAJOR}.0.100 or later: https://dotnet.microsoft.com/download/dotnet/${DOTNET_MAJOR}.0"
  [ "${version%%.*}" -ge "$DOTNET_MAJOR" ] \
    || die ".NET SDK $version is too old." "Install the .NET SDK ${DOTNET_MAJOR}: https://dotnet.microsoft.com/download/dotnet/${DOTNET_MAJOR}.0"
}

require_node() {
  local minimum=${1:-$NODE_MINIMUM} version
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 \
    || die "Node.js is missing (no node or npm in PATH)." "Install Node.js $minimum or later: https://nodejs.org and run this again."
  version=$(node --version)
  version=${version#v}
  [ "${version%%.*}" -ge "$minimum" ] || die "Node.js $version is too old." "Install Node.js $minimum or later: https://nodejs.org"
}
