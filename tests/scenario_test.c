/* Whatever is wrong with a scenario is said in one line that names file, line and column, with the
 * line of the file and a caret below it; nothing crashes. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "scenario/scenario.h"
#include "support/build.h"
#include "support/program.h"

/* ---- the table ----
 *
 * Single quotes stand for double ones; an @ stands before each place that is complained about, and
 * is not part of the file. The messages belong to the places in turn, a line each. A message
 * without a place is about the file as a whole. */

struct mistake {
    const char *text, *messages;
};

#define HEAD "{'format': 1, 'title': 't',\n"
#define SCENARIO(members) HEAD members "\n}"
#define SCRIPT(members) SCENARIO("'script': {\n" members "\n}")
#define MAIN(statements) SCRIPT("'functions': {'main': [\n" statements "\n]}")
#define EMPTY "'script': {'functions': {'main': []}}"
#define NODE_TYPES                                                                                 \
    "'types': {'Node': {'next': '*Node', 'value': 'int', 'list': '[3]int', 'small': 'int8'}},\n"   \
    "'globals': {'head': '*Node', 'count': 'int', 'all': 'Node'},\n"
#define NODE(statements) SCRIPT(NODE_TYPES "'functions': {'main': [\n" statements "\n]}")
#define TWO(members) SCRIPT(NODE_TYPES "'functions': {\n" members "\n}")
#define SLICES(statements)                                                                         \
    MAIN("{'var': 's', 'type': '[]int'}, {'var': 't', 'type': '[]string'},\n" statements)
#define HEAP(members) SCENARIO("'heap': {\n" members "\n}")
#define ASK(question)                                                                              \
    SCENARIO("'heap': {'objects': {'Anna': {}}, 'roots': []},\n'questions': [\n" question "]")
#define WHEN "'when': {'step': 1}, 'ask': 'Which?'"
#define ANY_STATEMENT                                                                              \
    "expected a statement: new, make, append, copy, set, var, closure, malloc, calloc, realloc, "  \
    "free, "                                                                                       \
    "call, "                                                                                       \
    "go, return, gc, yield, sleep, print, repeat, while, if, send, receive, close, select, "       \
    "get, put, delete or range"
#define IDENTIFIER " is no identifier; expected at most 63 letters, digits and _, no digit first"
#define FIFTY "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx"

