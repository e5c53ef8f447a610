/* Tables of numbers: well-formed as RFC 4180 has it, and what the machine says at each step. The
 * reader here knows only the RFC. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "support/build.h"
#include "support/exporting.h"
#include "support/folder.h"

enum { COLUMNS_MAX = 128 };

/* ---- a reader ---- */

struct reader {
    char *at, *end; /* the fields are unquoted in place */
    char *fields[COLUMNS_MAX];
    int count;
};

/* A field ends at a comma, or at CRLF; in quotes anything goes, and two quotes are one. Returns what
 * it ended at. */
static char read_field(struct reader *r) {
    char *to = r->at;
    bool quoted = *r->at == '"';
    assert_true(r->count < COLUMNS_MAX);
    r->fields[r->count++] = to;
    if (quoted) r->at++;
    for (;; r->at++) {
        if (r->at >= r->end) fail_msg("the table ends in the middle of a line");
        if (quoted && r->at[0] == '"' && r->at[1] == '"') r->at++;
        else if (quoted && *r->at == '"') break;
        else if (!quoted && (*r->at == ',' || *r->at == '\r')) break;
        else if (!quoted) assert_true(*r->at != '"' && *r->at != '\n');
        *to++ = *r->at;
    }
    if (quoted) r->at++;
    char end = *r->at;
    assert_true(end == ',' || (end == '\r' && r->at[1] == '\n'));
    r->at += end == ',' ? 1 : 2;
    *to = '\0';
    return end;
}

/* False behind the last line. */
static bool read_row(struct reader *r) {
    r->count = 0;
    if (r->at == r->end) return false;
    while (read_field(r) == ',') continue;
    return true;
}

static uint64_t number(const char *field) {
    char *end;
    assert_true(*field >= '0' && *field <= '9');
    uint64_t value = strtoull(field, &end, 10);
    assert_int_equal(*end, 0);
    return value;
}

/* ---- rows of steps ---- */

static void check_header(struct reader *r) {
    static const char *const FIRST[] = {"step", "time_ns", "phase", "actor"};
    int column = 4;
    assert_true(read_row(r));
    for (int i = 0; i < 4; i++) assert_string_equal(r->fields[i], FIRST[i]);
    for (const struct statistic *s = STATISTICS; s->name; s++)
        if (strcmp(s->name, "steps") != 0) assert_string_equal(r->fields[column++], s->name);
    assert_int_equal(r->count, column);
}

static void check_row(const struct reader *r, const struct machine *m) {
    struct text actor = {0};
    int column = 4;
    assert_int_equal(number(r->fields[0]), m->s->clock.step);
    assert_int_equal(number(r->fields[1]), m->s->clock.now);
    assert_string_equal(r->fields[2], phase_name(machine_phase(m)));
    if (m->s->clock.step) inspect_actor(m, m->s->clock.last_actor, &actor);
    assert_string_equal(r->fields[3], text_string(&actor));
    text_free(&actor);
    for (const struct statistic *s = STATISTICS; s->name; s++)
        if (strcmp(s->name, "steps") != 0)
            assert_int_equal(number(r->fields[column++]), s->value(m));
    assert_int_equal(r->count, column);
}

/* A row for each step from `from` to `to`, or to the end, and no other. */
static void check_steps(const struct scenario *scenario, uint64_t from, uint64_t to) {
    struct session s;
    struct export_request request = export_request_to(folder_path("steps.csv"));
    size_t length;
    request.from = from;
    request.to = to;
    char *bytes = exporting(scenario, &request, &length);
    struct reader r = {.at = bytes, .end = bytes + length};
    assert_true(session_open(&s, scenario));
    check_header(&r);
    for (session_seek(&s, from == NEVER ? 0 : from); read_row(&r);
         session_seek(&s, session_step(&s) + 1)) {
        check_row(&r, &s.now);
        if (session_step(&s) == to || (session_ended(&s) && session_step(&s) == session_steps(&s)))
            break;
    }
    if (to == NEVER) assert_true(session_ended(&s));
    assert_int_equal(session_step(&s), to == NEVER ? session_steps(&s) : to);
    assert_ptr_equal(r.at, r.end);
    session_close(&s);
    free(bytes);
}

