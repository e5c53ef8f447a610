#!/usr/bin/env bash
# Drives the real program in a real window by real keys and clicks, and reads in the window's title
# where that led. Takes the build folder; exits with 77 where there is no Xvfb or xdotool.
set -u
build=$1
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "no Xvfb or xdotool"; exit 77; }

XDG_STATE_HOME=$(mktemp -d) # what is opened here is nobody's to remember
export XDG_STATE_HOME
XDG_CONFIG_HOME=$(mktemp -d) # nobody's tastes
export XDG_CONFIG_HOME

failures=0
read_title() { xdotool getwindowname "$window" 2>/dev/null; }

# Waits until the title is as it should be; programs and X servers take their time.
expect() {
    local wanted=$1 what=$2 title= try
    for try in $(seq 200); do
        title=$(read_title)
        # shellcheck disable=SC2053 # a pattern
        [[ $title == $wanted ]] && return
        sleep 0.05
    done
    echo "FAILED: $what: the title is \"$title\"; expected \"$wanted\""
    failures=$((failures + 1))
}

keys() { xdotool key --window 0 "$@"; }
click() { xdotool mousemove "$1" "$2" click 1; }

start_display() {
    local file
    file=$(mktemp)
    Xvfb -displayfd 3 -screen 0 1600x900x24 3>"$file" 2>/dev/null &
    display=$!
    for _ in $(seq 100); do
        [ -s "$file" ] && break
        sleep 0.05
    done
    DISPLAY=:$(cat "$file")
    export DISPLAY
    unset WAYLAND_DISPLAY
    rm -f "$file"
}

start_program() {
    "$build/tricolor" --size 1600x900 "$@" &
    program=$!
    window=$(xdotool search --sync --onlyvisible --pid "$program" 2>/dev/null | head -n 1)
    [ -n "$window" ] || window=$(xdotool search --sync --onlyvisible --name . | head -n 1)
    xdotool windowfocus --sync "$window" 2>/dev/null
}

expect_end() {
    wait "$program"
    local status=$?
    [ $status = 0 ] && return
    echo "FAILED: $1: the program ended with $status; expected 0"
    failures=$((failures + 1))
}

stop_display() {
    kill "$display" 2>/dev/null
    rm -rf "$XDG_STATE_HOME" "$XDG_CONFIG_HOME"
}

start_display
trap stop_display EXIT
start_program --questions off

expect "tricolor" "it opens on the gallery"
keys Return
expect "Mark and sweep · step 0 of *" "Enter opens a scenario, paused at its beginning"
total=$(read_title | sed 's/.* of \([0-9]*\).*/\1/')
keys Right Right Right
expect "* step 3 of *" "Right goes one step on"
keys Left
expect "* step 2 of *" "Left goes one step back"
keys Next Next
expect "* step 4 of *" "Page Down goes on, as a presenter's remote does"
keys Prior
expect "* step 3 of *" "Page Up goes back"
keys period comma comma
expect "* step 2 of *" "full stop and comma step"
keys End
expect "* step $total of *" "End goes to the end"
keys Home
expect "* step 0 of *" "Home goes to the beginning"
keys shift+Right
first_phase=$(sleep 0.3; read_title)
keys shift+Right shift+Left
expect "$first_phase" "Shift and an arrow go by phase, the same way back"
keys Home ctrl+Right ctrl+Right
expect "* step [1-9]* of *" "Ctrl and an arrow go by line"
keys g 1 7 Return
expect "* step 17 of *" "G goes to a step"
keys Home space
expect "* playing" "Space plays"
keys space
expect "*[0-9]" "Space pauses"
keys Home
expect "* step 0 of $total" "playing can be wound back"
xdotool mousemove 100 805 mousedown 1 mousemove 800 805 mousemove 1590 805 mouseup 1
expect "* step $total of *" "the scrubber can be dragged"
click 60 857
expect "* step 0 of *" "the first button goes to the beginning"
click 225 857
expect "* step 1 of *" "the fourth button goes one step on"
keys t question question plus minus f
sleep 0.3
keys f
expect "* step 1 of *" "theme, help, speed and full screen move nothing"
keys Escape
expect "tricolor" "Escape leads back to the gallery"
keys q
expect_end "Q quits"