static const struct mistake MISTAKES[] = {
    /* not JSON */
    {"", "the file is empty; a JSON object was expected"},
    {" \n\t", "the file is empty; a JSON object was expected"},
    {"@hello", "unknown word; expected true, false, null, or a string in double quotes"},
    {"{'format': 1,\n@",
     "the file ends too early; expected a key in double quotes after the \",\""},
    {"{'format': 1 @'title': 't'}", "expected \",\" or \"}\" after the value"},
    {"{'format': @01}", "numbers do not start with 0"},
    {"{'format': @tru}", "unknown word; did you mean true?"},
    {"{'format': 1, @'format': 1}", "the key \"format\" stands twice in this object"},
    {"{'format': 1} @x", "text after the end of the JSON value"},
    {"{'title': @'t\n'}", "a string must end before the line does"},
    {"{'title': '@\xFF'}", "not UTF-8"},
    {"@\xEF\xBB\xBF{}", "byte order mark; expected UTF-8 without one"},
    {"{ @// title\n}", "JSON has no comments; expected a key in double quotes or \"}\""},
    {"{'format': @1e999}", "number too large; a finite one was expected"},
    {"{'title': '@\\u0000'}", "\\u0000 is not allowed"},
    {"@\x7F"
     "ELF\x02\x01\x01",
     "expected a value"},

    /* the head */
    {"@[]", "expected a scenario, an object, found an array"},
    {"@'a'", "expected a scenario, an object, found a string"},
    {"@{}", "the key \"format\" is missing\nthe key \"title\" is missing\n"
            "nothing to run; expected one of program, source, script, heap"},
    {"{'format': @2, 'title': 't',\n" EMPTY "}", "unknown format; this version reads format 1"},
    {"{'format': @'1', 'title': 't',\n" EMPTY "}", "unknown format; this version reads format 1"},
    {"@{'title': 't',\n" EMPTY "}", "the key \"format\" is missing"},
    {"@{'format': 1,\n" EMPTY "}", "the key \"title\" is missing"},
    {"{'format': 1, 'title': @7,\n" EMPTY "}", "expected a string, found the number 7"},
    {SCENARIO("'summary': @[], " EMPTY), "expected a string, found an array"},
    {SCENARIO("'teaches': @'roots', " EMPTY), "expected an array, found a string"},
    {SCENARIO("'teaches': ['a', @3], " EMPTY), "expected a string, found the number 3"},
    {SCENARIO("'compare': @1, " EMPTY), "expected a string, found the number 1"},
    {SCENARIO("@'sumary': 's', " EMPTY), "unknown key \"sumary\"; did you mean \"summary\"?"},
    {SCENARIO("@'xyzzyplugh': 1, " EMPTY),
     "unknown key \"xyzzyplugh\"; expected one of \"$schema\", \"format\", \"title\", \"summary\", "
     "\"teaches\", \"compare\", \"runtime\", \"program\", \"source\", \"script\", \"heap\", "
     "\"captions\", "
     "\"questions\", \"expect\""},

    /* what is run */
    {"@{'format': 1, 'title': 't'}",
     "nothing to run; expected one of program, source, script, heap"},
    {SCENARIO("'program': @'no-such-file.go'"),
     "no-such-file.go: cannot read: No such file or directory"},
    {SCENARIO("'program': @1"), "expected the name of a .go file, found the number 1"},
    {SCENARIO("'source': @'package main'"),
     "expected the lines of a Go program, an array, found a string"},
    {SCENARIO("'source': @[]"), "no lines; expected a Go program"},
    {SCENARIO("'source': ['package main', @1]"),
     "expected a line of Go, a string, found the number 1"},
    {SCENARIO("'script': {'functions': {'main': []}}, 'heap': @{}"),
     "\"heap\" beside \"script\"; expected exactly one of program, source, script, heap"},
    {SCENARIO("'source': ['package main', 'func main() {}'], 'script': @{}"),
     "\"script\" beside \"source\"; expected exactly one of program, source, script, heap"},
    {SCENARIO("'source': ['package main', 'func main() { \\t@x := 1 }']"),
     "line 2: x declared but not used"},
    {SCENARIO("'script': @[]"), "expected an object, found an array"},
    {SCENARIO("'heap': @null"), "expected an object, found null"},

    /* runtime */
    {SCENARIO("'runtime': @1, " EMPTY), "expected an object, found the number 1"},
    {SCENARIO("'runtime': {@'gogc': 100}, " EMPTY), "unknown key \"gogc\"; did you mean \"GOGC\"?"},
    {SCENARIO("'runtime': {'GOGC': @-1}, " EMPTY), "GOGC takes a percentage from 0, or \"off\""},
    {SCENARIO("'runtime': {'GOGC': @1.5}, " EMPTY), "GOGC takes a percentage from 0, or \"off\""},
    {SCENARIO("'runtime': {'GOGC': @1e300}, " EMPTY), "GOGC takes a percentage from 0, or \"off\""},
    {SCENARIO("'runtime': {'GOGC': @'of'}, " EMPTY), "GOGC takes a percentage from 0, or \"off\""},
    {SCENARIO("'runtime': {'GOGC': @null}, " EMPTY), "GOGC takes a percentage from 0, or \"off\""},
    {SCENARIO("'runtime': {'barrier': @'hybird'}, " EMPTY),
     "barrier takes \"hybrid\", \"dijkstra\", \"yuasa\" or \"none\""},
    {SCENARIO("'runtime': {'barrier': @['none']}, " EMPTY),
     "barrier takes \"hybrid\", \"dijkstra\", \"yuasa\" or \"none\""},
    {SCENARIO("'runtime': {'GOMAXPROCS': @0}, " EMPTY), "GOMAXPROCS takes a number from 1 to 64"},
    {SCENARIO("'runtime': {'GOMAXPROCS': @65}, " EMPTY), "GOMAXPROCS takes a number from 1 to 64"},
    {SCENARIO("'runtime': {'GOMEMLIMIT': @'much'}, " EMPTY),
     "GOMEMLIMIT takes a size like 64MiB, or \"off\""},
    {SCENARIO("'runtime': {'assists': @true}, " EMPTY), "assists takes \"on\" or \"off\""},
    {SCENARIO("'runtime': {'minheap': @12}, " EMPTY), "minheap takes a size from 1KiB to 1GiB"},
    {MAIN("{'sleep': @'long'}"), "expected a time like \"10ms\", found a string"},
    {MAIN("{'sleep': @5}"), "expected a time like \"10ms\", found the number 5"},
    {SCENARIO("'runtime': {'stacks': @'spaghetti'}, " EMPTY),
     "stacks takes \"contiguous\", \"segmented\" or \"fixed\""},
    {SCENARIO("'runtime': {'collector': @'Stw'}, " EMPTY),
     "collector takes \"concurrent\", \"stw\", \"generational\" or \"none\""},
    {SCENARIO("'runtime': {'seed': @'x'}, " EMPTY), "seed takes a number from 0"},
    {SCENARIO("'runtime': {'memory': @'1KiB'}, " EMPTY), "memory takes a size from 64KiB to 1GiB"},
    {SCENARIO("'runtime': {'memory': @'99999999999999999GiB'}, " EMPTY),
     "memory takes a size from 64KiB to 1GiB"},

    /* types and globals */
    {SCENARIO("'script': @{}"), "the key \"functions\" is missing"},
    {SCRIPT("@'function': {}, 'functions': {'main': []}"),
     "unknown key \"function\"; did you mean \"functions\"?"},
    {SCRIPT("'types': @[], 'functions': {'main': []}"), "expected an object, found an array"},
    {SCRIPT("'types': {'A': @'int'}, 'functions': {'main': []}"),
     "expected an object of fields, found a string"},
    {SCRIPT("'types': {'A': {'x': @5}}, 'functions': {'main': []}"),
     "expected a type like \"*Node\", found the number 5"},
    {SCRIPT("'types': {'A': {'x': @''}}, 'functions': {'main': []}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {SCRIPT("'types': {'Node': {'x': @'*Nod'}}, 'functions': {'main': []}"),
     "there is no type \"Nod\"; did you mean \"Node\"?"},
    {SCRIPT("'types': {'A': {'x': @'chanel'}}, 'functions': {'main': []}"),
     "there is no type \"chanel\"; declare it under \"types\""},
    {SCRIPT("'types': {'A': {'x': @'int]'}}, 'functions': {'main': []}"),
     "unexpected \"]\" behind the type"},
    {SCRIPT("'types': {'A': {'x': @'[-1]int'}}, 'functions': {'main': []}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {SCRIPT("'types': {'A': {'x': @'[99999999999999999999]int'}}, 'functions': {'main': []}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {SCRIPT("'types': {'A': {'x': @'[4]'}}, 'functions': {'main': []}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {SCRIPT("'types': {'A': {'x': @'*****************int'}}, 'functions': {'main': []}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {SCRIPT("'types': {'int': @{}}, 'functions': {'main': []}"), "the type \"int\" exists already"},
    {SCRIPT("'types': {@'*A': {}}, 'functions': {'main': []}"), "\"*A\"" IDENTIFIER},
    {SCRIPT("'types': {'A': {@'1st': 'int'}}, 'functions': {'main': []}"), "\"1st\"" IDENTIFIER},
    {SCRIPT("'types': {@'" FIFTY "abcdefghijklmn': {}},\n'functions': {'main': []}"),
     "\"" FIFTY "abcdefghijklmn\"" IDENTIFIER},
    {SCRIPT("'types': {'A': @{'a': 'A'}}, 'globals': {'g': 'A'}, 'functions': {'main': []}"),
     "the type A contains itself or is larger than 64 MiB"},
    {SCRIPT("'types': {'A': @{'b': '[2]B'}, 'B': {'a': '[0]A'}}, 'functions': {'main': []}"),
     "the type A contains itself or is larger than 64 MiB"},
    {SCRIPT("'types': @{'A': {'b': '[4194304][4194304]int'}}, 'functions': {'main': []}"),
     "the type [4194304][4194304]int contains itself or is larger than 64 MiB"},
    {SCRIPT("'globals': @3, 'functions': {'main': []}"), "expected an object, found the number 3"},
    {SCRIPT("'globals': {'g': @true}, 'functions': {'main': []}"),
     "expected a type like \"*Node\", found true"},
    {SCRIPT("'globals': {@'nil': 'int'}, 'functions': {'main': []}"), "\"nil\"" IDENTIFIER},
    {SCRIPT("'globals': {@'a b': 'int'}, 'functions': {'main': []}"), "\"a b\"" IDENTIFIER},
    {SCRIPT("'globals': @{'g': '[1048577]byte'}, 'functions': {'main': []}"),
     "the globals take more than 1048576 bytes"},

    /* functions */
    {SCRIPT("'functions': @[]"), "expected an object, found an array"},
    {SCRIPT("'functions': @{}"), "there is no function \"main\""},
    {SCRIPT("'functions': {'main': @1}"),
     "expected a list of statements, or an object, found the number 1"},
    {SCRIPT("'functions': {'main': @{}}"), "the key \"do\" is missing"},
    {SCRIPT("'functions': {'main': {'do': @{}}}"), "expected an array, found an object"},
    {SCRIPT("'functions': {'main': {'do': [], @'take': {}}}"),
     "unknown key \"take\"; did you mean \"takes\"?"},
    {SCRIPT("'functions': {'main': @{'takes': {'n': 'int'}, 'do': []}}"),
     "main takes and returns nothing"},
    {SCRIPT("'functions': {'main': [], @'f-g': []}"), "\"f-g\"" IDENTIFIER},
    {TWO("'main': [], 'f': {'takes': @[], 'do': []}"), "expected an object, found an array"},
    {TWO("'main': [], 'f': {'takes': {'n': @'in'}, 'do': []}"),
     "there is no type \"in\"; did you mean \"int\"?"},
    {TWO("'main': [], 'f': @{'takes': {'n': '[17]int'}, 'do': []}"),
     "[17]int is larger than 16 words; pass a pointer to it"},
    {TWO("'main': [], 'f': {'takes': {@'': 'int'}, 'do': []}"), "\"\"" IDENTIFIER},
    {TWO("'main': [], 'f': @{'returns': '[17]int', 'do': [{'return': 'nil'}]}"),
     "[17]int is larger than 16 words; pass a pointer to it"},
    {TWO("'main': [], 'f': {'returns': '[2]int', 'do': [{'return': @'nil'}]}"),
     "the value is of type nil; expected [2]int"},
    {TWO("'main': [], 'f': {'returns': @null, 'do': []}"),
     "expected a type like \"*Node\", found null"},
    {TWO("'main': [], 'f': @{'returns': 'int', 'do': []}"), "missing return at the end"},
    {TWO("'main': [], 'f': @{'returns': 'int', 'do': [{'if': '1 == 1', 'do': [{'return': 1}]}]}"),
     "missing return at the end"},
    {TWO("'main': [], 'f': {'do': [], 'takes': @{\n'a': 'int', 'b': 'int', 'c': 'int', 'd': "
         "'int',\n"
         "'e': 'int', 'f': 'int', 'g': 'int', 'h': 'int', 'i': 'int', 'j': 'int', 'k': 'int',\n"
         "'l': 'int', 'm': 'int', 'n': 'int', 'o': 'int', 'p': 'int', 'q': 'int'}}"),
     "more than 16 parameters"},

    /* statements */
    {MAIN("@7"), "expected a statement, an object, found the number 7"},
    {MAIN("@{}"), ANY_STATEMENT},
    {MAIN("{@'sett': 'x'}"), "unknown statement \"sett\"; did you mean \"set\"?"},
    {MAIN("@{'frobnicate': 'x'}"), ANY_STATEMENT},
    {MAIN("{'set': 'x', 'to': 1, @'form': 2}"), "unknown key \"form\"; expected one of \"set\", "
                                                "\"to\", \"escape\", \"why\", \"name\", \"label\""},
    {MAIN("{'set': 'x', 'to': 1, @'call': 'main'}"),
     "unknown key \"call\"; expected one of \"set\", \"to\", \"escape\", \"why\", \"name\", "
     "\"label\""},
    {MAIN("{'yield': true, 'label': @1}"), "expected a string, found the number 1"},
    {MAIN("{'yield': true, 'label': 'a'}, {'yield': true, 'label': @'a'}"),
     "another statement has the label \"a\""},

    /* set and var */
    {MAIN("@{'set': 'x'}"), "the key \"to\" is missing"},
    {MAIN("{'set': @1, 'to': 1}"), "expected a string, found the number 1"},
    {MAIN("{'set': 'x', 'to': @[1]}"), "expected a value: a number or a string, found an array"},
    {MAIN("{'set': 'x', 'to': @1.5}"), "expected a whole number up to 2^53, found the number 1.5"},
    {MAIN("{'set': 'x', 'to': @1e17}"),
     "expected a whole number up to 2^53, found the number 1e+17"},
    {MAIN("{'set': 'x', 'to': @'99999999999999999999'}"), "the number does not fit 64 bits"},
    {MAIN("{'set': 'x', 'to': @'1 - 9223372036854775808'}"), "the number does not fit 64 bits"},
    {MAIN("{'set': 'x', 'to': @''}"), "expected a name, found \"\""},
    {MAIN("{'set': 'x', 'to': @'y'}"), "\"y\" is not known here; nothing was assigned to it yet"},
    {MAIN("{'set': 'sum', 'to': 1}, {'set': 'x', 'to': @'sun'}"),
     "\"sun\" is not known here; did you mean \"sum\"?"},
    {MAIN("{'set': 'x', 'to': @'nil'}"),
     "the type of \"x\" is not known yet; declare it with {\"var\": \"x\", \"type\": \"*...\"}"},
    {MAIN("{'set': @'3', 'to': 1}"), "expected a name, found \"3\""},
    {MAIN("{'set': @'', 'to': 1}"), "expected a name, found \"\""},
    {MAIN("{'set': 'x', 'to': 1}, {'set': @'x+1', 'to': 1}"), "unexpected \"+1\""},
    {MAIN("{'set': 'x', 'to': @'1 + '}"), "expected a name, found \"\""},
    {MAIN("{'set': 'x', 'to': @'1 + 2 + 3'}"), "unexpected \"+ 3\""},
    {MAIN("{'set': 'x', 'to': @'1 * 2 * 3'}"), "unexpected \"* 3\""},
    {MAIN("{'make': @'int', 'len': 1, 'to': 's', 'escape': 'heap'}"), "int cannot be made"},
    {MAIN("@{'make': '[]int', 'to': 's', 'escape': 'heap'}"), "the key \"len\" is missing"},
    {MAIN("{'make': '[]int', 'len': @4, 'cap': 3, 'to': 's', 'escape': 'heap'}"),
     "the length is larger than the capacity"},
    {MAIN("{'make': '[]int', 'len': @'nil', 'to': 's', 'escape': 'heap'}"),
     "the value is of type nil; expected a number"},
    {MAIN("{'set': 'n', 'to': 4}, @{'make': '[]int', 'len': 'n', 'to': 's', 'escape': 'stack'}"),
     "Go keeps an array in the stack frame only if its size is known and at most 65536 bytes; tag "
     "it \"heap\""},
    {MAIN("@{'make': '[]byte', 'len': 65537, 'to': 's', 'escape': 'stack'}"),
     "Go keeps an array in the stack frame only if its size is known and at most 65536 bytes; tag "
     "it \"heap\""},
    {MAIN("{'set': 'n', 'to': 4}, {'append': @'n', 'values': [1]}"),
     "append takes a slice; found int"},
    {SLICES("{'append': 's', 'to': @5, 'values': [1]}"), "expected a string, found the number 5"},
    {SLICES("{'append': 's', 'values': [@'nil']}"), "the value is of type nil; expected int"},
    {SLICES("@{'append': 's'}"), "the key \"values\" is missing"},
    {SLICES("{'append': 's', 'slice': @'t'}"), "the value is of type []string; expected []int"},
    {SLICES("@{'copy': 's', 'from': 't'}"),
     "copy takes two slices of one type; found []int and []string"},
    {SLICES("{'set': 'x', 'to': @'s[1:2'}"),
     "[]int cannot be sliced so; expected bounds like \"[1:3]\""},
    {SLICES("{'set': 'x', 'to': @'s[nil:2]'}"),
     "[]int cannot be sliced so; expected bounds like \"[1:3]\""},
    {SLICES("{'set': 'x', 'to': @'len(1)'}"), "expected a name, found \"1)\""},
    {SLICES("{'set': 'x', 'to': @'len(s'}"), "expected \")\" at \"\""},
    {SLICES("{'set': 'n', 'to': 1}, {'set': 'x', 'to': @'len(n)'}"), "int has no len"},
    {SLICES("{'set': 'x', 'to': @'s[t]'}"), "[]int has no elements by number"},
    {SLICES("{'set': @'s[1:2]', 'to': 's'}"), "a part of a slice is no variable"},
    {TWO("'main': [{'call': @'f'}], 'f': {'captures': {'n': 'int'}, 'do': []}"),
     "f captures variables; make its value with \"closure\""},
    {TWO("'main': [{'set': 'x', 'to': @'f'}], 'f': {'captures': {'n': 'int'}, 'do': []}"),
     "f captures variables; make its value with \"closure\""},
    {TWO("'main': [{'closure': @'g', 'captures': [], 'to': 'x', 'escape': 'heap'}], 'g': []"),
     "there is no function \"g\" with \"captures\""},
    {TWO("'main': [{'closure': 'f', 'captures': @[], 'to': 'x', 'escape': 'heap'}],\n'f': "
         "{'captures': {'n': 'int'}, 'do': []}"),
     "f captures 1 values; found 0"},
    {TWO("'main': @{'captures': {'n': 'int'}, 'do': []}"), "main takes and returns nothing"},
    {MAIN("{'set': 'n', 'to': 1}, {'call': @'n'}"), "n is of type int, which cannot be called"},
    {MAIN("{'set': 'n', 'to': 1}, {'set': 'x', 'to': @'n.(int)'}"),
     "int is no interface that could hold a value of type int"},
    {MAIN("{'set': 'n', 'to': 1}, {'if': @'type(n) == type(int)', 'do': []}"),
     "int is no interface"},
    {MAIN("{'var': 'i', 'type': 'any'}, {'set': 'x', 'to': 1}, {'set': 'x', 'to': @'i'}"),
     "the value is of type any; expected int"},
    {MAIN("{'var': 'i', 'type': 'any'}, {'set': @'i.(int)', 'to': 1}"),
     "what is in a string or an interface cannot be changed"},
    {MAIN("{'set': 'x', 'to': @'`abc'}"), "expected ` at the end of the string"},
    {MAIN("{'set': 'x', 'to': @'`abc` + 1'}"),
     "\"+\" takes two strings; found string and a number"},
    {MAIN("{'set': 'x', 'to': @'`abc` - `b`'}"),
     "\"-\" takes two numbers of one type; found string and string"},
    {MAIN("{'set': 'x', 'to': '`abc`'}, {'set': @'x[0]', 'to': 1}"),
     "what is in a string or an interface cannot be changed"},
    {MAIN("{'set': 'x', 'to': @'string(1)'}"),
     "expected a []byte in brackets, found a value of type a number"},
    {MAIN("{'set': 'x', 'to': @'[]byte(1)'}"),
     "expected a string in brackets, found a value of type a number"},
    {MAIN("{'set': 'x', 'to': '`abc`'}, {'set': 'y', 'to': @'cap(x)'}"), "string has no cap"},
    {MAIN("{'set': 'x', 'to': '`abc`'}, {'set': 'y', 'to': @'x[0:1:2]'}"),
     "string cannot be sliced so; expected bounds like \"[1:3]\""},
    {MAIN("{'set': 'x', 'to': @'nil + 1'}"),
     "\"+\" takes two numbers of one type; found nil and a number"},
    {NODE("{'set': 'head', 'to': @5}"), "the value is of type a number; expected *Node"},
    {NODE("{'set': 'x', 'to': 'head'}, {'set': 'x', 'to': @1}"),
     "the value is of type a number; expected *Node"},
    {NODE("{'set': 'count', 'to': @'head'}"), "the value is of type *Node; expected int"},
    {NODE("{'set': 'x', 'to': @'head.nxt'}"), "Node has no field \"nxt\""},
    {NODE("{'set': 'x', 'to': @'count.next'}"), "int has no field \"next\""},
    {NODE("{'set': 'x', 'to': @'head.list[3]'}"), "[3]int has no element 3"},
    {NODE("{'set': 'x', 'to': @'head.list[-1]'}"), "[3]int has no element -1"},
    {NODE("{'set': 'x', 'to': @'head.list[0'}"),
     "expected a field like \".next\" or an element like \"[2]\""},
    {NODE("{'set': 'x', 'to': @'head.'}"),
     "expected a field like \".next\" or an element like \"[2]\""},
    {NODE("{'set': 'x', 'to': @'head[0]'}"), "Node has no element 0"},
    {MAIN("{'var': 'x', 'type': '[17]int'}, {'set': 'y', 'to': @'x'}"),
     "[17]int is larger than 16 words; use its fields or elements one by one"},
    {MAIN("{'var': 'x', 'type': '[]int'}, {'set': 'x', 'to': @'1'}"),
     "the value is of type a number; expected []int"},
    {MAIN("{'var': 'x', 'type': '[]int'}, {'if': @'x == x', 'do': []}"),
     "[]int cannot be compared with []int"},
    {MAIN("{'var': 'x', 'type': 'string'}, {'if': @'x == nil', 'do': []}"),
     "string cannot be compared with nil"},
    {MAIN("{'var': 'x', 'type': 'any'}, {'if': @'x < nil', 'do': []}"),
     "pointers have no order; expected == or !="},
    {MAIN("{'var': 'x', 'type': @'map[int'}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {MAIN("{'var': 'x', 'type': @'map int'}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {MAIN("{'var': 'x', 'type': @'chan'}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {MAIN("{'var': 'x', 'type': @'func(int int)'}"),
     "expected a type like \"Node\", \"*Node\" or \"[4]*Node\""},
    {MAIN("{'var': 'x', 'type': @'[]int]'}"), "unexpected \"]\" behind the type"},
    {NODE("{'set': 'all', 'to': @'nil'}"), "the value is of type nil; expected Node"},
    {NODE("{'set': 'x', 'to': @'head + 1'}"),
     "\"+\" takes two numbers of one type; found *Node and a number"},
    {NODE("{'set': 'x', 'to': @'count + head.small'}"),
     "\"+\" takes two numbers of one type; found int and int8"},
    {NODE("{'set': 'head.small', 'to': @'count'}"), "the value is of type int; expected int8"},
    {NODE("{'set': 'x', 'to': @'&'}"), "expected a name, found \"\""},
    {NODE("{'set': 'x', 'to': @'&y'}"), "\"y\" is not known here; nothing was assigned to it yet"},
    {NODE("{'new': 'Node', 'to': 'p', 'escape': 'stack', 'name': 'A'}, {'set': 'x', 'to': @'A'}"),
     "\"A\" is not known here; nothing was assigned to it yet"},
    {MAIN("@{'var': 'x'}"), "the key \"type\" is missing"},
    {MAIN("{'var': @'x.y', 'type': 'int'}"), "\"x.y\" is no identifier"},
    {MAIN("{'var': 'x', 'type': @'itn'}"), "there is no type \"itn\"; did you mean \"int\"?"},
    {MAIN("{'var': 'x', 'type': 'int'}, {'var': @'x', 'type': 'int'}"),
     "\"x\" is declared already"},
    {NODE("{'var': @'head', 'type': 'int'}"), "\"head\" is declared already"},
    {NODE("{'var': 'x', 'type': @'[8193]int'}"),
     "a variable has at most 65536 bytes; use \"new\" for [8193]int"},

    /* new */
    {NODE("@{'new': 'Node', 'to': 'x'}"), "the key \"escape\" is missing"},
    {NODE("@{'new': 'Node', 'escape': 'heap'}"), "the key \"to\" is missing"},
    {NODE("{'new': 'Node', 'to': 'x', 'escape': @'heep'}"),
     "\"heep\" is not a place for an object; did you mean \"heap\"?"},
    {NODE("{'new': 'Node', 'to': 'x', 'escape': @1}"),
     "expected a place for an object, found the number 1"},
    {NODE("{'new': @'Nodes', 'to': 'x', 'escape': 'heap'}"),
     "there is no type \"Nodes\"; did you mean \"Node\"?"},
    {NODE("{'new': 'Node', 'to': @'head', 'escape': 'stack'}"),
     "an object in the stack frame cannot be kept in \"head\", which outlives it; tag it \"heap\""},
    {NODE("{'new': 'Node', 'to': @'count', 'escape': 'heap'}"),
     "the value is of type *Node; expected int"},
    {NODE("{'new': 'Node', 'to': @'a.b', 'escape': 'heap'}"),
     "\"a\" is not known here; nothing was assigned to it yet"},
    {NODE("{'new': @'[4194304]Node', 'to': 'x', 'escape': 'heap'}"),
     "the type is larger than 64 MiB"},
    {NODE("{'new': '[65537]byte', 'to': 'x', 'escape': @'stack'}"),
     "an object of 65537 bytes is too large for a stack frame; Go keeps at most 65536 there"},
    {NODE("{'new': 'Node', 'to': 'x', 'escape': 'heap', 'name': @''}"),
     "expected a name, found \"\""},
    {NODE("{'new': 'Node', 'to': 'x', 'escape': 'heap', 'why': @{}}"),
     "expected a string, found an object"},

    /* malloc, realloc, free */
    {NODE("@{'malloc': 'Node'}"), "the key \"to\" is missing"},
    {NODE("{'malloc': @'Nodes', 'to': 'x'}"), "there is no type \"Nodes\"; did you mean \"Node\"?"},
    {NODE("{'malloc': 'Node', 'to': 'x', @'escape': 'heap'}"),
     "unknown key \"escape\"; expected one of \"malloc\", \"to\", \"count\", \"bytes\", "
     "\"name\", \"why\", \"label\""},
    {NODE("{'malloc': 'Node', 'count': 2, 'to': 'x', 'bytes': @8}"),
     "\"bytes\" beside \"count\"; expected one of them"},
    {NODE("{'malloc': 'Node', 'count': @'head', 'to': 'x'}"),
     "the value is of type *Node; expected a number"},
    {NODE("{'malloc': 'Node', 'count': @-1, 'to': 'x'}"), "expected a count from 0 to 44739242"},
    {NODE("{'malloc': 'Node', 'count': @2000000, 'to': 'x'}"), "the type is larger than 64 MiB"},
    {NODE("{'malloc': 'Node', 'bytes': @-1, 'to': 'x'}"),
     "expected a whole number from 0 to 2147483647, found the number -1"},
    {NODE("{'malloc': 'Node', 'to': @'count'}"), "the value is of type *Node; expected int"},
    {NODE("{'realloc': @'count', 'bytes': 8}"), "the value is of type int; expected a pointer"},
    {NODE("{'realloc': @'heap', 'bytes': 8}"),
     "\"heap\" is not known here; did you mean \"head\"?"},
    {NODE("{'free': @'count'}"), "the value is of type int; expected a pointer"},
    {NODE("{'free': @3}"), "the value is of type a number; expected a pointer"},

    /* call, go, return */
    {MAIN("{'call': @'nobody'}"), "there is no function \"nobody\" under \"functions\""},
    {MAIN("{'call': @3}"), "expected a string, found the number 3"},
    {MAIN("{'go': @'nobody'}"), "there is no function \"nobody\" under \"functions\""},
    {MAIN("{'call': 'main', 'to': @'x'}"), "main returns nothing"},
    {MAIN("{'call': 'main', 'to': @1}"), "expected a string, found the number 1"},
    {MAIN("{'call': 'main', 'with': @[1]}"), "main takes 0 arguments; found 1"},
    {MAIN("{'call': 'main', 'with': @1}"), "expected an array, found the number 1"},
    {TWO("'main': [@{'call': 'f'}], 'f': {'takes': {'n': 'int'}, 'do': []}"),
     "f takes 1 arguments; found 0"},
    {TWO("'main': [{'call': 'f', 'with': [@'nil']}], 'f': {'takes': {'n': 'int'}, 'do': []}"),
     "the value is of type nil; expected int"},
    {TWO("'main': [{'go': 'f', 'with': [@'count']}], 'f': {'takes': {'n': '*Node'}, 'do': []}"),
     "the value is of type int; expected *Node"},
    {TWO("'main': [{'call': 'f', 'to': @'head'}], 'f': {'returns': 'int', 'do': [{'return': 1}]}"),
     "the value is of type int; expected *Node"},
    {MAIN("{'return': @1}"), "the function has no \"returns\"; expected null"},
    {TWO("'main': [], 'f': {'returns': 'int', 'do': [{'return': @null}]}"),
     "expected a value of type int"},
    {TWO("'main': [], 'f': {'returns': 'int', 'do': [{'return': @'head'}]}"),
     "the value is of type *Node; expected int"},

    /* gc, yield, print */
    {MAIN("{'gc': @'rnu'}"), "\"rnu\" is not a request to the collector; did you mean \"run\"?"},
    {MAIN("{'gc': @true}"), "expected a request to the collector, found true"},
    {MAIN("{'yield': @1}"), "expected true, found the number 1"},
    {MAIN("{'print': @1}"), "expected a text like \"sum is {sum}\", found the number 1"},
    {MAIN("{'print': @'{x}'}"), "\"x\" is not known here; nothing was assigned to it yet"},
    {MAIN("{'print': @'{}'}"), "expected a name, found \"\""},
    {MAIN("{'print': @'a {1'}"), "expected \"}\" behind \"{1\""},
    {MAIN("{'print': @'{1}{2}{3}{4}{5}{6}{7}{8}{9}{1}{2}{3}{4}{5}{6}{7}{8}'}"),
     "more than 16 places in a text"},

    /* repeat, while, if */
    {MAIN("@{'repeat': 3}"), "the key \"do\" is missing"},
    {MAIN("{'repeat': @-1, 'do': []}"),
     "expected a whole number from 0 to 1073741824, found the number -1"},
    {MAIN("{'repeat': @1e10, 'do': []}"),
     "expected a whole number from 0 to 1073741824, found the number 10000000000"},
    {MAIN("{'repeat': @'3', 'do': []}"),
     "expected a whole number from 0 to 1073741824, found a string"},
    {MAIN("{'repeat': 3, 'do': @{}}"), "expected an array, found an object"},
    {MAIN("{'while': @true, 'do': []}"), "expected a test like \"p != nil\", found true"},
    {MAIN("{'while': @'1', 'do': []}"), "expected one of == != < <= > >= in the test"},
    {MAIN("{'while': @'1 = 1', 'do': []}"), "expected one of == != < <= > >= in the test"},
    {MAIN("{'while': @'1 == 1 == 1', 'do': []}"), "unexpected \"== 1\""},
    {MAIN("{'while': @'x == 1', 'do': []}"),
     "\"x\" is not known here; nothing was assigned to it yet"},
    {NODE("{'if': @'head == 1', 'do': []}"), "*Node cannot be compared with a number"},
    {NODE("{'if': @'nil == 1', 'do': []}"), "nil cannot be compared with a number"},
    {NODE("{'if': @'count == head', 'do': []}"), "int cannot be compared with *Node"},
    {NODE("{'if': @'count == head.small', 'do': []}"), "int cannot be compared with int8"},
    {NODE("{'if': @'head < nil', 'do': []}"), "pointers have no order; expected == or !="},
    {NODE("{'if': @'all == nil', 'do': []}"), "Node cannot be compared with nil"},
    {MAIN("{'if': '1 == 1', 'do': [], 'else': @1}"), "expected an array, found the number 1"},
    {MAIN("@{'if': '1 == 1'}"), "the key \"do\" is missing"},

    /* schedules */
    {SCRIPT("'functions': {'main': []}, 'schedule': @{}"), "expected an array, found an object"},
    {SCRIPT("'functions': {'main': []}, 'schedule': [@1]"),
     "expected an object like {\"run\": \"main\", \"steps\": 3}, found the number 1"},
    {SCRIPT("'functions': {'main': []}, 'schedule': [@{'steps': 1}]"),
     "the key \"run\" is missing"},
    {SCRIPT("'functions': {'main': []}, 'schedule': [@{'run': 'main'}]"),
     "how long? expected \"until\" or \"steps\""},
    {SCRIPT("'functions': {'main': []}, 'schedule': [{'run': @'mian', 'steps': 1}]"),
     "there is no function \"mian\""},
    {SCRIPT("'functions': {'main': []}, 'schedule': [{'run': 'main', 'steps': @0}]"),
     "expected a whole number from 1 to 9007199254740992, found the number 0"},
    {SCRIPT("'functions': {'main': []}, 'schedule': [{'run': 'main', 'until': @{}}]"),
     "an empty condition; expected a key like \"phase\""},

    /* captions and conditions */
    {SCENARIO(EMPTY ",\n'captions': @{}"), "expected an array, found an object"},
    {SCENARIO(EMPTY ",\n'captions': [@'hi']"),
     "expected an object with \"when\" and \"say\", found a string"},
    {SCENARIO(EMPTY ",\n'captions': [@{'say': 'hi'}]"), "the key \"when\" is missing"},
    {SCENARIO(EMPTY ",\n'captions': [@{'when': {'step': 0}}]"), "the key \"say\" is missing"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': @1, 'when': {'step': 0}}]"),
     "expected a string, found the number 1"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'step': 0}, 'notes': @['a']}]"),
     "expected a string, found an array"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': @1}]"),
     "expected a condition like {\"phase\": \"mark\"}, found the number 1"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {@'phas': 'mark'}}]"),
     "unknown key \"phas\"; did you mean \"phase\"?"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'phase': @'marc'}}]"),
     "\"marc\" is not a phase; did you mean \"mark\"?"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'phase': @'zzzzzzzz'}}]"),
     "\"zzzzzzzz\" is not a phase; expected one of \"off\", \"sweep termination\", \"mark\", "
     "\"mark termination\", \"sweep\""},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'event': @'bariers'}}]"),
     "\"bariers\" is not an event; expected one of {events}"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'line': @9}}]"),
     "expected a whole number from 1 to 3, found the number 9"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'step': @-1}}]"),
     "expected a whole number from 0 to 9007199254740992, found the number -1"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'cycle': @0}}]"),
     "expected a whole number from 1 to 1073741824, found the number 0"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'at': @'start'}}]"),
     "no statement has the label \"start\""},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'at': @7}}]"),
     "expected a label, found the number 7"},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'black': @'A'}}]"),
     "there is no object \"A\"; expected the name of a \"new\""},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'scanned': @'f'}}]"),
     "there is no function \"f\""},
    {SCENARIO(EMPTY ",\n'captions': [{'say': '', 'when': {'finished': @[]}}]"),
     "expected the name of a function, found an array"},
    {SCENARIO("'heap': {'objects': {'A': {}, 'B': {}}, 'roots': []}, 'captions': [\n"
              "{'say': '', 'when': {'black': 'A', 'white': @'B'}}]"),
     "a condition can be about one object only"},

    /* questions */
    {SCENARIO(EMPTY ",\n'questions': @{}"), "expected an array, found an object"},
    {SCENARIO(EMPTY ",\n'questions': [@'Which?']"),
     "expected an object with \"when\" and \"ask\", found a string"},
    {ASK("@{'ask': '', 'pick': 'white'}"), "the key \"when\" is missing"},
    {ASK("@{'when': {'step': 1}, 'pick': 'white'}"), "the key \"ask\" is missing"},
    {ASK("@{" WHEN "}"), "what is asked? expected one of pick, choice, number, order"},
    {ASK("{" WHEN ", 'pick': 'white', 'number': @'steps'}"),
     "\"number\" beside \"pick\"; expected exactly one of pick, choice, number, order"},
    {ASK("{" WHEN ", @'picks': 'white', 'pick': 'grey'}"),
     "unknown key \"picks\"; did you mean \"pick\"?"},
    {ASK("{" WHEN ", 'pick': 'white', 'hint': @[]}"), "expected a string, found an array"},
    {ASK("{" WHEN ", 'pick': @'freid'}"),
     "\"freid\" is not a state of objects; did you mean \"freed\"?"},
    {ASK("{" WHEN ", 'pick': @['A']}"), "expected a state of objects, found an array"},
    {ASK("{" WHEN ", 'pick': @{}}"), "expected an object like {\"event\": \"take\"}"},
    {ASK("{" WHEN ", 'pick': {'event': @'tke'}}"),
     "\"tke\" is not an event; did you mean \"take\"?"},
    {ASK("{" WHEN ", 'pick': {'event': @'mark_start'}}"),
     "the event \"mark_start\" is about no object"},
    {ASK("{" WHEN ", 'pick': {'event': 'take', @'of': 1}}"),
     "unknown key \"of\"; expected one of \"event\""},
    {ASK("{" WHEN ", 'choice': @'actr'}"),
     "\"actr\" is not \"actor\", \"outcome\", \"output\", or an object like {\"colour\": \"A\"}; "
     "did you mean \"actor\"?"},
    {ASK("{" WHEN ", 'choice': @{}}"),
     "expected one of \"colour\", \"comes\", \"lives\", \"change\""},
    {ASK("{" WHEN ", 'choice': {'change': @'NumGC', 'lives': 'Anna'}}"),
     "\"change\" beside \"lives\"; expected one of them"},
    {ASK("{" WHEN ", 'choice': {'colour': @'Bnna'}}"),
     "there is no object \"Bnna\"; did you mean \"Anna\"?"},
    {ASK("{" WHEN ", 'choice': {'comes': @{}}}"),
     "an empty condition; expected a key like \"phase\""},
    {ASK("{" WHEN ", 'choice': {'lives': @'Ana'}}"),
     "nothing called \"Ana\" is allocated; did you mean \"Anna\"?"},
    {ASK("{" WHEN ", 'choice': {'change': @'HeapAloc'}}"),
     "unknown statistic \"HeapAloc\"; did you mean \"HeapAlloc\"?"},
    {ASK("@{" WHEN ", 'choice': 'outcome'}"), "the key \"choices\" is missing"},
    {ASK("{" WHEN ", 'choice': 'outcome', 'choices': ['done', @'dedlock']}"),
     "\"dedlock\" is not an outcome; did you mean \"deadlock\"?"},
    {ASK("{" WHEN ", 'choice': 'output', 'choices': @['a']}"), "expected 2 to 9 choices, found 1"},
    {ASK("{" WHEN ", 'choice': 'output', 'choices': ['a', @'a']}"),
     "the choice \"a\" stands twice"},
    {ASK("{" WHEN ", 'choice': 'actor', 'choices': @['a', 'b']}"),
     "\"choices\" belong to \"outcome\" and \"output\"; here the machine knows them"},
    {ASK("{" WHEN ", 'choice': 'actor', 'until': @{'end': true}}"),
     "this question has no \"until\""},
    {ASK("{" WHEN ", 'number': @'NumGcs'}"),
     "unknown statistic \"NumGcs\"; did you mean \"NumGC\"?"},
    {ASK("{" WHEN ", 'number': @7}"), "expected the name of a statistic, found the number 7"},
    {ASK("{" WHEN ", 'number': @{}}"), "expected one of \"event\", \"objects\""},
    {ASK("{" WHEN ", 'number': {'event': @'take', 'objects': 'grey'}}"),
     "\"event\" beside \"objects\"; expected one of them"},
    {ASK("{" WHEN ", 'number': {'objects': @'gray'}}"),
     "\"gray\" is not a state of objects; did you mean \"grey\"?"},
    {ASK("{" WHEN ", 'number': 'NumGC', 'near': @0}"),
     "expected a whole number from 1 to 100, found the number 0"},
    {ASK("{" WHEN ", 'pick': 'white', 'near': @5}"), "\"near\" is a percentage for numbers"},
    {ASK("{" WHEN ", 'order': @'blacken'}"),
     "expected a list of moments, or an object like {\"event\": \"blacken\"}, found a string"},
    {ASK("{" WHEN ", 'order': @[]}"), "expected 2 to 9 moments, found 0"},
    {ASK("{" WHEN ", 'order': [{'when': {'step': 1}, 'say': 'a'},\n@{'when': {'step': 2}}]}"),
     "the key \"say\" is missing"},
    {ASK("{" WHEN ", 'pick': 'white', 'until': {'steps': @0}}"),
     "expected a whole number from 1 to 1000000, found the number 0"},
    {ASK("{" WHEN ", 'pick': 'white', 'until': {'end': @false}}"), "expected true, found false"},
    {ASK("{" WHEN ", 'pick': 'white', 'until': {'end': true, @'phase': 'mark'}}"),
     "unknown key \"phase\"; expected one of \"end\""},
    {ASK("{" WHEN ", 'pick': 'white', 'until': {@'phas': 'mark'}}"),
     "unknown key \"phas\"; did you mean \"phase\"?"},

    /* expectations */
    {SCENARIO(EMPTY ",\n'expect': @1"),
     "expected an object like {\"freed\": [\"A\"]}, found the number 1"},
    {SCENARIO(EMPTY ",\n'expect': [@1]"),
     "expected an object like {\"freed\": [\"A\"]}, found the number 1"},
    {SCENARIO(EMPTY ",\n'expect': {@'lives': []}"),
     "unknown key \"lives\"; did you mean \"live\"?"},
    {SCENARIO(EMPTY ",\n'expect': {'live': @'A'}"),
     "expected a list of names of objects, found a string"},
    {SCENARIO(EMPTY ",\n'expect': {'live': [@'A']}"),
     "there is no object \"A\"; expected the name of a \"new\""},
    {SCENARIO(EMPTY ",\n'expect': {'live': [@1]}"),
     "expected the name of an object, found the number 1"},
    {SCENARIO(EMPTY ",\n'expect': {'outcome': @'dome'}"),
     "\"dome\" is not an outcome; did you mean \"done\"?"},
    {SCENARIO(EMPTY ",\n'expect': {'outcome': @0}"), "expected an outcome, found the number 0"},
    {SCENARIO(EMPTY ",\n'expect': {'output': @'x'}"), "expected a list of lines, found a string"},
    {SCENARIO(EMPTY ",\n'expect': {'output': [@1]}"),
     "expected a line of output, a string, found the number 1"},
    {SCENARIO(EMPTY ",\n'expect': {'numbers': @[]}"),
     "expected an object of statistics, found an array"},
    {SCENARIO(EMPTY ",\n'expect': {'numbers': {@'NumGc': 1}}"),
     "unknown statistic \"NumGc\"; did you mean \"NumGC\"?"},
    {SCENARIO(EMPTY ",\n'expect': {'numbers': {@'zzzzzzzzz': 1}}"),
     "unknown statistic \"zzzzzzzzz\""},
    {SCENARIO(EMPTY ",\n'expect': {'numbers': {'NumGC': @1.5}}"),
     "expected a whole number from 0, found the number 1.5"},
    {SCENARIO(
         "'heap': {'objects': {'Anna': {}}, 'roots': []}, 'expect': {'live': ['Anna', 'Anna 2',\n"
         "@'Anne', @'Anna 0',\n@'Anna 70000', @'Anna x',\n@'Anna -1', @'Anna ', @' ', @'']}"),
     "there is no object \"Anne\"; did you mean \"Anna\"?\n"
     "there is no object \"Anna 0\"; did you mean \"Anna\"?\n"
     "there is no object \"Anna 70000\"; expected the name of a \"new\"\n"
     "there is no object \"Anna x\"; did you mean \"Anna\"?\n"
     "there is no object \"Anna -1\"; expected the name of a \"new\"\n"
     "there is no object \"Anna \"; did you mean \"Anna\"?\n"
     "there is no object \" \"; expected the name of a \"new\"\n"
     "there is no object \"\"; expected the name of a \"new\""},

    /* graphs */
    {SCENARIO("'heap': @{'roots': []}"), "the key \"objects\" is missing"},
    {SCENARIO("'heap': @{'objects': {}}"), "the key \"roots\" is missing"},
    {HEAP("'objects': @[], 'roots': []"), "expected an object, found an array"},
    {HEAP("'objects': {}, 'roots': @1"),
     "expected a list of objects, or an object of fields, found the number 1"},
    {HEAP("'objects': {}, 'roots': [], @'root': 1"),
     "unknown key \"root\"; did you mean \"roots\"?"},
    {HEAP("'objects': {'A': @1}, 'roots': []"), "expected an object, found the number 1"},
    {HEAP("'objects': {@'a b': {}}, 'roots': []"), "\"a b\"" IDENTIFIER},
    {HEAP("'objects': {@'nil': {}}, 'roots': []"), "\"nil\"" IDENTIFIER},
    {HEAP("'objects': {'" FIFTY "y': @{}}, 'roots': []"), "the name is longer than 50 bytes"},
    {HEAP("'objects': {'A': {@'point_to': []}}, 'roots': []"),
     "unknown key \"point_to\"; did you mean \"points_to\"?"},
    {HEAP("'objects': {'A': {'points_to': @'A'}}, 'roots': []"),
     "expected a list of objects, or an object of fields, found a string"},
    {HEAP("'objects': {'A': {'points_to': [@1]}}, 'roots': []"),
     "expected the name of an object, found the number 1"},
    {HEAP("'objects': {'Anna': {'points_to': [@'Ann']}}, 'roots': []"),
     "there is no object \"Ann\"; did you mean \"Anna\"?"},
    {HEAP("'objects': {'A': {}}, 'roots': [@'zzzzzz']"),
     "there is no object \"zzzzzz\" under \"objects\""},
    {HEAP("'objects': {'A': {'points_to': {@'a.b': 'A'}}}, 'roots': []"), "\"a.b\"" IDENTIFIER},
    {HEAP("'objects': {'A': {'size': @0}}, 'roots': []"),
     "expected a whole number from 1 to 1048576, found the number 0"},
    {HEAP("'objects': {'A': {'size': @1048577}}, 'roots': []"),
     "expected a whole number from 1 to 1048576, found the number 1048577"},
    {HEAP("'objects': {'A': {'size': @'8'}}, 'roots': []"),
     "expected a whole number from 1 to 1048576, found a string"},
    {HEAP("'objects': {'A': {'points_to': ['A', 'A'], 'size': @15}}, 'roots': []"),
     "2 pointers take 16 bytes; the size is less"},
    {HEAP("'objects': {'A': {'points_to': {'data': @'A'}, 'size': 16}}, 'roots': []"),
     "\"data\" is what the rest of the object is called"},
    {HEAP("'objects': {'root': {}}, 'roots': [@'root']"),
     "this root is called \"root\", as an object is"},
    {HEAP("'objects': {'A': {}, 'B': {}}, 'roots': {'B': @'A'}"),
     "this root is called \"B\", as an object is"},
};
enum { MISTAKE_COUNT = sizeof MISTAKES / sizeof MISTAKES[0], PLACES_MAX = 16 };
_Static_assert(MISTAKE_COUNT >= 120, "the promise of the issue");