static void each_row_is_what_the_machine_says_at_its_step(void **state) {
    static const char *const PATHS[] = {
        "scenarios/03-lost-object-barrier-on.json", "scenarios/28-shared-tail-malloc.json",
        "scenarios/71-four-processors.json", "scenarios/82-most-die-young.json",
        "scenarios/94-deferred-and-recovered.go"};
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        build_load(&scenario, PATHS[i]);
        check_steps(&scenario, NEVER, NEVER);
        scenario_free(&scenario);
    }
}

static void a_range_has_its_rows_only(void **state) {
    struct scenario scenario;
    (void)state;
    build_load(&scenario, "scenarios/03-lost-object-barrier-on.json");
    check_steps(&scenario, 0, 0);
    check_steps(&scenario, 7, 7);
    check_steps(&scenario, 5, 20);
    check_steps(&scenario, 20, NEVER);
    check_steps(&scenario, NEVER, 3);
    scenario_free(&scenario);
}

static void a_range_behind_the_end_is_refused(void **state) {
    struct scenario scenario;
    struct export_request r = export_request_to(folder_path("x.csv"));
    (void)state;
    build_load(&scenario, "scenarios/03-lost-object-barrier-on.json");
    r.to = 1000000;
    assert_non_null(
        strstr(exporting_fails(&scenario, &r, FILE_BAD_INPUT), "--to 1000000: the run has "));
    r.from = 100000;
    assert_non_null(
        strstr(exporting_fails(&scenario, &r, FILE_BAD_INPUT), "--from 100000: the run has "));
    r.output = "/dev/full";
    r.from = r.to = NEVER;
    assert_non_null(strstr(exporting_fails(&scenario, &r, FILE_BAD_INPUT), "name that ends in"));
    scenario_free(&scenario);
}

static void whatever_the_program_calls_its_functions_the_table_is_well_formed(void **state) {
    static const char NAME[] = "a, \"b\",\r\n\"\" or c";
    struct scenario scenario;
    size_t length;
    bool found = false;
    (void)state;
    build_script(&scenario,
                 "'functions': {'main': [{'set': 'x', 'to': 1}, {'set': 'x', 'to': 2}]}");
    scenario.program.functions[0].name = NAME;
    char *bytes = exporting_all(&scenario, "odd.csv", &length);
    struct reader r = {.at = bytes, .end = bytes + length};
    check_header(&r);
    int columns = r.count;
    while (read_row(&r)) {
        assert_int_equal(r.count, columns);
        if (strcmp(r.fields[3], NAME) == 0) found = true;
    }
    assert_true(found);
    free(bytes);
    scenario_free(&scenario);
}

/* ---- rows of collections ---- */

/* The columns are added up here from what they are parts of. */
static void each_collection_has_a_row_that_adds_up(void **state) {
    struct scenario scenario;
    struct session s;
    size_t length;
    uint64_t rows = 0, pauses = 0;
    (void)state;
    build_load(&scenario, "scenarios/72-two-minutes.json");
    char *bytes = exporting_all(&scenario, "a.cycles.csv", &length);
    struct reader r = {.at = bytes, .end = bytes + length};
    assert_true(read_row(&r));
    assert_string_equal(r.fields[0], "cycle");
    assert_string_equal(r.fields[3], "sweep_termination_ns");
    assert_string_equal(r.fields[5], "mark_termination_ns");
    assert_string_equal(r.fields[r.count - 1], "reason");
    int columns = r.count;
    while (read_row(&r)) {
        assert_int_equal(r.count, columns);
        assert_int_equal(number(r.fields[0]), ++rows);
        pauses += number(r.fields[3]) + number(r.fields[5]);
    }
    assert_true(session_open(&s, &scenario));
    while (session_run(&s, 1 << 20) == STOP_BUDGET) continue;
    assert_true(rows > 1);
    assert_int_equal(rows, statistic_find("NumGC")->value(&s.front));
    assert_int_equal(pauses, statistic_find("PauseTotalNs")->value(&s.front));
    session_close(&s);
    free(bytes);
    scenario_free(&scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_what_the_machine_says_at_its_step),
        cmocka_unit_test(a_range_has_its_rows_only),
        cmocka_unit_test(a_range_behind_the_end_is_refused),
        cmocka_unit_test(whatever_the_program_calls_its_functions_the_table_is_well_formed),
        cmocka_unit_test(each_collection_has_a_row_that_adds_up),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