start_program scenarios/04-lost-object-no-barrier.json
expect "The lost object, no barrier · step 0 of *" "a scenario can be named"
for _ in $(seq 40); do keys Right Left space plus shift+Right t g 9 Return minus ctrl+Left; done
expect "The lost object, no barrier *" "four hundred keys do no harm"
kill -TERM "$program"
expect_end "SIGTERM quits"

start_program scenarios/92-worker-pool.go
expect "92-worker-pool.go · step 0 of *" "a Go program can be named"
total=$(sleep 0.3; read_title | sed 's/.* of \([0-9]*\).*/\1/')
keys Right Right
expect "* step 2 of *" "a Go program is stepped"
keys Left
expect "* step 1 of *" "and stepped back"
keys ctrl+Right
expect "* step [2-9]* of *" "Ctrl goes by line of the Go file"
keys ctrl+Left Home
expect "* step 0 of *" "and back"
keys shift+Right
expect "* step $total of *" "no collection: by phase is to the end"
keys Home End
expect "* step $total of $total" "End goes to the end of a Go program"
keys q
expect_end "Q quits a Go program"

start_program --questions off scenarios/93-cache-that-leaks.json
expect "A cache that never forgets · step 0 of *" "a scenario may have a Go program"
keys shift+Right
expect "* step [1-9]* of *" "Shift goes to its collection"
first_phase=$(sleep 0.3; read_title)
keys shift+Right shift+Left
expect "$first_phase" "and back to it"
for _ in $(seq 20); do keys Right ctrl+Right Left shift+Left End ctrl+Left shift+Right Home; done
expect "A cache that never forgets · step 0 of *" "many keys do a Go program no harm"
keys q
expect_end "Q quits a scenario with a Go program"

answers=$XDG_STATE_HOME/answers.json
start_program --questions self-study --answers "$answers" scenarios/01-mark-and-sweep.json
expect "Mark and sweep · step 0 of *" "a scenario with questions opens"
keys shift+Right
expect "* step 32 of *" "a question stops the run before the phase"
keys Right shift+Right End
sleep 0.3
expect "* step 32 of *" "nobody goes on without an answer"
keys Return Return shift+Right shift+Right
expect "* step 35 of *" "behind an answer it goes on, up to the next question"
keys 1 3 2 Return Return shift+Right
expect "* step 49 of *" "an order is typed"
click 88 633
keys Return Return Right
expect "* step 50 of *" "a choice is clicked"
keys q
expect_end "Q quits a scenario with questions"
for said in '"questions": 3, "answered": 3, "right_at_once": 2' '"given": "Node 1, then Node 3, then Node 2"'; do
    grep -qF "$said" "$answers" && continue
    echo "FAILED: the answers do not say $said"
    cat "$answers"
    failures=$((failures + 1))
done
# ---- trying: the gallery, files, settings, comparing, being the scheduler ----

start_program --questions off
expect "tricolor" "the gallery again"
keys slash
xdotool type --delay 20 "unreachable cycle"
keys Return
expect "An unreachable cycle · step 0 of *" "typing finds a scenario in the gallery"
keys Escape Escape
expect "tricolor" "Escape leads back"
keys Home Return
expect "An unreachable cycle · step 0 of *" "what was opened last stands first"
keys q
expect_end "Q quits"

folder=$(mktemp -d)
printf 'package main\n\nfunc main() {\n\tfor i := 0; i < 9; i++ {\n\t\tprintln(i)\n\t}\n}\n' >"$folder/a.go"
printf '#!/bin/sh\necho "%s/a.go"\n' "$folder" >"$folder/zenity"
chmod +x "$folder/zenity"
PATH=$folder:$PATH start_program --questions off scenarios/05-two-stacks.json
expect "Two stacks* · step 0 of *" "a scenario is open"
keys o
expect "a.go · step 0 of *" "O opens the file that is chosen in the desktop's dialog"
total=$(sleep 0.3; read_title | sed 's/.* of \([0-9]*\).*/\1/')
keys Right Right Right Right Right
printf 'package main\n\nfunc main() {\n\tfor i := 0; i <' >"$folder/a.go"
expect "a.go · with a mistake · step 5 of $total" "a mistake is told, and the run stays"
printf 'package main\n\nfunc main() {\n\tprintln(1)\n}\n' >"$folder/a.go.new"
mv "$folder/a.go.new" "$folder/a.go"
expect "a.go · step [0-9] of [0-9]" "a saved file runs again, and the mistake is gone"
keys q
expect_end "Q quits"
rm -r "$folder"

