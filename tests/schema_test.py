#!/usr/bin/env python3
"""The schemas in scenarios/ say what the program does: they accept what `tricolor-sim check`
accepts, refuse what it refuses, and describe every line of every trace.

usage: schema_test.py BUILD_FOLDER, in the source folder. Exit status 77: no jsonschema here.
"""
import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("schema_test: skipped; Python's jsonschema is missing or older than 4.0: ./dev setup test")
    sys.exit(77)

if len(sys.argv) != 2:
    sys.exit("usage: schema_test.py BUILD_FOLDER")
SIM = os.path.join(sys.argv[1], "tricolor-sim")
GONE = object()

# Every statement, and most of what a scenario can say.
SCRIPT = {
    "$schema": "./scenario.schema.json",
    "format": 1,
    "title": "Everything",
    "summary": "All there is.",
    "teaches": ["much"],
    "compare": "other.json",
    "note": "not shown",
    "runtime": {"GOGC": 100, "GOMAXPROCS": 2, "barrier": "hybrid", "seed": 7, "memory": "64MiB",
                "GOMEMLIMIT": "off", "stacks": "contiguous", "collector": "concurrent", "note": 1},
    "script": {
        "types": {"Node": {"next": "*Node", "value": "int", "kids": "[4]*Node"}, "Raw": {}},
        "globals": {"head": "*Node", "table": "[2]*Node", "count": "int"},
        "functions": {
            "main": [
                {"new": "Node", "to": "head", "escape": "heap", "why": "global", "name": "A",
                 "label": "first", "note": "n"},
                {"new": "Node", "to": "head.kids[2]", "escape": "heap", "name": "B"},
                {"new": "Node", "to": "s", "escape": "stack"},
                {"set": "s.value", "to": "head.value + 1"},
                {"set": "n", "to": 3},
                {"var": "p", "type": "*int"},
                {"set": "p", "to": "&n"},
                {"set": "table[0]", "to": "nil"},
                {"call": "sum", "with": ["n", 4], "to": "total"},
                {"go": "worker", "with": [2]},
                {"repeat": 2, "do": [{"set": "n", "to": "n - 1"}]},
                {"while": "n > 0", "do": [{"set": "n", "to": "n-1"}]},
                {"if": "head == nil", "do": [{"yield": True}, {"sleep": "1.5ms"}], "else": [{"gc": "start"}]},
                {"print": "total {total}, {n + 1}"},
                {"make": "[]int", "len": "n", "cap": "n + 2", "to": "list", "escape": "heap",
                 "why": "why", "name": "list"},
                {"append": "list", "values": [1, "n * 2"], "to": "list", "why": "grows"},
                {"append": "list[1:]", "slice": "list[:n:4]", "to": "more", "name": "more"},
                {"copy": "more", "from": "list", "to": "copied"},
                {"if": "len(list) + 1 == cap(more)", "do": [{"set": "list[n-1]", "to": "-3"}]},
                {"set": "text", "to": "`a b` + \"c\" + `d`", "escape": "stack", "why": "short",
                 "name": "joined"},
                {"set": "bytes", "to": "[]byte(text)"},
                {"if": "string(bytes) == `x`", "do": [{"print": "{text[1:3]}"}]},
                {"closure": "bump", "captures": ["&n", "text"], "to": "f", "escape": "stack",
                 "why": "why", "name": "f"},
                {"call": "f", "with": [2], "to": "n"},
                {"go": "worker", "with": [1]},
                {"var": "anything", "type": "any"},
                {"set": "anything", "to": "n", "escape": "stack"},
                {"if": "type(anything) == type(int)", "do": [{"set": "n", "to": "anything.(int)"}]},
                {"gc": "run", "label": "last"},
            ],
            "sum": {"takes": {"a": "int", "b": "int"}, "returns": "int",
                    "do": [{"return": "a + b"}]},
            "bump": {"captures": {"p": "*int", "s": "string"}, "takes": {"k": "int"},
                     "returns": "int", "do": [{"set": "*p", "to": "*p + k"}, {"return": "*p"}]},
            "worker": {"takes": {"times": "int"}, "do": [{"return": None}], "note": []},
            "manual": [
                {"malloc": "Node", "to": "p", "name": "P", "why": "by hand", "label": "taken"},
                {"calloc": "int", "count": 4, "to": "q", "note": "zero"},
                {"set": "n", "to": 3},
                {"malloc": "byte", "count": "n * 2", "to": "r"},
                {"malloc": "Node", "bytes": 8, "to": "head.kids[2]"},
                {"realloc": "q", "count": 8, "to": "wide"},
                {"realloc": "p", "bytes": 64, "label": "grown"},
                {"free": "head.kids[2]"},
                {"free": "nil"},
            ],
            "talk": [
                {"make": "chan *Node", "to": "c", "cap": "2", "name": "C", "why": "shared",
                 "label": "made"},
                {"send": "nil", "on": "c"},
                {"receive": "c", "to": "n", "ok": "more"},
                {"range": "c", "value": "_", "do": [{"close": "c"}]},
                {"select": [{"send": "n", "on": "c", "do": []},
                            {"receive": "c", "to": "n", "ok": "more", "do": [], "note": 1},
                            {"default": [{"set": "k", "to": "len(c) + 1"}]}]},
            ],
            "look": [
                {"make": "map[int]*Node", "to": "m", "hint": "9", "name": "M", "escape": "heap",
                 "why": "shown", "label": "map"},
                {"put": "nil", "into": "m", "key": "1 + 2"},
                {"get": "m", "key": 3, "to": "n", "ok": "there"},
                {"range": "m", "key": "k", "value": "_", "do": [{"delete": "m", "key": "k"}]},
            ],
        },
        "schedule": [{"run": "main", "until": {"at": "last"}},
                     {"run": "collector", "steps": 2, "until": {"phase": "mark", "white": "A"}}],
    },
    "captions": [{"when": {"step": 0}, "say": "Begin.", "more": "Look.", "notes": "Wait."},
                 {"when": {"event": "shade", "cycle": 1, "grey": "A"}, "say": "Grey."},
                 {"when": {"scanned": "main", "line": 4}, "say": "Scanned."}],
    "questions": [
        {"when": {"at": "last"}, "ask": "Which?", "hint": "Look.", "why": "So.", "pick": "freed",
         "until": {"event": "cycle_done"}, "note": "n"},
        {"when": {"step": 3}, "ask": "Which?", "pick": {"event": "take"}, "until": {"end": True}},
        {"when": {"step": 3}, "ask": "Which?", "choice": {"colour": "A"}, "until": {"steps": 9}},
        {"when": {"step": 3}, "ask": "Will it?", "choice": {"comes": {"event": "barrier_read"}}},
        {"when": {"step": 3}, "ask": "Where?", "choice": {"lives": "B"}},
        {"when": {"step": 3}, "ask": "More?", "choice": {"change": "HeapAlloc"}},
        {"when": {"step": 3}, "ask": "Who?", "choice": "actor"},
        {"when": {"step": 3}, "ask": "How?", "choice": "outcome", "choices": ["done", "deadlock"]},
        {"when": {"step": 3}, "ask": "What?", "choice": "output", "choices": ["a b", "c"]},
        {"when": {"step": 3}, "ask": "How much?", "number": "BySize.48.Mallocs", "near": 10},
        {"when": {"step": 3}, "ask": "How many?", "number": {"event": "shade"}},
        {"when": {"step": 3}, "ask": "How many?", "number": {"objects": "grey"}},
        {"when": {"step": 3}, "ask": "In which order?", "order": {"event": "blacken"}},
        {"when": {"step": 3}, "ask": "In which order?",
         "order": [{"when": {"phase": "mark"}, "say": "mark"},
                   {"when": {"phase": "sweep"}, "say": "sweep", "note": "n"}]},
    ],
    "expect": [{"when": {"phase": "sweep"}, "black": ["A"], "grey": []},
               {"live": ["A", "B", "Node 1"], "freed": [], "outcome": "done",
                "output": ["total 7, 1"], "numbers": {"NumGC": 1, "steps": 500}}],
}

