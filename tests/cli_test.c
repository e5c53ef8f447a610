/* The command line: what is written where, the exit statuses, and files that are whole or as before.
 *
 * tricolor-sim everywhere; what only tricolor has is tested if it was built. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "exports/export.h"
#include "support/program.h"

/* ---- a table of command lines ---- */

struct line {
    const char *command; /* of tricolor-sim */
    int status;
    const char *out; /* all of stdout; NULL: any */
    const char *err; /* the beginning of stderr; NULL: empty */
};

static const struct line LINES[] = {
    /* run */
    {"run scenarios/03-lost-object-barrier-on.json", 0, "C holds 42\n", NULL},
    {"run scenarios/01-mark-and-sweep.json", 0, NULL, NULL},
    {"run tests/bad/expected-nil.json", 0, "", "panic: runtime error: invalid memory address"},
    {"run tests/bad/contradiction.json", 1, "",
     "tests/bad/contradiction.json: expect: at step 18: B is black; expected white\n"
     "tests/bad/contradiction.json: expect: the moment of expectation 3 never came\n"},
    {"run tests/bad/not-json.json", 2, "", "tests/bad/not-json.json:3:12: expected double quotes"},
    {"run tests/bad/unknown-key.json", 2, "",
     "tests/bad/unknown-key.json:4:16: unknown key \"barier\""},
    {"run tests/bad/nil.json", 4, "before\n",
     "panic: runtime error: invalid memory address or nil pointer dereference\n"
     "[signal SIGSEGV: segmentation violation code=0x1 addr=0x8]\n\ngoroutine 1 [running]:\n"
     "main.use(...)\n\tline 11\nmain.main(...)\n\tline 7\n"},
    {"run tests/bad/wrong-tag.json", 4, "", "fatal error: the stack address 0xc"},
    {"run --steps 1000 tests/bad/endless.json", 4, "", "tricolor: stopped after 1000 steps"},
    {"run --steps=1000 tests/bad/endless.json", 4, "", "tricolor: stopped after 1000 steps"},
    {"run --memory 64KiB --gogc off tests/bad/endless.json", 4, "",
     "runtime: out of memory: cannot allocate"},
    {"run - <scenarios/03-lost-object-barrier-on.json", 0, "C holds 42\n", NULL},
    {"run -- scenarios/03-lost-object-barrier-on.json", 0, "C holds 42\n", NULL},
    {"run -- --steps", 2, "", "--steps: cannot read: No such file"},
    {"run </dev/null -", 2, "", "-: the file is empty"},

    /* settings */
    {"run --barrier none scenarios/03-lost-object-barrier-on.json", 1, NULL,
     "scenarios/03-lost-object-barrier-on.json: expect: at step "},
    {"run --barrier hybrid scenarios/04-lost-object-no-barrier.json", 1, "C holds 42\n",
     "scenarios/04-lost-object-no-barrier.json: expect: "},
    {"run --barrier=none scenarios/04-lost-object-no-barrier.json", 0, NULL, NULL},
    {"run --gogc off --procs 3 --seed 7 scenarios/02-unreachable-cycle.json", 0, NULL, NULL},
    {"run --gogc -1 tests/bad/nil.json", 2, "",
     "tricolor: --gogc takes a percentage from 0, or \"off\"\n"},
    {"run --gogc", 2, "", "tricolor: --gogc takes a percentage from 0, or \"off\"\n"},
    {"run --gogc= tests/bad/nil.json", 2, "", "tricolor: --gogc= takes a percentage"},
    {"run --barrier nome tests/bad/nil.json", 2, "", "tricolor: --barrier takes \"hybrid\""},
    {"run --procs 0 tests/bad/nil.json", 2, "", "tricolor: --procs takes a number from 1 to 64\n"},
    {"run --procs 65 tests/bad/nil.json", 2, "", "tricolor: --procs takes a number from 1 to 64\n"},
    {"run --seed x tests/bad/nil.json", 2, "", "tricolor: --seed takes a number from 0\n"},
    {"run --seed 99999999999999999999 tests/bad/nil.json", 2, "",
     "tricolor: --seed takes a number"},
    {"run --memory 1KiB tests/bad/nil.json", 2, "",
     "tricolor: --memory takes a size from 64KiB to 1GiB\n"},
    {"run --stacks spaghetti tests/bad/nil.json", 2, "", "tricolor: --stacks takes \"contiguous\""},
    {"run --collector mine tests/bad/nil.json", 2, "",
     "tricolor: --collector takes \"concurrent\""},
    {"run --gomemlimit much tests/bad/nil.json", 2, "", "tricolor: --gomemlimit takes a size"},
    {"run --steps 0 tests/bad/nil.json", 2, "", "tricolor: --steps takes a number from 1\n"},
    {"run --steps 99999999999999999999 tests/bad/nil.json", 2, "",
     "tricolor: --steps takes a number from 1\n"},

    /* usage */
    {"run", 2, "", "tricolor: usage: tricolor run FILE\n"},
    {"run a.json b.json", 2, "", "tricolor: usage: tricolor run FILE\n"},
    {"run --frobnicate a.json", 2, "", "tricolor: unknown option --frobnicate; see --help\n"},
    {"run -x a.json", 2, "", "tricolor: unknown option -x; see --help\n"},
    {"run -o x a.json", 2, "", "tricolor: unknown option -o; see --help\n"},
    {"run --theme dark a.json", 2, "", "tricolor: unknown option --theme; see --help\n"},
    {"frobnicate", 2, "", "tricolor: unknown command \"frobnicate\"; see --help\n"},
    {"", 2, NULL, NULL},
    {"run no-such-file.json", 2, "", "no-such-file.json: cannot read: No such file or directory\n"},
    {"run ''", 2, "", ": cannot read: No such file or directory\n"},

    /* check */
    {"check scenarios/*-*.json", 0, "", NULL},
    {"check tests/bad/nil.json tests/bad/endless.json", 0, "", NULL},
    {"check tests/bad/*.json", 2, "",
     "tests/bad/contains-itself.json:5:23: the type Box contains itself"},
    {"check scenarios/01-mark-and-sweep.json tests/bad/not-json.json "
     "scenarios/02-unreachable-cycle.json",
     2, "", "tests/bad/not-json.json:3:12: "},
    {"check", 2, "", "tricolor: usage: tricolor check FILE...\n"},

    /* programs in Go */
    {"run tests/go/corpus/class_bank_account.go", 0,
     "100 250 true insufficient funds\n2 bob: deposit\n", NULL},
    {"run tests/bad/panics.go", 4, "before\n",
     "panic: runtime error: index out of range [3] with length 3\n\n"
     "goroutine 1 [running]:\nmain.main()\n\ttests/bad/panics.go:8\n"},
    {"run tests/bad/types.go", 2, "",
     "tests/bad/types.go:4:2: x declared but not used\n\tx := 1\n\t^\n"
     "tests/bad/types.go:5:17: cannot use 2 (untyped int constant) as string value in "},
    {"check tests/bad/no-main.go", 2, "", "tests/bad/no-main.go: function main is undeclared"},
    {"escape tests/bad/panics.go", 0,
     "tests/bad/panics.go:6:18: []int{...} does not escape\n"
     "tests/bad/panics.go:7:13: ... argument does not escape\n"
     "tests/bad/panics.go:7:14: \"before\" escapes to heap\n",
     NULL},
    {"escape tests/bad/types.go", 2, "", "tests/bad/types.go:4:2: x declared but not used\n"},
    {"escape scenarios/01-mark-and-sweep.json", 2, "",
     "tricolor: scenarios/01-mark-and-sweep.json has no Go program"},
    {"run tests/go/corpus/class_bank_account.go --measure run", 0,
     "100 250 true insufficient funds\n2 bob: deposit\n"
     "100 250 true insufficient funds\n2 bob: deposit\n"
     "100 250 true insufficient funds\n2 bob: deposit\n"
     "100 250 true insufficient funds\n2 bob: deposit\n"
     "100 250 true insufficient funds\n2 bob: deposit\n",
     "{\"objects\":9,\"bytes\":224}\n"},
    {"run tests/go/corpus/class_bank_account.go --measure nix", 2, "",
     "tests/go/corpus/class_bank_account.go: there is no function nix to be measured\n"},
    {"run scenarios/90-returned-pointer.json --measure main", 2, "",
     "scenarios/90-returned-pointer.json: only functions of a Go program can be measured\n"},

    /* trace */
    {"trace tests/bad/nil.json", 2, "", "tricolor: trace needs -o OUT, or --diff and two traces\n"},
    {"trace tests/bad/nil.json -o", 2, "", "tricolor: -o takes a file's name\n"},
    {"trace tests/bad/not-json.json -o -", 2, "", "tests/bad/not-json.json:3:12: "},
    {"trace -o /dev/null scenarios/01-mark-and-sweep.json", 0, "", NULL},

    /* bench */
    {"bench window", 2, "", "tricolor: this program has no window; tricolor has one\n"},
    {"bench nothing", 2, "", "tricolor: unknown workload \"nothing\"; there are:\n"},

    /* nowhere to write */
    {"run tests/bad/talkative.json >/dev/full", 3, "", "tricolor: cannot write the output\n"},
    {"trace scenarios/01-mark-and-sweep.json -o - >/dev/full", 3, "", "tricolor: -: cannot write"},
    {"trace scenarios/01-mark-and-sweep.json -o /dev/full", 3, "",
     "tricolor: /dev/full: cannot write: No space left on device\n"},
    {"trace scenarios/01-mark-and-sweep.json -o no/such/folder/t.jsonl", 3, "",
     "tricolor: no/such/folder/t.jsonl: cannot write: No such file or directory\n"},
    {"trace scenarios/01-mark-and-sweep.json -o tests", 3, "", "tricolor: tests: is a directory"},
    {"--help >/dev/full", 3, "", "tricolor: cannot write the output\n"},
    {"run --help >/dev/full", 3, "", "tricolor: cannot write the output\n"},
    {"--version >/dev/full", 3, "", "tricolor: cannot write the output\n"},
};

