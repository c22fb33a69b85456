main() {
  places
  if running; then
    say pid "$pid"
    line=$(ready_line)
    [ -n "$line" ] && say ready "${line#ready }"
    say state running
  else
    say state absent
  fi
}