/* ---- the files and complaints that the table stands for ---- */

/* The file, with the places of its @ signs. */
static size_t plain_text(const char *marked, struct text *out, size_t places[PLACES_MAX]) {
    size_t count = 0;
    text_add(out, "");
    for (const char *c = marked; *c; c++) {
        if (*c != '@') text_add_bytes(out, *c == '\'' ? "\"" : c, 1);
        else if (count < PLACES_MAX) places[count++] = out->length;
    }
    assert_false(out->failed);
    return count;
}

static void add_complaint(struct text *out, const char *name, const char *text, size_t place,
                          const char *message, size_t length) {
    size_t line = 1, begin = 0, end = place;
    for (size_t i = 0; i < place; i++)
        if (text[i] == '\n') line++, begin = i + 1;
    while (text[end] && text[end] != '\n') end++;
    text_addf(out, "%s:%zu:%zu: %.*s\n", name, line, place - begin + 1, (int)length, message);
    for (size_t i = begin; i < end; i++) { /* what is no character is shown as a question mark */
        unsigned char byte = (unsigned char)text[i];
        text_add_bytes(out, byte < 0x20 || byte == 0x7F || byte == 0xFF ? "?" : text + i, 1);
    }
    text_addf(out, "\n%*s^\n", (int)(place - begin), "");
}