static void every_line_ends_as_promised(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        const struct line *l = &LINES[i];
        struct shell_result r = shell("tricolor-sim %s", l->command);
        bool fine = r.status == l->status && (!l->out || strcmp(r.out, l->out) == 0) &&
                    (l->err ? strncmp(r.err, l->err, strlen(l->err)) == 0 : !r.err[0]);
        if (!fine) {
            print_error("%s: status %d, expected %d\nstdout: %.500s\nstderr: %.500s\n", l->command,
                        r.status, l->status, r.out, r.err);
            wrong++;
        }
        shell_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* ---- help ---- */

static void assert_has(const struct shell_result *r, const char *const *words) {
    for (; *words; words++)
        if (!strstr(r->out, *words)) fail_msg("\"%s\" is not in\n%s", *words, r->out);
}

static void help_names_commands_options_and_statuses(void **state) {
    (void)state;
    static const char *const ALL[] = {"tricolor-sim run FILE",
                                      "check FILE...",
                                      "trace FILE -o OUT",
                                      "--help",
                                      "0 all well",
                                      "2 bad usage",
                                      "3 the surroundings failed",
                                      NULL};
    static const char *const RUN[] = {"usage: tricolor-sim run FILE",
                                      "--stats",
                                      "--costs",
                                      "--retained[=N]",
                                      "--steps N",
                                      "--gogc",
                                      "--barrier",
                                      "--procs",
                                      "--seed",
                                      "--memory",
                                      "--stacks",
                                      "--collector",
                                      NULL};
    static const char *const TRACE[] = {"usage: tricolor-sim trace FILE -o OUT", "-o OUT", NULL};
    static const char *const VERSION[] = {"tricolor 0.", "Go 1.19", "simplified", NULL};
    static const struct {
        const char *words;
        const char *const *expected;
    } HELP[] = {{"--help", ALL},         {"-h", ALL},
                {"run --help", RUN},     {"run x.json --help", RUN},
                {"trace --help", TRACE}, {"--version", VERSION}};
    for (size_t i = 0; i < sizeof HELP / sizeof HELP[0]; i++) {
        struct shell_result r = shell("tricolor-sim %s", HELP[i].words);
        assert_int_equal(r.status, 0);
        assert_string_equal(r.err, "");
        assert_has(&r, HELP[i].expected);
        shell_free(&r);
    }
    shell_expect(2, "tricolor-sim run -- --help"); /* behind -- it is a file */
}

/* ---- --stats ---- */

static cJSON *last_line_as_json(const char *text) {
    size_t length = strlen(text);
    assert_true(length > 0 && text[length - 1] == '\n');
    size_t at = length - 1;
    while (at > 0 && text[at - 1] != '\n') at--;
    return cJSON_ParseWithLength(text + at, length - 1 - at);
}

static void statistics_are_the_last_line_as_json(void **state) {
    (void)state;
    static const char *const RUNS[] = {"scenarios/03-lost-object-barrier-on.json",
                                       "tests/bad/nil.json", "tests/bad/contradiction.json",
                                       "--steps 50 tests/bad/endless.json"};
    static const char *const KEYS[] = {"Alloc",       "TotalAlloc", "Mallocs", "Frees", "HeapAlloc",
                                       "HeapObjects", "NumGC",      "NextGC",  "steps"};
    for (size_t i = 0; i < sizeof RUNS / sizeof RUNS[0]; i++) {
        struct shell_result r = shell("tricolor-sim run --stats %s", RUNS[i]);
        cJSON *stats = last_line_as_json(r.err);
        assert_true(cJSON_IsObject(stats));
        for (size_t k = 0; k < sizeof KEYS / sizeof KEYS[0]; k++)
            assert_true(cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(stats, KEYS[k])));
        const cJSON *hash = cJSON_GetObjectItemCaseSensitive(stats, "hash");
        assert_true(cJSON_IsString(hash) && strlen(hash->valuestring) == 16);
        cJSON_Delete(stats);
        shell_free(&r);
    }
    struct shell_result a = shell("tricolor-sim run --stats --seed 5 scenarios/05-two-stacks.json");
    struct shell_result b = shell("tricolor-sim run --stats --seed 5 scenarios/05-two-stacks.json");
    assert_string_equal(a.err, b.err);
    shell_free(&a);
    shell_free(&b);
}

