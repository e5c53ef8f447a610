# window.sh -- for tests that drive the real program in a real window: a display of their own, keys,
# clicks, and what the picture says (tricolor --describe). Source it; $build is the build folder.

command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "no Xvfb or xdotool"; exit 77; }

failures=0
scratch=$(mktemp -d)
picture=$scratch/picture.txt
# What the window remembers is nobody's here.
export XDG_CONFIG_HOME=$scratch/config XDG_STATE_HOME=$scratch/state XDG_DATA_HOME=$scratch/data

start_display() { # WIDTHxHEIGHT
    Xvfb -displayfd 3 -screen 0 "${1:-1600x900}x24" 3>"$scratch/display" 2>/dev/null &
    display=$!
    for _ in $(seq 100); do
        [ -s "$scratch/display" ] && break
        sleep 0.05
    done
    DISPLAY=:$(cat "$scratch/display")
    export DISPLAY
    unset WAYLAND_DISPLAY
}

stop_display() {
    kill "$display" 2>/dev/null
    rm -rf "$scratch"
}

start_program() { # ARGUMENT...
    rm -f "$picture"
    "$build/tricolor" --size 1600x900 --describe "$picture" "$@" &
    program=$!
    window=$(xdotool search --sync --onlyvisible --pid "$program" 2>/dev/null | head -n 1)
    [ -n "$window" ] || window=$(xdotool search --sync --onlyvisible --name . | head -n 1)
    xdotool windowfocus --sync "$window" 2>/dev/null
}

end_program() { # WHAT
    keys q
    wait "$program"
    local status=$?
    [ $status = 0 ] || fail "$1: the program ended with $status; expected 0"
}

fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}

keys() { xdotool key --window 0 "$@"; }
write() { xdotool type --window 0 "$1"; }

# Waits until a line of the picture matches an extended regular expression.
expect_line() { # PATTERN WHAT
    local try
    for try in $(seq 200); do
        grep -Eq -- "$1" "$picture" 2>/dev/null && return
        sleep 0.05
    done
    fail "$2: no line of the picture matches \"$1\""
}

expect_no_line() { # PATTERN WHAT
    local try
    for try in $(seq 200); do
        [ -s "$picture" ] && ! grep -Eq -- "$1" "$picture" && return
        sleep 0.05
    done
    fail "$2: a line of the picture matches \"$1\""
}

says() { expect_line "^text .*\"[^\"]*$1" "${2:-it says \"$1\"}"; }
says_no() { expect_no_line "^text .*\"[^\"]*$1" "${2:-it does not say \"$1\"}"; }
at_step() { expect_line "^title .* · step $1 of" "${2:-at step $1}"; }

# The middle of the first place of a command; with a value if there is one.
place_of() { # COMMAND [VALUE]
    local line
    line=$(grep -E "^place $1 ${2:-[0-9]+} " "$picture" | head -n 1)
    [ -n "$line" ] || return 1
    echo "$line" | sed -E 's/^place [A-Z_]+ [0-9]+ (-?[0-9]+),(-?[0-9]+) ([0-9]+)x([0-9]+).*/\1 \2 \3 \4/' |
        awk '{ printf "%d %d", $1 + $3 / 2, $2 + $4 / 2 }'
}

click_on() { # COMMAND [VALUE]
    local at try
    for try in $(seq 40); do
        at=$(place_of "$@") && break
        sleep 0.05
    done
    [ -n "$at" ] || { fail "no place does $*"; return; }
    # shellcheck disable=SC2086 # two numbers
    xdotool mousemove $at click "${button:-1}"
}

# The value of the first place of a command whose tip matches.
value_of() { # COMMAND PATTERN
    grep -E "^place $1 [0-9]+ .*($2)" "$picture" | head -n 1 | awk '{ print $3 }'
}