/* "{events}" stands for the names of the first events: a long list is cut. */
static void add_event_names(struct text *message) {
    enum { NAMES_LISTED = 24 };
    for (int i = 0; i < NAMES_LISTED; i++) text_addf(message, "\"%s\", ", event_names()[i]);
    text_add(message, "...");
}

static void expected_complaints(const struct mistake *f, const char *name, struct text *out) {
    struct text text = {0};
    size_t places[PLACES_MAX], count = plain_text(f->text, &text, places), next = 0;
    for (const char *message = f->messages; *message;) {
        size_t length = strcspn(message, "\n");
        size_t place = next < count ? places[next] : count ? places[count - 1] : 0;
        struct text said = {0};
        const char *events = strstr(message, "{events}");
        text_add_bytes(&said, message, events ? (size_t)(events - message) : length);
        if (events) add_event_names(&said);
        if (count == 0) text_addf(out, "%s: %s\n", name, text_string(&said));
        else add_complaint(out, name, text_string(&text), place, text_string(&said), said.length);
        text_free(&said);
        next++;
        message += length + (message[length] == '\n');
    }
    text_free(&text);
}

/* What the loader says; the scenario must not load. */
static void parse_fault(const struct mistake *f, const char *name, struct text *complaints) {
    struct scenario s;
    struct diags diags;
    struct text text = {0};
    size_t places[PLACES_MAX];
    plain_text(f->text, &text, places);
    if (scenario_parse(&s, name, text.bytes, text.length, &diags)) fail_msg("loads: %s", f->text);
    diags_text(&diags, complaints);
    diags_free(&diags);
    scenario_free(&s);
}