/* ---- --costs ---- */

/* The number behind the first line of the table that begins so. */
static uint64_t cost_of(const char *table, const char *line) {
    const char *at = strstr(table, line);
    if (!at) fail_msg("no line \"%s\" in\n%s", line, table);
    return strtoull(at + strlen(line), NULL, 10);
}

static void costs_are_a_table_that_adds_up(void **state) {
    (void)state;
    struct shell_result r = shell("tricolor-sim run --costs scenarios/01-mark-and-sweep.json");
    assert_int_equal(r.status, 0);
    uint64_t program = cost_of(r.err, "the program "), collector = cost_of(r.err, "the collector ");
    assert_true(program > 0 && collector > 0);
    assert_int_equal(cost_of(r.err, "\nall "), program + collector);
    assert_true(cost_of(r.err, "\n  marking ") > 0);
    assert_int_equal(cost_of(r.err, "\n  allocation on the stack "), 2);
    assert_non_null(strstr(r.err, "    STACK_ALLOCATE            1 objects            2 each"
                                  "            2   an object is given room in its stack frame; "
                                  "counted: "));
    assert_null(strstr(r.err, "MALLOC"));
    shell_free(&r);
}

static void what_holds_the_memory_is_a_table(void **state) {
    (void)state;
    struct shell_result r = shell("tricolor-sim run --retained --steps 30 "
                                  "scenarios/06-textbook-graph.json");
    assert_int_equal(cost_of(r.err, "\n  root "), 112);
    assert_int_equal(cost_of(r.err, "\n  type_D "), 64);
    assert_int_equal(cost_of(r.err, "\n  build:19 C "), 24);
    assert_int_equal(cost_of(r.err, "\n  A "), 112);
    shell_free(&r);
    r = shell("tricolor-sim run --retained=1 scenarios/93-cache-that-leaks.go");
    assert_int_equal(r.status, 0);
    assert_true(cost_of(r.err, "\n  cache ") > 0);
    shell_free(&r);
    static const char *const WRONG[] = {"--retained=0", "--retained 1001", "--retained=x"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        r = shell("tricolor-sim run %s scenarios/01-mark-and-sweep.json", WRONG[i]);
        assert_int_equal(r.status, 2);
        assert_non_null(strstr(r.err, "--retained takes a number from 1 to 1000\n"));
        shell_free(&r);
    }
}

