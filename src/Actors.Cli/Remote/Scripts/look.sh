# What does the machine have? Set before: dotnet, frameworks (name and major version, a line each), program.

has_frameworks() {
  runtimes=$("$1" --list-runtimes 2>/dev/null) || return 1
  while read -r framework major; do
    printf '%s\n' "$runtimes" | grep -qF -e "$framework $major." || {
      lacks="$1 has no $framework $major"
      return 1
    }
  done <<FRAMEWORKS
$frameworks
FRAMEWORKS
}

find_dotnet() {
  lacks=''
  if [ -n "$dotnet" ]; then
    set -- "$dotnet"
  else
    set -- dotnet "${DOTNET_ROOT:-/nowhere}/dotnet" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet
  fi
  for candidate in "$@"; do
    candidate=$(command -v "$candidate" 2>/dev/null) || continue
    if has_frameworks "$candidate"; then
      say dotnet "$candidate"
      return
    fi
  done
  [ -n "$lacks" ] && fail "$lacks; install the ASP.NET Core runtime of that version there, or name another dotnet with --dotnet PATH"
  fail "no dotnet (looked for: $*); install the .NET and ASP.NET Core runtimes there, or name it with --dotnet PATH"
}

main() {
  places
  if running; then
    say running "$pid"
    return
  fi
  for tool in tar gzip grep nohup mktemp; do
    command -v "$tool" >/dev/null || fail "the host has no $tool; install it"
  done
  find_dotnet
  [ -d "$root/program/$program" ] && return 0
  umask 077
  mkdir -p "$root/program" || fail "cannot make the folder $root/program; name another with --remote-dir PATH"
  # What an upload left that was cut off.
  find "$root/program" -name '.incoming-*' -prune -mtime +0 -exec rm -rf {} +
  incoming=$(mktemp -d "$root/program/.incoming-XXXXXX") || fail "cannot make a folder in $root/program"
  say incoming "$incoming"
}
