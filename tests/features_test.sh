#!/usr/bin/env bash
# Goes through what the window can do, in the real program by real keys and clicks, and reads what
# the picture says. Takes the build folder; exits with 77 where there is no Xvfb or xdotool.
set -u
build=$1
# shellcheck source=tests/support/window.sh
. "$(dirname "$0")/support/window.sh"
start_display
trap stop_display EXIT

# ---- moving in time
start_program scenarios/01-mark-and-sweep.json
at_step 0 "it opens paused"
keys D D # no questions here
keys Right alt+Right
says "scratch|push" "a call is stepped over"
keys Home g 4 0 Return
at_step 40 "it goes to a step"
keys bracketleft Right Right Right bracketright space
sleep 1.2
keys space
expect_line "^title .* · step 4[0-3] of" "it plays in a loop"
keys backslash Home
click_on SELECT_LINE 8
keys r
expect_line "^title .* · step [1-9]" "it runs to a line"
keys Home
click_on BREAKPOINT 7
keys F5
expect_line "^title .* · step [1-9]" "it runs to a breakpoint"
keys End
click_on SCRUB
expect_line "^title .* · step (29|30|31) of" "a click on the timeline goes there"

# ---- the selected object
keys g 4 5 Return
at_step 45
node=$(value_of SELECT "Node 2")
[ -n "$node" ] || fail "no place selects Node 2"
click_on SELECT "$node"
says "Node 2" "an object can be looked at"
keys Down
expect_line "^title .* · step (4[6-9]|5[0-9]) of" "Down goes to its next change"
keys Up Up
expect_line "^title .* · step ([1-9]|[123][0-9]|4[0-5]) of" "Up goes back through its changes"
keys BackSpace A A A H H
keys g 4 5 Return 5
click_on LOG_KIND
keys 5 e
expect_line "^title .* · step (4[6-9]|5[0-9]|60) of" "e goes to the next event of a kind"
keys slash
write "shades"
keys Return
expect_line "^title .* · step [1-9]" "words are found in the log"

# ---- looking
keys l
says "unreachable" "L shows the legend"
keys l question
says "on to the next source line" "? shows the help"
keys question v
says "Objekte im Heap" "V speaks German"
says "Schritt [0-9]+ von" "... everywhere"
keys v
says "Heap objects" "... and English again"
keys ctrl+plus ctrl+plus ctrl+0 W W T T
keys 5
says_no "Goroutine stacks" "a digit enlarges a panel"
keys 5
says "Goroutine stacks" "... and back"
keys B
says_no "Heap objects" "B blanks"
keys B
says "Heap objects" "... and any key brings the picture back"
keys P P N N

end_program "moving, looking"

# ---- stacks, work list, pacer
start_program --questions off scenarios/30-growing-stack.json
keys g 2 4 Return
says "152 words copied; mended: 8 pointers, 3 links" "a copy of a stack says what was done"
says "was …4000: 2 KiB" "... and where the stack was"
keys Right
says "was at …4000, 2 KiB, until step 24" "... in the step after it, too"
click_on SEEK 24
at_step 24 "a click there goes back to the copy"
end_program "a stack that grows"
start_program --questions off scenarios/36-ten-thousand-goroutines.json
keys g 5 0 0 0 Return
says "1246 runnable · 8750 not started" "goroutines without room are counted"
says_no "…5800: 56 B of 2 KiB"
click_on FRONT 4
says "…5800: 56 B of 2 KiB" "a click brings a goroutine's stack to the front"
end_program "ten thousand goroutines"
start_program --questions off scenarios/73-memory-limit.json
click_on SEEK 90
at_step 90 "a click on the pacer's chart goes there"
says "limit 128 KiB"
end_program "the pacer"
start_program --questions off scenarios/71-four-processors.json
keys g 6 0 Return
says "in hand: root, word 4 of 6" "the work list says what the collector is at"
says "invariant: strong tri-colour holds"
end_program "the work list"
start_program --questions off scenarios/01-mark-and-sweep.json

# ---- another future
keys Home
keys g 2 0 Return Tab
sleep 0.3
keys Escape
at_step 20 "who goes next can be looked at"
keys s
says "GOGC" "S shows the settings"
keys Escape Escape
end_program "moving, looking"

# ---- questions
start_program --questions self-study --answers "$scratch/answers.json" scenarios/01-mark-and-sweep.json
keys space plus plus plus plus plus
sleep 2
expect_line "^place PREDICT_ANSWER" "a question stops the run"
keys Return
sleep 0.2
end_program "questions"