static void without_the_barrier_the_freed_object_is_named(void **state) {
    (void)state;
    struct shell_result r =
        shell("tricolor-sim run --barrier none scenarios/03-lost-object-barrier-on.json");
    assert_int_equal(r.status, 1);
    if (!strstr(r.err, "C is freed while in use; expected live\n")) fail_msg("%s", r.err);
    shell_free(&r);
    /* ... and if nothing was expected of it, it is a failure all the same */
    shell_expect(
        0, "sed '/\"expect\"/,$d' scenarios/03-lost-object-barrier-on.json | sed '$s/,$/}/' >%s",
        scratch_path("plain.json"));
    r = shell("cd %s; tricolor-sim run --barrier none plain.json", scratch_folder());
    assert_int_equal(r.status, 1);
    assert_string_equal(r.err, "plain.json: 1 object still in use was freed\n");
    shell_free(&r);
    shell_expect(0, "tricolor-sim run %s", scratch_path("plain.json"));
}

/* ---- pipes and files ---- */

static void a_closed_pipe_is_a_failed_write(void **state) {
    (void)state;
    struct shell_result r =
        shell("{ tricolor-sim trace tests/bad/talkative.json -o -; echo $? >&2; } | head -n 1");
    assert_int_equal(strncmp(r.out, "{\"tricolor\":\"trace\"", 19), 0);
    if (!strstr(r.err, "3\n")) fail_msg("%s", r.err);
    assert_non_null(strstr(r.err, "cannot write: Broken pipe"));
    shell_free(&r);
    r = shell("{ tricolor-sim run tests/bad/talkative.json; echo $? >&2; } | head -n 1");
    assert_string_equal(r.out, "20000 lines of thirty-two characters\n");
    assert_string_equal(r.err, "tricolor: cannot write the output\n3\n");
    shell_free(&r);
}