static void every_fault_is_said_with_its_place(void **state) {
    (void)state;
    int wrong = 0;
    for (int i = 0; i < MISTAKE_COUNT; i++) {
        struct text is = {0}, expected = {0};
        parse_fault(&MISTAKES[i], "f.json", &is);
        expected_complaints(&MISTAKES[i], "f.json", &expected);
        if (strcmp(text_string(&is), text_string(&expected)) != 0) {
            wrong++;
            print_error("row %d is\n%sexpected\n%s\n", i, text_string(&is), text_string(&expected));
        }
        text_free(&is);
        text_free(&expected);
    }
    assert_int_equal(wrong, 0);
}

/* The same through the program: all on stderr, nothing on stdout, status 2 for each. */
static void the_program_says_the_same_and_ends_with_2(void **state) {
    (void)state;
    struct text files = {0}, expected = {0};
    for (int i = 0; i < MISTAKE_COUNT; i++) {
        char name[32];
        struct text text = {0};
        size_t places[PLACES_MAX];
        snprintf(name, sizeof name, "%03d.json", i);
        plain_text(MISTAKES[i].text, &text, places);
        write_file(scratch_path(name), text_string(&text));
        text_addf(&files, " %s", name);
        expected_complaints(&MISTAKES[i], name, &expected);
        text_free(&text);
    }
    struct shell_result o =
        shell("cd %s && tricolor-sim check%s", scratch_folder(), text_string(&files));
    assert_int_equal(o.status, 2);
    assert_string_equal(o.out, "");
    assert_string_equal(o.err, text_string(&expected));
    shell_free(&o);
    o = shell(
        "cd %s; for f in%s; do tricolor-sim run $f 2>>said || test $? = 2 && echo $f; done | wc -l",
        scratch_folder(), " 000.json 020.json 050.json 080.json 100.json 150.json 200.json");
    assert_string_equal(o.out, "7\n");
    shell_free(&o);
    text_free(&files);
    text_free(&expected);
}