HEAP = {
    "format": 1,
    "title": "A graph",
    "heap": {
        "objects": {"A": {"points_to": ["B"]}, "B": {"size": 64, "note": "large"},
                    "C": {"points_to": {"next": "C"}, "size": 16}},
        "roots": ["A"],
    },
    "expect": {"freed": ["C"]},
}

MAIN = "script/functions/main/"
TALK = "script/functions/talk/"
MANUAL = "script/functions/manual/"
LOOK = "script/functions/look/"

# What is wrong, which scenario, where, and what stands there instead.
BROKEN = [
    ("no title", SCRIPT, "title", GONE),
    ("a title that is no string", SCRIPT, "title", 3),
    ("no format", SCRIPT, "format", GONE),
    ("a format of the future", SCRIPT, "format", 2),
    ("an unknown key", SCRIPT, "sumary", "a"),
    ("nothing to run", SCRIPT, "script", GONE),
    ("two things to run", HEAP, "script", SCRIPT["script"]),
    ("a Go program", SCRIPT, "program", "main.go"),
    ("something to learn that is no string", SCRIPT, "teaches/0", 1),
    ("an unknown setting", SCRIPT, "runtime/GOGCC", 100),
    ("a negative GOGC", SCRIPT, "runtime/GOGC", -1),
    ("a GOGC in words", SCRIPT, "runtime/GOGC", "much"),
    ("no processor", SCRIPT, "runtime/GOMAXPROCS", 0),
    ("too many processors", SCRIPT, "runtime/GOMAXPROCS", "65"),
    ("an unknown barrier", SCRIPT, "runtime/barrier", "steele"),
    ("spaghetti stacks", SCRIPT, "runtime/stacks", "spaghetti"),
    ("a limit of memory in words", SCRIPT, "runtime/GOMEMLIMIT", "much"),
    ("assists by a number", SCRIPT, "runtime/assists", 1),
    ("a tiny least heap", SCRIPT, "runtime/minheap", 12),
    ("a seed that is no whole number", SCRIPT, "runtime/seed", 1.5),
    ("memory in megabytes", SCRIPT, "runtime/memory", "64MB"),
    ("too little memory", SCRIPT, "runtime/memory", 1000),
    ("an unknown part of a script", SCRIPT, "script/function", {}),
    ("a script without functions", SCRIPT, "script/functions", GONE),
    ("no main", SCRIPT, "script/functions/main", GONE),
    ("a main that takes something", SCRIPT, "script/functions/main",
     {"takes": {"a": "int"}, "do": []}),
    ("a main that returns something", SCRIPT, "script/functions/main",
     {"returns": "int", "do": [{"return": 1}]}),
    ("a struct called nil", SCRIPT, "script/types/nil", {}),
    ("a struct called int", SCRIPT, "script/types/int", {}),
    ("a remark among the types", SCRIPT, "script/types/note", "no type"),
    ("a name that begins with a digit", SCRIPT, "script/globals/2nd", "int"),
    ("a name that is too long", SCRIPT, "script/globals/" + "a" * 64, "int"),
    ("a type that is no type", SCRIPT, "script/types/Node/next", "Node*"),
    ("a type without an end", SCRIPT, "script/types/Node/kids", "[4*Node"),
    ("a map without a key", SCRIPT, MAIN + "5/type", "map[]int"),
    ("a function type without brackets", SCRIPT, "script/functions/sum/takes/a", "func int"),
    ("a function without statements", SCRIPT, "script/functions/worker/do", GONE),
    ("a function that gives", SCRIPT, "script/functions/worker/gives", "int"),
    ("an unknown statement", SCRIPT, MAIN + "4", {"sett": "n", "to": 3}),
    ("no statement", SCRIPT, MAIN + "4", {"note": "nothing"}),
    ("two statements in one", SCRIPT, MAIN + "4/gc", "run"),
    ("an allocation without escape", SCRIPT, MAIN + "0/escape", GONE),
    ("an allocation on the moon", SCRIPT, MAIN + "0/escape", "moon"),
    ("an allocation with an empty name", SCRIPT, MAIN + "0/name", ""),
    ("an assignment of nothing", SCRIPT, MAIN + "3/to", GONE),
    ("an assignment of true", SCRIPT, MAIN + "3/to", True),
    ("an assignment of a fraction", SCRIPT, MAIN + "3/to", 1.5),
    ("an assignment to a number", SCRIPT, MAIN + "3/set", "3"),
    ("an assignment to nil", SCRIPT, MAIN + "3/set", "nil"),
    ("two products", SCRIPT, MAIN + "4/to", "2 * 3 * 4"),
    ("a difference of three", SCRIPT, MAIN + "3/to", "n - 1 - 2"),
    ("a sum with an address", SCRIPT, MAIN + "3/to", "&n + 1"),
    ("a malloc of nothing", SCRIPT, MANUAL + "0/malloc", 24),
    ("a malloc to nowhere", SCRIPT, MANUAL + "0/to", GONE),
    ("a malloc that escapes", SCRIPT, MANUAL + "0/escape", "heap"),
    ("a malloc by count and bytes", SCRIPT, MANUAL + "1/bytes", 8),
    ("a malloc of half a byte", SCRIPT, MANUAL + "4/bytes", 0.5),
    ("a malloc of too many bytes", SCRIPT, MANUAL + "4/bytes", 1 << 31),
    ("a realloc with a name", SCRIPT, MANUAL + "6/name", "P"),
    ("a realloc of a number", SCRIPT, MANUAL + "6/realloc", 3),
    ("a free of true", SCRIPT, MANUAL + "7/free", True),
    ("a free with a result", SCRIPT, MANUAL + "7/to", "p"),
    ("a C heap of a page less than none", SCRIPT, "runtime/brk", 4095),
    ("arguments that are no list", SCRIPT, MAIN + "8/with", "n"),
    ("a goroutine with a result", SCRIPT, MAIN + "9/to", "total"),
    ("a negative number of times", SCRIPT, MAIN + "10/repeat", -1),
    ("a channel without a place", SCRIPT, TALK + "0/to", GONE),
    ("a channel with an empty name", SCRIPT, TALK + "0/name", ""),
    ("a map on the moon", SCRIPT, LOOK + "0/escape", "moon"),
    ("a map without a place", SCRIPT, LOOK + "0/to", GONE),
    ("a put without a key", SCRIPT, LOOK + "1/key", GONE),
    ("a put into nothing", SCRIPT, LOOK + "1/into", GONE),
    ("a get without a key", SCRIPT, LOOK + "2/key", GONE),
    ("a range into a number", SCRIPT, LOOK + "3/key", 3),
    ("a delete without a key", SCRIPT, LOOK + "3/do/0/key", GONE),
    ("a send on nothing", SCRIPT, TALK + "1/on", GONE),
    ("a receive into a number", SCRIPT, TALK + "2/to", 3),
    ("a range without statements", SCRIPT, TALK + "3/do", GONE),
    ("a select that is no list", SCRIPT, TALK + "4/select", {}),
    ("a case that is none", SCRIPT, TALK + "4/select/0", {"do": []}),
    ("a case without statements", SCRIPT, TALK + "4/select/1/do", GONE),
    ("a loop without statements", SCRIPT, MAIN + "11/do", GONE),
    ("a test that compares nothing", SCRIPT, MAIN + "11/while", "n"),
    ("a test of two sums", SCRIPT, MAIN + "11/while", "n + 1 - 1 > 0"),
    ("an else that is no list", SCRIPT, MAIN + "12/else", {"gc": "run"}),
    ("a yield that is false", SCRIPT, MAIN + "12/do/0/yield", False),
    ("a brace without an end", SCRIPT, MAIN + "13/print", "total {total"),
    ("an unknown request to the collector", SCRIPT, MAIN + "14/gc", "stop"),
    ("a label that is no string", SCRIPT, MAIN + "14/label", 1),
    ("a schedule without an end", SCRIPT, "script/schedule/0/until", GONE),
    ("a schedule of nobody", SCRIPT, "script/schedule/0/run", GONE),
    ("a schedule of no steps", SCRIPT, "script/schedule/1/steps", 0),
    ("a caption without a moment", SCRIPT, "captions/0/when", GONE),
    ("a caption that says nothing", SCRIPT, "captions/0/say", GONE),
    ("notes that are a list", SCRIPT, "captions/0/notes", ["Wait."]),
    ("a moment without parts", SCRIPT, "captions/0/when", {}),
    ("a moment of an unknown part", SCRIPT, "captions/0/when/time", 3),
    ("a moment of two objects", SCRIPT, "captions/1/when/black", "B"),
    ("an unknown phase", SCRIPT, "captions/0/when/phase", "marking"),
    ("an unknown event", SCRIPT, "captions/1/when/event", "shaded"),
    ("a collection before the first", SCRIPT, "captions/1/when/cycle", 0),
    ("a question without a moment", SCRIPT, "questions/0/when", GONE),
    ("a question that asks nothing", SCRIPT, "questions/0/ask", GONE),
    ("a question about nothing", SCRIPT, "questions/0/pick", GONE),
    ("a question about two things", SCRIPT, "questions/0/number", "NumGC"),
    ("a question with an answer", SCRIPT, "questions/0/answer", ["A"]),
    ("a hint that is a list", SCRIPT, "questions/0/hint", []),
    ("an unknown state", SCRIPT, "questions/0/pick", "gray"),
    ("an event without an object", SCRIPT, "questions/1/pick/event", "stop_world"),
    ("a pick of a colour", SCRIPT, "questions/0/pick", {"colour": "A"}),
    ("the colour of a number", SCRIPT, "questions/2/choice/colour", 1),
    ("no steps", SCRIPT, "questions/2/until/steps", 0),
    ("steps and a condition", SCRIPT, "questions/2/until/phase", "mark"),
    ("an end that is false", SCRIPT, "questions/1/until/end", False),
    ("a choice of two things", SCRIPT, "questions/4/choice/change", "NumGC"),
    ("a choice of nothing", SCRIPT, "questions/4/choice", {}),
    ("a change of an unknown statistic", SCRIPT, "questions/5/choice/change", "HeapAloc"),
    ("an unknown choice", SCRIPT, "questions/6/choice", "actors"),
    ("choices where the machine knows them", SCRIPT, "questions/6/choices", ["main", "collector"]),
    ("an outcome without choices", SCRIPT, "questions/7/choices", GONE),
    ("an unknown outcome to choose", SCRIPT, "questions/7/choices/1", "fine"),
    ("one choice", SCRIPT, "questions/8/choices", ["a b"]),
    ("a choice that stands twice", SCRIPT, "questions/8/choices", ["a b", "a b"]),
    ("an end of the output", SCRIPT, "questions/8/until", {"end": True}),
    ("a number of an unknown statistic", SCRIPT, "questions/9/number", "Size.48"),
    ("a number more than near", SCRIPT, "questions/9/near", 101),
    ("a choice that is near", SCRIPT, "questions/6/near", 5),
    ("a number of events and objects", SCRIPT, "questions/10/number/objects", "grey"),
    ("one moment to put in order", SCRIPT, "questions/13/order/1", GONE),
    ("a moment to put in order without words", SCRIPT, "questions/13/order/1/say", GONE),
    ("an unknown expectation", SCRIPT, "expect/1/alive", ["A"]),
    ("an expectation that is a string", SCRIPT, "expect", "done"),
    ("objects that are no list", SCRIPT, "expect/1/live", "A"),
    ("an unknown outcome", SCRIPT, "expect/1/outcome", "fine"),
    ("output that is no list", SCRIPT, "expect/1/output", "total 7"),
    ("an unknown statistic", SCRIPT, "expect/1/numbers/NumGCs", 1),
    ("a remark among the statistics", SCRIPT, "expect/1/numbers/note", "a"),
    ("a negative statistic", SCRIPT, "expect/1/numbers/NumGC", -1),
    ("a graph without roots", HEAP, "heap/roots", GONE),
    ("a graph without objects", HEAP, "heap/objects", GONE),
    ("a graph with edges", HEAP, "heap/edges", []),
    ("an object that points to a number", HEAP, "heap/objects/A/points_to/0", 1),
    ("an object of no size", HEAP, "heap/objects/B/size", 0),
    ("an object with a blank in its name", HEAP, "heap/objects/my object", {}),
    ("an object with too long a name", HEAP, "heap/objects/" + "a" * 51, {}),
    ("an object with fields of its own", HEAP, "heap/objects/B/value", 1),
]