/* Nothing but these files is in the scratch folder `sub`. */
static void assert_files(const char *sub, const char *names) {
    struct shell_result r = shell("ls -A %s", scratch_path(sub));
    assert_string_equal(r.out, names);
    shell_free(&r);
}

static void a_trace_replaces_a_file_only_when_it_is_whole(void **state) {
    (void)state;
    const char *folder = scratch_path("out");
    assert_int_equal(mkdir(folder, 0755), 0);
    const char *path = scratch_path("out/t.jsonl");
    write_file(path, "old\n");
    /* a file size limit stands for a full disk */
    struct shell_result r =
        shell("ulimit -f 8; tricolor-sim trace tests/bad/talkative.json -o %s", path);
    assert_int_equal(r.status, 3);
    if (!strstr(r.err, "t.jsonl: cannot write: File too large")) fail_msg("%s", r.err);
    shell_free(&r);
    r = shell("cat %s", path);
    assert_string_equal(r.out, "old\n");
    shell_free(&r);
    assert_files("out", "t.jsonl\n");
    shell_expect(2, "tricolor-sim trace tests/bad/not-json.json -o %s", path);
    r = shell("cat %s", path);
    assert_string_equal(r.out, "old\n");
    shell_free(&r);
    shell_expect(0, "tricolor-sim trace scenarios/01-mark-and-sweep.json -o %s", path);
    r = shell("tail -n 1 %s", path);
    assert_int_equal(strncmp(r.out, "{\"end\":\"done\"", 13), 0);
    shell_free(&r);
    assert_files("out", "t.jsonl\n");
}

