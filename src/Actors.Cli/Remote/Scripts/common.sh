# For any POSIX shell. Set before: root, name. Replies are lines that begin with @actors: what a login prints of itself is none.

say() { printf '@actors %s %s\n' "$1" "$2"; }

fail() {
  say error "$1"
  exit 1
}

places() {
  case $root in
    /*) ;;
    '~') root=$HOME ;;
    '~/'*) root=$HOME/${root#'~/'} ;;
    *) root=$HOME/$root ;;
  esac
  node=$root/nodes/$name
}

# When the process began: it tells it from a later one of the same number. Nothing for one that is gone, or that only its parent has not heard of yet.
birth() {
  if [ -d /proc/self ]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    # The name, in parentheses, may hold blanks; behind it the state is the first word and the start the 20th.
    set -- ${stat##*) }
    [ "$1" = Z ] && return 0
    shift 19
    printf '%s\n' "$1"
  else
    ps -o lstart= -p "$1" 2>/dev/null
  fi
}

alive() { [ -n "$born" ] && [ "$(birth "$pid")" = "$born" ]; }

# Does the process of the pid file run, and is it this node? Sets pid and born.
running() {
  pid='' born=''
  { read -r pid && read -r born; } 2>/dev/null <"$node/pid" || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  alive || return 1
  if [ -r "/proc/$pid/cmdline" ]; then
    tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -e "$node/node.conf"
  else
    ps -o args= -p "$pid" | grep -qF -e "$node/node.conf"
  fi
}

ready_line() { grep '^ready ' "$node/ready" 2>/dev/null | tail -n 1; }

# What the node said of its own end, or else the last it said.
last_words() {
  words=$(grep '^actors node: ' "$node/log" 2>/dev/null | tail -n 1)
  [ -n "$words" ] || words=$(tail -n 1 "$node/log" 2>/dev/null)
  printf '%s\n' "${words:-nothing}" | cut -c 1-500
}

pause() { sleep 0.1 2>/dev/null || sleep 1; }