# What may look wrong, and is accepted.
ACCEPTED = [
    ("settings as strings", SCRIPT, "runtime", {"GOGC": "off", "GOMAXPROCS": "64", "seed": "0"}),
    ("a GOGC in digits", SCRIPT, "runtime/GOGC", "0200"),
    ("memory in bytes", SCRIPT, "runtime/memory", 65536),
    ("memory with a blank", SCRIPT, "runtime/memory", "1 GiB"),
    ("no settings", SCRIPT, "runtime", {}),
    ("a main with nothing to take", SCRIPT, "script/functions/main",
     {"takes": {}, "do": SCRIPT["script"]["functions"]["main"]}),
    ("a whole number with a point", SCRIPT, MAIN + "4/to", 3.0),
    ("blanks around a sum", SCRIPT, MAIN + "3/to", " 1 -  -2 "),
    ("a name that begins with nil", SCRIPT, MAIN + "7", {"set": "nile", "to": 1}),
    ("a pointer to an array", SCRIPT, MAIN + "5", {"var": "q", "type": "*[3]**Node"}),
    ("a print without values", SCRIPT, MAIN + "13/print", "} done"),
    ("a moment with a remark only", SCRIPT, "captions/0/when", {"note": "at once"}),
    ("an expectation of nothing", SCRIPT, "expect", {}),
    ("a struct called note", SCRIPT, "script/types/note", {"text": "int"}),
    ("a label without letters", SCRIPT, MAIN + "4/label", ""),
    ("roots with names", HEAP, "heap/roots", {"left": "A", "right": "C"}),
    ("no objects", HEAP, "", {"format": 1, "title": "", "heap": {"objects": {}, "roots": []}}),
]