static void a_full_disk_leaves_the_old_file(void **state) {
    (void)state;
    const char *disk = scratch_path("disk");
    assert_int_equal(mkdir(disk, 0755), 0);
    struct shell_result r = shell("mount -t tmpfs -o size=64k tmpfs %s", disk);
    bool mounted = r.status == 0;
    shell_free(&r);
    if (!mounted) {
        print_message("skipped: no small disk can be mounted\n");
        skip();
    }
    r = shell("cd %s; echo old >t; tricolor-sim trace $OLDPWD/tests/bad/talkative.json -o t; echo "
              "$?; cat t; ls -A",
              disk);
    shell_expect(0, "umount %s", disk);
    assert_string_equal(r.out, "3\nold\nt\n");
    assert_non_null(strstr(r.err, "No space left on device"));
    shell_free(&r);
}

static void a_folder_that_may_not_be_written_is_told(void **state) {
    (void)state;
    const char *nobody =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const char *folder = scratch_path("locked");
    assert_int_equal(mkdir(folder, 0555), 0);
    assert_int_equal(chmod(scratch_folder(), 0755), 0);
    struct shell_result r = shell("%stricolor-sim --version", nobody);
    bool can_run = r.status == 0;
    shell_free(&r);
    if (!can_run) skip();
    r = shell("%stricolor-sim trace scenarios/01-mark-and-sweep.json -o %s/t.jsonl", nobody,
              folder);
    assert_int_equal(r.status, 3);
    assert_non_null(strstr(r.err, "locked/t.jsonl: cannot write: Permission denied\n"));
    shell_free(&r);
    assert_files("locked", "");
}

/* ---- interruption ---- */

/* Starts it, lets it work for a while, sends the signal. */
static struct shell_result interrupt(const char *command, int signal_number) {
    const char *out = scratch_path("i.out"), *err = scratch_path("i.err");
    remove(out);
    remove(err);
    char line[1024];
    snprintf(line, sizeof line, "exec %s", command);
    pid_t pid = program_start(line, out, err);
    sleep_seconds(1);
    assert_int_equal(kill(pid, signal_number), 0);
    struct shell_result r = {.status = program_wait(pid, 30)};
    if (r.status < 0) program_kill(pid);
    r.out = read_file(out, &r.out_length);
    r.err = read_file(err, NULL);
    return r;
}

static void an_interrupted_run_says_so(void **state) {
    (void)state;
    struct shell_result r =
        interrupt("tricolor-sim run --stats --steps 4000000000 tests/bad/endless.json", SIGINT);
    assert_int_equal(r.status, 3);
    assert_int_equal(strncmp(r.err, "tricolor: interrupted after ", 28), 0);
    cJSON *stats = last_line_as_json(r.err);
    assert_true(cJSON_IsObject(stats));
    cJSON_Delete(stats);
    shell_free(&r);
}

static void an_interrupted_trace_leaves_nothing(void **state) {
    (void)state;
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    char command[1024];
    assert_int_equal(mkdir(scratch_path("traces"), 0755), 0);
    snprintf(command, sizeof command,
             "tricolor-sim trace --steps 4000000000 tests/bad/endless.json -o %s",
             scratch_path("traces/t.jsonl"));
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
        struct shell_result r = interrupt(command, SIGNALS[i]);
        assert_int_equal(r.status, 3);
        assert_non_null(strstr(r.err, "t.jsonl: cannot write: interrupted\n"));
        shell_free(&r);
        assert_files("traces", "");
    }
}

/* ---- what only the program with the window has ---- */

static bool has_window_program(void) {
    struct shell_result r = shell("command -v tricolor");
    bool built = strstr(r.out, getenv("TRICOLOR_BUILD") ? getenv("TRICOLOR_BUILD") : "/") != NULL;
    shell_free(&r);
    return built;
}