start_program --questions off scenarios/03-lost-object-barrier-on.json
expect "* step 0 of 46" "the run as the scenario has it"
keys s Down Down Right Right Right
expect "* step 0 of 40" "without a barrier there is less to do"
keys BackSpace s
expect "* step 0 of 46" "Backspace brings the scenario's own value back"
keys m Down Return
expect "* compared: barrier none · step 0 of 46" "M compares with another setting"
keys End
expect "* compared: barrier none · step 46 of 46" "both go on together"
keys m Home
expect "The lost object, barrier on · step 0 of 46" "M ends it"
keys q
expect_end "Q quits"

start_program --questions off scenarios/92-worker-pool.go
expect "92-worker-pool.go · step 0 of *" "a program with goroutines"
keys g 6 6 Return
expect "92-worker-pool.go · step 66 of *" "in the middle of it"
for _ in $(seq 40); do keys Tab Return; done
expect "* own future · step [0-9]* of *" "Tab and Enter choose who goes next"
keys BackSpace Escape
expect "92-worker-pool.go · step * of *" "Backspace brings the scenario's own run back"
keys q
expect_end "Q quits"

XDG_CONFIG_HOME=$(mktemp -d) # whatever was arranged above
start_program scenarios/03-lost-object-barrier-on.json
expect "The lost object, barrier on · step 0 of *" "a scenario with a heap map"
keys g 2 8 Return
expect "* step 28 of *" "G goes to where A is black"
click 927 468
keys Up
expect "* step 26 of *" "a click on the heap map selects A, and Up goes to its last change"
xdotool mousemove 1060 500 click 4 click 4 click 5
keys Right
expect "* step 27 of *" "the wheel over the heap map leaves time alone"
xdotool mousemove 1060 30 click 5
expect "* step 28 of *" "elsewhere it steps"
keys z z Z q
expect_end "Q quits a run whose map is enlarged"

start_program --questions off scenarios/03-lost-object-barrier-on.json
expect "* step 0 of 46" "a scenario with a barrier"
keys g 2 1 Return F9 Home F5
expect "* step 21 of 46" "F9 sets a breakpoint, F5 runs to it"
keys End shift+F5
expect "* step 21 of 46" "Shift F5 runs back to it"
keys g 2 4 Return e
expect "* step 28 of 46" "E goes to the next step that reads an old value for the barrier"
keys shift+e
expect "* step 24 of 46" "Shift E goes back"
keys Home slash s h a d e s Return
expect "* step 15 of 46" "the words that are looked for are found"
keys F3
expect "* step 17 of 46" "F3 finds them again"
keys shift+F3
expect "* step 15 of 46" "Shift F3 looks back"
keys q
expect_end "Q quits"

start_program scenarios/01-mark-and-sweep.json 2>"$XDG_STATE_HOME/complaint"
expect "Mark and sweep · step 0 of *" "a window on a display that goes away"
keys w
sleep 0.3
kill "$display"
wait "$program"
[ $? = 3 ] || { echo "FAILED: when the display goes away the status is 3"; failures=$((failures + 1)); }
grep -q "the display went away" "$XDG_STATE_HOME/complaint" ||
    { echo "FAILED: it is said that the display went away"; failures=$((failures + 1)); }

unset DISPLAY
"$build/tricolor" scenarios/01-mark-and-sweep.json 2>/dev/null
[ $? = 3 ] || { echo "FAILED: without a display the status is 3"; failures=$((failures + 1)); }

[ $failures = 0 ] && echo "the window does what its keys say"
[ $failures = 0 ]