/* ---- files that are no texts of a scenario's size ---- */

static void expect_complaint(const char *command, const char *complaint) {
    struct shell_result o = shell("%s", command);
    assert_int_equal(o.status, 2);
    assert_string_equal(o.out, "");
    assert_string_equal(o.err, complaint);
    shell_free(&o);
}

static void a_missing_file_and_a_directory_are_told(void **state) {
    (void)state;
    expect_complaint("tricolor-sim run no/such.json",
                     "no/such.json: cannot read: No such file or directory\n");
    expect_complaint("tricolor-sim check scenarios",
                     "scenarios: is a directory; a file was expected\n");
    expect_complaint("tricolor-sim trace scenarios -o -",
                     "scenarios: is a directory; a file was expected\n");
}

/* Root may read everything, and so asks as somebody else. */
static void an_unreadable_file_is_told(void **state) {
    (void)state;
    const char *nobody =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const char *path = scratch_path("secret.json");
    write_file(path, "{}");
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(scratch_folder(), 0755), 0);
    struct shell_result o = shell("%stricolor-sim --version", nobody);
    if (o.status != 0) {
        print_message("skipped: nobody else can run the program: %s", o.err);
        shell_free(&o);
        skip();
    }
    shell_free(&o);
    o = shell("%stricolor-sim run %s", nobody, path);
    assert_int_equal(o.status, 2);
    assert_string_equal(o.out, "");
    assert_non_null(strstr(o.err, "secret.json: cannot read: Permission denied\n"));
    shell_free(&o);
}