static void an_interrupted_export_leaves_the_old_file(void **state) {
    (void)state;
    static const int SIGNALS[] = {SIGINT, SIGTERM};
    static const char *const NAMES[] = {"e.png", "e.svg"};
    char command[1024], path[512];
    if (!has_window_program()) skip();
    assert_int_equal(mkdir(scratch_path("exports"), 0755), 0);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
        snprintf(path, sizeof path, "exports/%s", NAMES[i]);
        write_file(scratch_path(path), "old");
        snprintf(command, sizeof command,
                 "tricolor export --steps 4000000000 tests/bad/endless.json -o %s",
                 scratch_path(path));
        struct shell_result r = interrupt(command, SIGNALS[i]);
        assert_int_equal(r.status, 3);
        assert_non_null(strstr(r.err, ": interrupted; nothing was written\n"));
        shell_free(&r);
        char *bytes = read_file(scratch_path(path), NULL);
        assert_string_equal(bytes, "old");
        free(bytes);
        assert_int_equal(remove(scratch_path(path)), 0);
        assert_files("exports", "");
    }
}

/* The command that is offered is one that does it. */
static void without_ffmpeg_the_command_for_pictures_is_offered(void **state) {
    (void)state;
    static const char OFFER[] = "there is none in PATH; a picture for each step needs none: ";
    char command[2048];
    if (!has_window_program()) skip();
    assert_int_equal(mkdir(scratch_path("films"), 0755), 0);
    snprintf(command, sizeof command,
             "program=$(command -v tricolor) && PATH=/nowhere && \"$program\" export --fps=5 "
             "scenarios/01-mark-and-sweep.json --from 3 --to=4 --size 320x200 --fps 7 -o \"%s\"",
             scratch_path("films/it's a film.mp4"));
    struct shell_result r = shell("%s", command);
    assert_int_equal(r.status, 3);
    char *offered = strstr(r.err, OFFER);
    assert_non_null(offered);
    assert_null(strstr(offered, "--fps"));
    struct shell_result pictures = shell("%s", offered + strlen(OFFER));
    assert_int_equal(pictures.status, 0);
    assert_files("films", "it's a film-000003.png\nit's a film-000004.png\n");
    shell_free(&pictures);
    shell_free(&r);
}

static const struct line WINDOW_LINES[] = {
    {"export scenarios/01-mark-and-sweep.json", 2, "",
     "tricolor: export needs -o OUT with a name that ends in .png"},
    {"export scenarios/01-mark-and-sweep.json -o x.bmp", 2, "",
     "tricolor: x.bmp: expected a name that ends in .png"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --size 10x10", 2, "",
     "tricolor: --size takes a size from 320x200 to 7680x7680\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --size 99999999999x500", 2, "",
     "tricolor: --size takes"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --theme pink", 2, "",
     "tricolor: --theme takes paper or dark\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --language fr", 2, "",
     "tricolor: --language takes en or de\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --zoom 50", 2, "",
     "tricolor: --zoom takes a number from 75 to 300\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --zoom x", 2, "",
     "tricolor: --zoom takes a number from 75 to 300\n"},
    {"run scenarios/01-mark-and-sweep.json --letters", 2, "",
     "tricolor: unknown option --letters; see --help\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --step -1", 2, "",
     "tricolor: --step takes a number from 0\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --step 99999999999999999999", 2, "",
     "tricolor: --step takes"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --step 100000", 2, "",
     "tricolor: --step 100000: the run has "},
    {"export scenarios/01-mark-and-sweep.json -o x.svg --fps 10", 2, "",
     "tricolor: x.svg: --fps is for a name that ends in "},
    {"export scenarios/01-mark-and-sweep.json -o x.png --fps 10", 2, "",
     "tricolor: x.png: --fps is for a name that ends in "},
    {"export scenarios/01-mark-and-sweep.json -o x.png --from 3 --to 4", 2, "",
     "tricolor: x.png: --from is for a name that ends in -%06d.png, "},
    {"export scenarios/01-mark-and-sweep.json -o x.gif --fps 60", 2, "",
     "tricolor: --fps 60: a GIF has at most 50 frames a second\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --fps 0", 2, "",
     "tricolor: --fps takes a number from 1 to 60\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --to", 2, "",
     "tricolor: --to takes a number from 0\n"},
    {"export scenarios/01-mark-and-sweep.json -o x.png --sheet=", 2, "",
     "tricolor: --sheet takes steps such as "},
    {"trace scenarios/01-mark-and-sweep.json -o x.jsonl --from 3", 2, "",
     "tricolor: unknown option --from; see --help\n"},
    {"export tests/bad/not-json.json -o x.png", 2, "", "tests/bad/not-json.json:3:12: "},
    {"export scenarios/01-mark-and-sweep.json -o no/such/x.png", 3, "",
     "tricolor: no/such/x.png: cannot write"},
    {"--size 10x10 scenarios/01-mark-and-sweep.json", 2, "",
     "tricolor: --size takes a size from 320x200"},
    {"tests/bad/not-json.json", 2, "", "tests/bad/not-json.json:3:12: "},
    {"no-such-file.json", 2, "", "no-such-file.json: cannot read"},
    {"a.json b.json", 2, "", "tricolor: usage: tricolor [FILE]\n"},
    {"run scenarios/03-lost-object-barrier-on.json", 0, "C holds 42\n", NULL},
};