# ---- being the collector
start_program --questions off scenarios/01-mark-and-sweep.json
keys j
says "Which grey object is next" "J lets one be the collector"
white=$(value_of SELECT "old|Node 2")
[ -n "$white" ] && click_on SELECT "$white"
says "Only grey objects are taken" "a wrong move is refused with the reason"
keys Escape
says_no "Which grey object is next"
end_program "being the collector"

# ---- the gallery, files
start_program
expect_line "^title tricolor" "the gallery opens"
keys slash
write "barrier"
says "barrier"
keys Escape
cp scenarios/90-returned-pointer.go "$scratch/mine.go"
end_program "the gallery"
start_program "$scratch/mine.go"
says "mine.go"
sed -i 's/return/retrun/' "$scratch/mine.go"
says "mine.go:[0-9]+" "an error in a saved file is shown in the window"
cp scenarios/91-closure-captures.go "$scratch/mine.go"
says "closure|counter|func" "a mended file is run again"
end_program "reloading"

# ---- presenting: tips, notes, zoom, panels, what is remembered
start_program --questions off scenarios/03-lost-object-barrier-on.json
at_step 0
# shellcheck disable=SC2046 # two numbers
xdotool mousemove $(place_of STEP_FORWARD)
says "one step on +.Page Down|one step on.*→" "a control says what it does where the mouse rests"
keys n
says "Next caption, at step" "N shows what comes next to the speaker"
keys n
says_no "Next caption"
number=$(grep -E '^place PANEL_HEAD' "$picture" | awk '{ print $3 }' | tail -n 1)
heads() { grep -cE '^place PANEL_HEAD' "$picture"; }
before=$(heads)
keys "alt+$number"
sleep 0.3
[ "$(heads)" = $((before - 1)) ] || fail "Alt and a digit hide a panel"
keys v t ctrl+plus ctrl+minus
says "Objekte im Heap"
end_program "presenting"
start_program --questions off scenarios/03-lost-object-barrier-on.json
says "Objekte im Heap" "the language is remembered"
grep -q '"theme": "dark"' "$XDG_CONFIG_HOME/tricolor/window.json" || fail "the theme is remembered"
[ "$(heads)" = $((before - 1)) ] || fail "a hidden panel is remembered"
keys alt+0
sleep 0.3
[ "$(heads)" = "$before" ] || fail "Alt 0 arranges the panels as at first"
end_program "remembered"
echo broken >"$XDG_CONFIG_HOME/tricolor/window.json"
start_program --questions off scenarios/03-lost-object-barrier-on.json 2>/dev/null
says "Heap objects" "a broken file of tastes does no harm"
end_program "a broken file"

# ---- writing files
cp scenarios/03-lost-object-barrier-on.json "$scratch/lesson.json"
start_program --questions off "$scratch/lesson.json"
at_step 0
keys g 2 0 Return
at_step 20
keys x
says "picture of a step" "X asks what is to be written"
keys Return
says "The file is written" "a picture is written"
"$build/tricolor" export "$scratch/lesson.json" --step 20 -o "$scratch/line.png"
cmp "$scratch/lesson-20.png" "$scratch/line.png" || fail "the picture is the command line's"
keys Return x shift+Tab shift+Tab Return BackSpace BackSpace BackSpace BackSpace
write ".md"
keys Return
says "the run as a text" "the name chooses the format"
keys Return
says "The file is written" "a text is written"
grep -q "^### Step 20" "$scratch/lesson-20.md" || fail "the text tells of the run"
[ -s "$scratch/lesson-20-pictures/step-20.png" ] || fail "the text has its pictures"
keys Return x Return
says "lesson.md" "the format is kept, not the name"
says "The file is written"
keys Return x Return
says "is there already" "a file is replaced only if that is confirmed"
keys Escape Escape
end_program "writing files"
cat >"$scratch/long.json" <<'END'
{"format": 1, "title": "long", "script": {"globals": {"n": "int"}, "functions": {"main": [
{"repeat": 2000000, "do": [{"set": "n", "to": 1}]}]}}}
END
start_program "$scratch/long.json"
at_step 0
keys x shift+Tab shift+Tab Return BackSpace BackSpace BackSpace BackSpace
write ".csv"
keys Return Return
says "going through the run|writing" "it says what it does"
keys Escape
says "Abandoned: nothing was written" "Esc abandons at once"
[ -z "$(find "$scratch" -name '*.csv' -o -name '.tricolor*')" ] || fail "nothing is left of it"
keys Escape
end_program "abandoning"

[ $failures = 0 ] && echo "every feature answers"
[ $failures = 0 ]