/* 100 MB that take no room on the disk, and that no reader needs to look at. */
static void a_huge_file_is_refused_at_once(void **state) {
    (void)state;
    const char *path = scratch_path("huge.json");
    write_file(path, "{");
    assert_int_equal(truncate(path, 100000000), 0);
    struct shell_result o = shell("tricolor-sim run %s", path);
    assert_int_equal(o.status, 2);
    assert_non_null(
        strstr(o.err, "huge.json: is too large; a file of at most 16777216 bytes was expected\n"));
    shell_free(&o);
    o = shell("head -c 100000000 /dev/zero | tricolor-sim run -");
    assert_int_equal(o.status, 2);
    assert_non_null(strstr(o.err, "-: is too large"));
    shell_free(&o);
    remove(path);
}

/* The text between `begin` and `end`, `count` times `repeated`. Must be refused, with one line for
 * each of at most 20 problems. A loader that hangs is stopped by ctest's timeout. */
static void expect_refused(const char *begin, const char *repeated, int count, const char *end,
                           const char *message) {
    struct text text = {0}, complaints = {0};
    struct scenario s;
    struct diags diags;
    text_add(&text, begin);
    for (int i = 0; i < count; i++) text_addf(&text, "%s", repeated);
    text_add(&text, end);
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '\'') text.bytes[i] = '"';
    if (scenario_parse(&s, "f.json", text.bytes, text.length, &diags)) fail_msg("loads: %s", begin);
    diags_text(&diags, &complaints);
    if (!strstr(text_string(&complaints), message))
        fail_msg("is\n%.2000s\nexpected %s", text_string(&complaints), message);
    assert_true(diags.count <= DIAG_MAX);
    diags_free(&diags);
    scenario_free(&s);
    text_free(&complaints);
}

static void deep_nesting_is_refused(void **state) {
    (void)state;
    expect_refused("", "[", 10000, "", "f.json:1:65: nested deeper than 64 levels\n");
    expect_refused("", "{'a':", 10000, "", "f.json:1:321: nested deeper than 64 levels\n");
    expect_refused(HEAD "'script': {'functions': {'main': ", "[{'repeat': 1, 'do': ", 10000, "",
                   "nested deeper than 64 levels\n");
    expect_refused("", "[", 10000000, "", "nested deeper than 64 levels\n");
}

/* ---- too much of anything ---- */

struct numbered {
    const char *begin, *each, *end; /* every # in `each` becomes the number */
    int count;
    const char *message;
};