static void the_program_with_the_window_ends_as_promised(void **state) {
    (void)state;
    struct shell_result r;
    if (!has_window_program()) skip();
    for (size_t i = 0; i < sizeof WINDOW_LINES / sizeof WINDOW_LINES[0]; i++) {
        const struct line *l = &WINDOW_LINES[i];
        r = shell("tricolor %s", l->command);
        bool fine = r.status == l->status && strcmp(r.out, l->out) == 0 &&
                    (l->err ? strncmp(r.err, l->err, strlen(l->err)) == 0 : !r.err[0]);
        if (!fine)
            fail_msg("%s: status %d, expected %d\n%.500s%.500s\n", l->command, r.status, l->status,
                     r.out, r.err);
        shell_free(&r);
    }
    r = shell("tricolor export --help");
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++) {
        char line[32];
        snprintf(line, sizeof line, "\n  %-19s ", f->ending);
        assert_non_null(strstr(r.out, line));
    }
    shell_free(&r);
    r = shell("tricolor export scenarios/03-lost-object-barrier-on.json --step 12 --size 640x360 "
              "-o %s; ls -A %s",
              scratch_path("x.png"), scratch_folder());
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "x.png\n"));
    assert_null(strstr(r.out, ".tricolor"));
    shell_free(&r);
    size_t length;
    char *png = read_file(scratch_path("x.png"), &length);
    assert_true(length > 2000 && memcmp(png, "\x89PNG\r\n\x1A\n", 8) == 0);
    assert_true(memcmp(png + 16, "\0\0\x02\x80\0\0\x01\x68", 8) == 0); /* 640 x 360 */
    free(png);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_ends_as_promised),
        cmocka_unit_test(help_names_commands_options_and_statuses),
        cmocka_unit_test(statistics_are_the_last_line_as_json),
        cmocka_unit_test(costs_are_a_table_that_adds_up),
        cmocka_unit_test(what_holds_the_memory_is_a_table),
        cmocka_unit_test(without_the_barrier_the_freed_object_is_named),
        cmocka_unit_test(a_closed_pipe_is_a_failed_write),
        cmocka_unit_test(a_trace_replaces_a_file_only_when_it_is_whole),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(a_folder_that_may_not_be_written_is_told),
        cmocka_unit_test(an_interrupted_run_says_so),
        cmocka_unit_test(an_interrupted_trace_leaves_nothing),
        cmocka_unit_test(an_interrupted_export_leaves_the_old_file),
        cmocka_unit_test(without_ffmpeg_the_command_for_pictures_is_offered),
        cmocka_unit_test(the_program_with_the_window_ends_as_promised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
