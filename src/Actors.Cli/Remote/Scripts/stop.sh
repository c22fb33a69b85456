# Asks the node to leave, and waits until it has. Set before: limit (seconds).

main() {
  places
  if ! running; then
    rm -f "$node/pid"
    say state absent
    return
  fi
  say pid "$pid"
  kill -TERM "$pid" 2>/dev/null
  deadline=$(($(date +%s) + limit))
  while alive; do
    [ "$(date +%s)" -lt "$deadline" ] || fail "process $pid still runs $limit s after it was asked to end; look into $node/log, or end it there with kill -9 $pid"
    pause
  done
  rm -f "$node/pid" "$node/ready"
  say state stopped
}