/* A file must not be able to keep the program busy, or to overflow what the machine counts with. */
static const struct numbered CROWDS[] = {
    {HEAD "'script': {'types': {", "'T#': {},", "'U': {}}, 'functions': {'main': []}}}", 100000,
     "2:21: more than 2000 types"},
    {HEAD "'script': {'types': {'A': {", "'f#': '[#]int',",
     "'g': 'int'}}, 'functions': {'main': []}}}", 100000, "more than"},
    {HEAD "'script': {'types': {", "'T#': {'a': 'U#', 'b': '[#]byte', 'c': '*[#]int'},",
     "'U': {}}, 'functions': {'main': []}}}", 1900, "there is no type \"U0\""},
    {HEAD "'script': {'types': {'A': {", "'f#': 'int',",
     "'g': 'int'}}, 'functions': {'main': []}}}", 60000, "more than 20000 fields"},
    {HEAD "'script': {'globals': {", "'g#': 'int',", "'g': 'int'}, 'functions': {'main': []}}}",
     60000, "2:23: more than 2000 globals"},
    {HEAD "'script': {'globals': {", "'g#': '[4194304]*int',",
     "'g': 'int'}, 'functions': {'main': []}}}", 200,
     "2:23: the globals take more than 1048576 bytes"},
    {HEAD "'script': {'functions': {", "'f#': [],", "'main': []}}}", 100000,
     "more than 1000 functions"},
    {HEAD "'script': {'functions': {'main': [], 'f': {'takes': {", "'p#': 'int',",
     "'q': 'int'}, 'do': []}}}}", 100000, "more than 16 parameters"},
    {HEAD "'script': {'functions': {'main': [", "{'set': 'x#', 'to': #},", "{'yield': true}]}}}",
     60000, "more than 4000 variables in a function"},
    {HEAD "'script': {'functions': {'main': [", "{'yield': true},", "{'yield': true}]}}}", 150000,
     "more than 50000 lines"},
    {HEAD "'script': {'functions': {'main': [", "{'yield': true, 'label': 'a#'},",
     "{'yield': true}]}}}", 49000, "more than 2000 labels"},
    {HEAD "'script': {'functions': {'main': [{'var': 'x', 'type': '*int'}",
     ",{'new': 'int', 'to': 'x', 'escape': 'heap', 'name': 'n#'}", "]}}}", 70000,
     "more than 10000 allocations"},
    {HEAD "'script': {'functions': {'main': [{'var': 'x', 'type': '*[8000]int'}",
     ",{'new': '[8000]int', 'to': 'x', 'escape': 'stack'}", "]}}}", 3000,
     "more than 131072 words in a stack frame"},
    {HEAD "'script': {'functions': {'main': [{'call': 'main', 'with': [0", ",#", "]}]}}}", 60000,
     "main takes 0 arguments; found 60001"},
    {HEAD "'script': {'functions': {'main': []}, 'schedule': [", "{'run': 'main', 'steps': 1},",
     "{'run': 'main', 'steps': 1}]}}", 60000, "more than 10000 lines of a schedule"},
    {HEAD EMPTY ", 'captions': [", "{'when': {'step': #}, 'say': ''},", "1]}", 60000,
     "more than 1000 captions"},
    {HEAD EMPTY ", 'questions': [", "{'when': {'step': #}, 'ask': '', 'pick': 'white'},", "1]}",
     1000, "more than 100 questions"},
    {HEAD EMPTY ", 'expect': [", "{'when': {'step': #}},", "1]}", 60000,
     "more than 1000 expectations"},
    {HEAD "'heap': {'objects': {'A': {}}, 'roots': []}, 'expect': {'live': [", "'A #',", "'A']}}",
     60000, "more than 4000 names of objects"},
    {HEAD "'heap': {'objects': {'A': {}}, 'roots': []}, 'expect': {'live': [", "'A',", "'A']}}",
     100000, "more than 10000 names of objects"},
    {HEAD EMPTY ", 'expect': {'live': [", "'nobody#',", "'A']}}", 100000, "problems"},
    {HEAD "'heap': {'objects': {", "'A#': {},", "'A': {}}, 'roots': []}}", 100000,
     "more than 2000 objects"},
    {HEAD "'heap': {'objects': {'A': {'points_to': [", "'A',", "'A']}}, 'roots': []}}", 100000,
     "more than 1000 pointers"},
    {HEAD "'heap': {'objects': {'A': {'points_to': [", "'B',", "'A']}}, 'roots': []}}", 990,
     "there is no object \"B\""},
    {HEAD "'heap': {'objects': {'A': {}}, 'roots': [", "'A',", "'A']}}", 100000,
     "more than 1000 pointers"},
    {HEAD EMPTY ", ", "'key#': 1,", "'k': 1}", 100000, "problems"},
};

static void add_numbered(struct text *out, const char *each, int number) {
    for (; *each; each++) {
        if (*each == '#') text_addf(out, "%d", number);
        else text_add_bytes(out, each, 1);
    }
}

static void crowds_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CROWDS / sizeof CROWDS[0]; i++) {
        const struct numbered *n = &CROWDS[i];
        struct text middle = {0};
        for (int k = 0; k < n->count; k++) add_numbered(&middle, n->each, k);
        expect_refused(n->begin, text_string(&middle), 1, n->end, n->message);
        text_free(&middle);
    }
}

/* Types that stand one in another, to the limit: laid out without running out of stack. */
static void a_long_chain_of_types_is_laid_out(void **state) {
    (void)state;
    struct text text = {0};
    struct scenario s;
    struct diags diags;
    text_add(&text, HEAD "'script': {'types': {'T0': {}");
    for (int i = 1; i < 2000; i++)
        text_addf(&text, ",'T%d': {'a': 'T%d', 'b': '*T0'}", 1999 - i, 2000 - i);
    text_clear(&text);
    text_add(&text, HEAD "'script': {'types': {");
    for (int i = 0; i < 1999; i++) text_addf(&text, "'T%d': {'a': 'T%d', 'b': '*T0'},", i, i + 1);
    text_add(&text,
             "'T1999': {}}, 'functions': {'main': [{'new': 'T0', 'to': 'x', 'escape': 'heap'}]}}}");
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '\'') text.bytes[i] = '"';
    assert_true(scenario_parse(&s, "f.json", text.bytes, text.length, &diags));
    int32_t type = program_find_type(&s.program, "T0");
    assert_true(type != NONE);
    assert_int_equal(s.program.types[type].size, 8 * 1999);
    diags_free(&diags);
    scenario_free(&s);
}

/* ---- what must load ---- */

static void notes_schemas_and_every_optional_key_are_fine(void **state) {
    (void)state;
    static const char *const FINE[] = {
        SCENARIO(EMPTY),
        SCENARIO("'$schema': 'x', 'note': [1], 'summary': 's', 'teaches': ['a', 'b'],\n" EMPTY),
        SCENARIO(
            "'runtime': {'note': 1, 'GOGC': 'off', 'seed': '18', 'memory': '64KiB',\n"
            "'GOMAXPROCS': 64, 'GOMEMLIMIT': 'off', 'barrier': 'none', 'stacks': 'contiguous',\n"
            "'collector': 'concurrent'}, " EMPTY),
        MAIN("{'yield': true, 'note': 'n', 'label': 'a'}"),
        HEAP("'objects': {}, 'roots': [], 'note': 1"),
        HEAP("'objects': {'A': {'points_to': {'data': 'A'}}, '" FIFTY
             "': {}}, 'roots': {'r': 'A'}"),
        SCENARIO(EMPTY ", 'expect': {}, 'captions': []"),
        TWO("'main': [{'call': 'f', 'to': 'x'}], 'f': {'returns': 'int', 'do': [\n"
            "{'if': '1 == 2', 'do': [{'return': 1}], 'else': [{'return': 2}]}]}"),
    };
    for (size_t i = 0; i < sizeof FINE / sizeof FINE[0]; i++) {
        struct text text = {0}, complaints = {0};
        size_t places[PLACES_MAX];
        struct scenario s;
        struct diags diags;
        plain_text(FINE[i], &text, places);
        bool loads = scenario_parse(&s, "f.json", text.bytes, text.length, &diags);
        diags_text(&diags, &complaints);
        if (!loads) fail_msg("%s\n%s", FINE[i], text_string(&complaints));
        text_free(&complaints);
        diags_free(&diags);
        scenario_free(&s);
    }
}

/* ---- any value may be of the wrong kind ---- */

static uint32_t spoiled; /* files so far */

/* It may still load: what is wrong must be said, and nothing else may happen. */
static void parse_spoiled(const cJSON *root) {
    struct scenario s;
    struct diags diags;
    struct text complaints = {0};
    char *text = cJSON_PrintUnformatted(root);
    assert_non_null(text);
    bool fine = scenario_parse(&s, "spoiled", text, strlen(text), &diags);
    diags_text(&diags, &complaints);
    assert_true(fine == (complaints.length == 0));
    diags_free(&diags); /* and the text */
    scenario_free(&s);
    text_free(&complaints);
    spoiled++;
}

/* Each value below `node` in its turn; which wrong value it gets goes round. */
static void spoil_below(const cJSON *root, cJSON *node) {
    static const char *const WRONG[] = {"5", "null", "[]", "{}", "-1", "true", "\"\"", "[[1]]"};
    for (cJSON *child = node->child; child; child = child->next) {
        cJSON kept = *child;
        cJSON *wrong = cJSON_Parse(WRONG[spoiled % (sizeof WRONG / sizeof WRONG[0])]);
        assert_non_null(wrong);
        child->type = wrong->type;
        child->child = wrong->child;
        child->valuestring = wrong->valuestring;
        child->valueint = wrong->valueint;
        child->valuedouble = wrong->valuedouble;
        parse_spoiled(root);
        child->type = kept.type;
        child->child = kept.child;
        child->valuestring = kept.valuestring;
        child->valueint = kept.valueint;
        child->valuedouble = kept.valuedouble;
        cJSON_Delete(wrong);
        spoil_below(root, child);
    }
}

static void a_value_of_the_wrong_kind_never_crashes(void **state) {
    (void)state;
    enum { SIZE_MAX_READ = 1 << 20 };
    char *bytes, why[256];
    size_t length;
    const char *const *paths = build_scenario_paths();
    for (size_t i = 0; paths[i]; i++) {
        assert_int_equal(file_read(paths[i], SIZE_MAX_READ, &bytes, &length, why, sizeof why),
                         FILE_OK);
        cJSON *root = cJSON_ParseWithLength(bytes, length);
        assert_non_null(root);
        spoil_below(root, root);
        cJSON_Delete(root);
        free(bytes);
    }
    assert_true(spoiled > 5000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_said_with_its_place),
        cmocka_unit_test(the_program_says_the_same_and_ends_with_2),
        cmocka_unit_test(a_missing_file_and_a_directory_are_told),
        cmocka_unit_test(an_unreadable_file_is_told),
        cmocka_unit_test(a_huge_file_is_refused_at_once),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(crowds_are_refused),
        cmocka_unit_test(a_long_chain_of_types_is_laid_out),
        cmocka_unit_test(notes_schemas_and_every_optional_key_are_fine),
        cmocka_unit_test(a_value_of_the_wrong_kind_never_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