def mutated(scenario, path, value):
    if not path:
        return value
    result = copy.deepcopy(scenario)
    *parents, key = path.split("/")
    node = result
    for parent in parents:
        node = node[int(parent) if isinstance(node, list) else parent]
    if isinstance(node, list):
        key = int(key)
    if value is GONE:
        del node[key]
    else:
        node[key] = value
    return result


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def schema(name):
    """The validator, itself valid, and the schema."""
    tree = load(f"scenarios/{name}.schema.json")
    Draft202012Validator.check_schema(tree)
    return Draft202012Validator(tree), tree


def first_error(validator, value):
    error = next(validator.iter_errors(value), None)
    if error is None:
        return None
    deep = error
    while deep.context:
        deep = max(deep.context, key=lambda e: len(e.absolute_path))
    return f"{'/'.join(map(str, deep.absolute_path))}: {deep.message[:200]}"


def run(*arguments):
    return subprocess.run([SIM, *arguments], capture_output=True, encoding="utf-8", check=False)


def check(scenario, folder):
    path = os.path.join(folder, "scenario.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(scenario, file)
    return run("check", path)


def trace_of(path):
    return [json.loads(line) for line in run("trace", path, "-o", "-").stdout.splitlines()]


def scenarios_fit(validator):
    for path in sorted(glob.glob("scenarios/[0-9]*.json")):
        error = first_error(validator, load(path))
        if error:
            yield f"{path}: scenario.schema.json refuses it: {error}"


def schema_and_loader_agree(validator):
    right = [("the script", SCRIPT, "", SCRIPT), ("the graph", HEAP, "", HEAP), *ACCEPTED]
    with tempfile.TemporaryDirectory() as folder:
        for what, scenario, path, value in right:
            scenario = mutated(scenario, path, value)
            error, answer = first_error(validator, scenario), check(scenario, folder)
            if error:
                yield f"{what}: the schema refuses it: {error}"
            if answer.returncode != 0:
                yield f"{what}: check exits with {answer.returncode}: {answer.stderr}"
        for what, scenario, path, value in BROKEN:
            scenario = mutated(scenario, path, value)
            if validator.is_valid(scenario):
                yield f"{what}: the schema accepts it"
            answer = check(scenario, folder)
            if answer.returncode != 2:
                yield f"{what}: check exits with {answer.returncode}, not 2: {answer.stderr}"


def shortened(value):
    """Of long lists the beginning: the rest is like it, and there are very many numbers."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:24]]
    if isinstance(value, dict):
        return {key: shortened(one) for key, one in value.items()}
    return value


def traces_fit(validator):
    seen = set()
    for path in sorted(glob.glob("scenarios/[0-9]*.json")):
        answer = run("trace", path, "-o", "-")
        lines = answer.stdout.splitlines()
        if answer.returncode != 0 or len(lines) < 3:
            yield f"{path}: trace exits with {answer.returncode}: {answer.stderr}"
            continue
        for number, line in enumerate(lines, 1):
            if number > 150 and number % 197 != 0 and number != len(lines):
                continue  # a long one is looked at here and there
            value = json.loads(line)
            if "step" in value:
                value = shortened(value)
            seen |= {key for key in ("tricolor", "step", "end", "full", "colours") if key in value}
            error = first_error(validator, value)
            if error:
                yield f"trace of {path}:{number}: trace.schema.json refuses it: {error}"
                break
    if len(seen) != 5:
        yield f"the traces show only {sorted(seen)}"


def broken_lines_are_refused(validator):
    lines = trace_of("scenarios/01-mark-and-sweep.json")
    header, start, step, end = lines[0], lines[1], lines[2], lines[-1]
    broken = [("a header of the past", header, "format", 1),
              ("a header without lines", header, "lines", GONE),
              ("a header with another event", header, "events/call", ["function"]),
              ("an unknown counter", header, "counters", ["NumGCs"]),
              ("a first step without a full frame", start, "full", GONE),
              ("a first step with an actor", start, "actor", 1),
              ("a full frame without spans", start, "full/spans", GONE),
              ("an actor by name", step, "actor", "main"),
              ("a setting that is no string", header, "settings/GOGC", 100),
              ("a step with a colour", step, "color", "grey"),
              ("an unknown event", step, "what", [["calls", 1]]),
              ("an event with six numbers", step, "what", [["call", 1, 2, 3, 4, 5, 6]]),
              ("a large number in decimal", step, "what", [["call", 1 << 53]]),
              ("a small number in hexadecimal", step, "what", [["call", "0x1"]]),
              ("a word without a value", step, "what", [[4096]]),
              ("a colour of nothing", step, "colours", [["grey"]]),
              ("an unknown phase", step, "phase", "marking"),
              ("half a pair", step, "state", [1]),
              ("an unknown end", end, "end", "fine"), ("a short checksum", end, "checksum", "0x12")]
    for what, line, path, value in broken:
        if validator.is_valid(mutated(line, path, value)):
            yield f"{what}: trace.schema.json accepts it"


def names_are_complete(scenario, trace):
    """The names in the schemas are those of the program."""
    with open("sim/machine/events.def", encoding="utf-8") as file:
        rows = re.findall(r'^EVENT\(\w+, \d+, "(\w+)", "([^"]*)"', file.read(), re.M)
    names = scenario["$defs"]["event"]["enum"]
    if sorted(names) != sorted(name for name, _ in rows):
        difference = sorted(set(names) ^ {name for name, _ in rows})
        yield f"scenario.schema.json and events.def differ in the events {difference}"
    described = {name: keys["const"] for name, keys
                 in trace["$defs"]["header"]["properties"]["events"]["properties"].items()}
    if described != {name: keys.split() for name, keys in rows}:
        yield "trace.schema.json and events.def differ in events or their keys"
    if trace["$defs"]["event"]["prefixItems"][0]["enum"] != [n for n, _ in rows if n != "word"]:
        yield "trace.schema.json: the names of events are others than in events.def"
    with open("sim/machine/faults.def", encoding="utf-8") as file:
        ends = {"done", "deadlock", *re.findall(r'^FAULT\(\w+, "([^"]*)"', file.read(), re.M)}
    stats = run("run", "scenarios/01-mark-and-sweep.json", "--stats").stderr.splitlines()[-1]
    written = sorted(set(json.loads(stats)) - {"steps", "hash", "BySize"})
    listed = scenario["$defs"]["expectation"]["properties"]["numbers"]
    if sorted(set(listed["properties"]) - {"steps"}) != written:
        yield f"scenario.schema.json: the statistics are {written}"
    counted = trace_of("scenarios/01-mark-and-sweep.json")[0]["counters"]
    if [c["const"] for c in trace["$defs"]["counter"]["oneOf"]] != counted:
        yield f"trace.schema.json: the counters are {counted}"
    if sorted(set(scenario["$defs"]["statistic_name"]["enum"]) - {"steps"}) != written:
        yield f"scenario.schema.json: the names of statistics are {written}"
    about = {name for name, keys in rows
             if "object" in keys.split() or {"serial", "address"} <= set(keys.split())}
    listed = scenario["$defs"]["object_event"]["properties"]["event"]["enum"]
    if set(listed) != about:
        yield f"scenario.schema.json: the events about objects are {sorted(about)}"
    for where, listed, known in (
            ("trace", trace["$defs"]["end"]["properties"]["end"], ends | {"running"}),
            ("scenario", scenario["$defs"]["outcome"], ends)):
        if set(listed["enum"]) != known:
            yield f"{where}.schema.json: the outcomes are {sorted(known)}"
    with open("scenarios/README.md", encoding="utf-8") as file:
        row = next(line for line in file if line.startswith("| `outcome` |"))
    if set(re.findall("`([^`]*)`", row)) - {"outcome", "make", "append", "free", "close"} != ends:
        yield f"README.md: the outcomes are {sorted(ends)}"


def main():
    scenario_validator, scenario = schema("scenario")
    trace_validator, trace = schema("trace")
    problems = [*scenarios_fit(scenario_validator), *schema_and_loader_agree(scenario_validator),
                *traces_fit(trace_validator), *broken_lines_are_refused(trace_validator),
                *names_are_complete(scenario, trace)]
    for problem in problems:
        print(f"schema_test: {problem}")
    print(f"schema_test: {len(BROKEN)} broken scenarios, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
