# Starts the node if it does not run, and waits for its ready line. Set before: dotnet, program, incoming, settings, limit (seconds).

receive() {
  [ -n "$incoming" ] || return 0
  # Another node's start may have brought the same program meanwhile; mv then puts ours inside it.
  [ -d "$root/program/$program" ] || mv "$incoming" "$root/program/$program" || fail "cannot write $root/program/$program"
  rm -rf "$incoming" "$root/program/$program"/.incoming-*
}

launch() {
  mkdir "$node/starting" 2>/dev/null || fail "another start of this node is under way; if there is none, remove $node/starting"
  trap 'rmdir "$node/starting" 2>/dev/null' EXIT
  printf '%s\n' "$settings" >"$node/node.conf" || fail "cannot write $node/node.conf"
  printf '%s\n' "$program" >"$node/program"
  [ -f "$node/log" ] && mv "$node/log" "$node/log.old"
  : >"$node/ready"
  cd "$node" || fail "cannot enter $node"
  # The log is appended to, so that it can be cut while the node runs. setsid, so that no signal to this session reaches the node. It does not fork here, as it leads no group yet: $! is the node.
  command -v setsid >/dev/null && detach='setsid nohup' || detach=nohup
  $detach "$dotnet" "$root/program/$program/Actors.Cli.dll" node --config "$node/node.conf" </dev/null >"$node/ready" 2>>"$node/log" &
  pid=$!
  born=$(birth "$pid")
  printf '%s\n%s\n' "$pid" "$born" >"$node/pid"
  rmdir "$node/starting"
}

# Programs that no node here was started with any more.
prune() {
  for old in "$root"/program/*; do
    cat "$root"/nodes/*/program 2>/dev/null | grep -qxF -e "${old##*/}" || rm -rf "$old"
  done
}

main() {
  umask 077
  places
  receive
  mkdir -p "$node" || fail "cannot make the folder $node; name another with --remote-dir PATH"
  if running; then
    say state running
    { [ "$(cat "$node/program")" = "$program" ] && [ "$(cat "$node/node.conf")" = "$settings" ]; } 2>/dev/null || say differs yes
  else
    say state started
    launch
  fi
  say pid "$pid"
  deadline=$(($(date +%s) + limit))
  until line=$(ready_line) && [ -n "$line" ]; do
    alive || fail "the node ended before it was ready; $node/log says: $(last_words)"
    [ "$(date +%s)" -lt "$deadline" ] || fail "not ready within $limit s; it runs on as process $pid; $node/log says: $(last_words)"
    pause
  done
  say ready "${line#ready }"
  prune
}
