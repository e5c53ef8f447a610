#include "scenario/scenario.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/inspect/inspect.h"
#include "scenario/dump_scenario.h"
#include "scenario/file_kind.h"
#include "scenario/gctrace_file.h"
#include "scenario/go_source.h"
#include "scenario/graph.h"
#include "scenario/loading.h"
#include "scenario/settings.h"
#include "scenario/trace_source.h"
#include "trace/tape.h"

/* ---- schedule ---- */

static void read_directive(struct loading *l, const cJSON *node) {
    static const char *const KEYS[] = {"run", "until", "steps", NULL};
    struct reader *r = &l->reader;
    struct program *p = &l->scenario->program;
    struct directive d = {0};
    if (!expect_kind(r, node, cJSON_IsObject(node),
                     "an object like {\"run\": \"main\", \"steps\": 3}"))
        return;
    read_keys(r, node, KEYS);
    const cJSON *run = read_member(r, node, "run", true);
    const cJSON *until = cJSON_GetObjectItemCaseSensitive(node, "until");
    d.steps = (uint64_t)read_integer(r, node, "steps", 1, INT64_C(1) << 53, 0);
    if (run && !(cJSON_IsString(run) && strcmp(run->valuestring, "collector") == 0))
        d.actor = read_function(l, run);
    if (until) d.until = read_condition(l, until);
    d.has_until = until != NULL;
    if (!until && !cJSON_GetObjectItemCaseSensitive(node, "steps"))
        problem_at(r, node, "how long? expected \"until\" or \"steps\"");
    p->directives = pool_grow(&p->pool, p->directives, p->directive_count, sizeof d);
    if (p->directives) p->directives[p->directive_count++] = d;
}

static void read_schedule(struct loading *l, const cJSON *script) {
    const cJSON *schedule = read_array(&l->reader, script, "schedule", false), *node;
    cJSON_ArrayForEach(node, schedule) {
        uint32_t count = l->scenario->program.directive_count;
        if (!has_room(&l->reader, schedule, count, DIRECTIVES_MAX, "lines of a schedule")) return;
        read_directive(l, node);
    }
}

/* ---- captions and expectations ---- */

static void read_captions(struct loading *l, const cJSON *root) {
    static const char *const KEYS[] = {"when", "say", "more", "notes", NULL};
    struct reader *r = &l->reader;
    struct scenario *s = l->scenario;
    const cJSON *captions = read_array(r, root, "captions", false), *node;
    cJSON_ArrayForEach(node, captions) {
        struct caption c = {.more = "", .notes = ""};
        if (!has_room(r, captions, s->caption_count, MOMENTS_MAX, "captions")) return;
        if (!expect_kind(r, node, cJSON_IsObject(node), "an object with \"when\" and \"say\""))
            continue;
        read_keys(r, node, KEYS);
        const cJSON *when = read_member(r, node, "when", true);
        const char *say = read_string(r, node, "say", true);
        const char *more = read_string(r, node, "more", false);
        if (when) c.when = read_condition(l, when);
        c.say = say ? say : "";
        const char *notes = read_string(r, node, "notes", false);
        if (more) c.more = more;
        if (notes) c.notes = notes;
        s->captions = pool_grow(&s->program.pool, s->captions, s->caption_count, sizeof c);
        if (s->captions) s->captions[s->caption_count++] = c;
    }
}

static void add_check(struct loading *l, struct expectation *e, struct expected x) {
    e->checks = pool_grow(&l->scenario->program.pool, e->checks, e->check_count, sizeof x);
    if (e->checks) e->checks[e->check_count++] = x;
}

static void read_object_checks(struct loading *l, struct expectation *e, const cJSON *list,
                               enum check_kind kind) {
    const cJSON *node;
    if (!expect_kind(&l->reader, list, cJSON_IsArray(list), "a list of names of objects")) return;
    cJSON_ArrayForEach(node, list) {
        if (!has_room(&l->reader, list, e->check_count, CHECKS_MAX, "names of objects")) return;
        int32_t reference = read_reference(l, node);
        if (reference != NONE)
            add_check(l, e, (struct expected){.kind = kind, .object = (uint32_t)reference});
    }
}

static void read_outcome_check(struct loading *l, struct expectation *e, const cJSON *node) {
    const char *const *names = outcome_names();
    int outcome = read_choice(&l->reader, node, names, "an outcome");
    if (outcome >= 0)
        add_check(l, e, (struct expected){.kind = CHECK_OUTCOME, .string = names[outcome]});
}

static void read_output_check(struct loading *l, struct expectation *e, const cJSON *list) {
    const cJSON *node;
    struct text output = {0};
    if (!expect_kind(&l->reader, list, cJSON_IsArray(list), "a list of lines")) return;
    cJSON_ArrayForEach(node, list) if (expect_kind(&l->reader, node, cJSON_IsString(node),
                                                   "a line of output, a string"))
        text_addf(&output, "%s\n", node->valuestring);
    const char *string = pool_string(l->reader.pool, text_string(&output));
    add_check(l, e, (struct expected){.kind = CHECK_OUTPUT, .string = string});
    text_free(&output);
}

static void read_number_check(struct loading *l, struct expectation *e, const cJSON *node) {
    struct reader *r = &l->reader;
    if (!expect_statistic(l, node->string, json_key_offset(&r->diags->source, node))) return;
    if (!expect_kind(r, node, is_integer(node, 0, INT64_C(1) << 53), "a whole number from 0"))
        return;
    add_check(l, e,
              (struct expected){.kind = CHECK_NUMBER,
                                .string = pool_string(r->pool, node->string),
                                .number = (uint64_t)node->valuedouble});
}

static void read_numbers(struct loading *l, struct expectation *e, const cJSON *numbers) {
    const cJSON *node;
    if (!expect_kind(&l->reader, numbers, cJSON_IsObject(numbers), "an object of statistics"))
        return;
    cJSON_ArrayForEach(node, numbers) read_number_check(l, e, node);
}

static void read_expectation(struct loading *l, const cJSON *node) {
    static const char *const KEYS[] = {"live",   "freed",   "lost",   "white",   "grey", "black",
                                       "leaked", "outcome", "output", "numbers", "when", NULL};
    struct scenario *s = l->scenario;
    struct expectation e = {.at_end = true};
    if (!expect_kind(&l->reader, node, cJSON_IsObject(node), "an object like {\"freed\": [\"A\"]}"))
        return;
    read_keys(&l->reader, node, KEYS);
    for (const cJSON *member = node->child; member; member = member->next) {
        const char *key = member->string;
        for (int kind = CHECK_LIVE; kind <= CHECK_LEAKED; kind++)
            if (strcmp(key, KEYS[kind]) == 0)
                read_object_checks(l, &e, member, (enum check_kind)kind);
        if (strcmp(key, "outcome") == 0) read_outcome_check(l, &e, member);
        if (strcmp(key, "output") == 0) read_output_check(l, &e, member);
        if (strcmp(key, "numbers") == 0) read_numbers(l, &e, member);
        if (strcmp(key, "when") == 0) {
            e.when = read_condition(l, member);
            e.at_end = false;
        }
    }
    s->expectations = pool_grow(&s->program.pool, s->expectations, s->expectation_count, sizeof e);
    if (s->expectations) s->expectations[s->expectation_count++] = e;
}

static void read_expect(struct loading *l, const cJSON *root) {
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(root, "expect"), *node;
    if (!expect) return;
    if (!cJSON_IsArray(expect)) read_expectation(l, expect);
    else cJSON_ArrayForEach(node, expect) {
            uint32_t count = l->scenario->expectation_count;
            if (!has_room(&l->reader, expect, count, MOMENTS_MAX, "expectations")) return;
            read_expectation(l, node);
        }
}

/* ---- settings and head ---- */

static void read_setting(struct loading *l, const cJSON *node, const struct setting *setting) {
    char value[64] = "";
    if (cJSON_IsString(node)) snprintf(value, sizeof value, "%s", node->valuestring);
    else if (is_integer(node, 0, INT64_C(1) << 53))
        snprintf(value, sizeof value, "%" PRId64, (int64_t)node->valuedouble);
    if (!setting->apply(&l->scenario->config, value))
        problem_at(&l->reader, node, "%s takes %s", setting->key, setting->expected);
}

static void read_runtime(struct loading *l, const cJSON *root) {
    const cJSON *runtime = read_object(&l->reader, root, "runtime", false), *node;
    const char *keys[SETTINGS_MAX + 1] = {0};
    if (!runtime) return;
    for (int i = 0; i < SETTINGS_MAX && SETTINGS[i].key; i++) keys[i] = SETTINGS[i].key;
    read_keys(&l->reader, runtime, keys);
    cJSON_ArrayForEach(node, runtime) {
        const struct setting *setting = setting_by_key(node->string);
        if (setting) read_setting(l, node, setting);
    }
}

static void read_head(struct loading *l, const cJSON *root) {
    struct reader *r = &l->reader;
    struct scenario *s = l->scenario;
    const cJSON *format = read_member(r, root, "format", true), *node;
    if (format && !is_integer(format, 1, 1))
        problem_at(r, format, "unknown format; this version reads format 1");
    const char *title = read_string(r, root, "title", true);
    const char *summary = read_string(r, root, "summary", false);
    s->title = title ? title : "";
    s->summary = summary ? summary : "";
    const char *compare = read_string(r, root, "compare", false);
    if (compare) s->compare = path_beside(r, s->path, compare);
    const cJSON *teaches = read_array(r, root, "teaches", false);
    cJSON_ArrayForEach(node, teaches) {
        if (!expect_kind(r, node, cJSON_IsString(node), "a string")) continue;
        s->teaches = pool_grow(&s->program.pool, s->teaches, s->teaches_count, sizeof *s->teaches);
        if (s->teaches) s->teaches[s->teaches_count++] = pool_string(r->pool, node->valuestring);
    }
}

/* ---- what is run ---- */

static const cJSON *find_content(struct loading *l, const cJSON *root) {
    static const char *const KINDS[] = {"program", "source", "script", "heap"};
    const cJSON *found = NULL;
    for (int i = 0; i < 4; i++) {
        const cJSON *node = cJSON_GetObjectItemCaseSensitive(root, KINDS[i]);
        if (node && found)
            problem_at(&l->reader, node,
                       "\"%s\" beside \"%s\"; expected exactly one of program, "
                       "source, script, heap",
                       KINDS[i], l->scenario->kind);
        if (!node || found) continue;
        found = node;
        l->scenario->kind = KINDS[i];
    }
    if (!found)
        problem_at(&l->reader, root,
                   "nothing to run; expected one of program, source, script, heap");
    return found;
}

static void read_content(struct loading *l, const cJSON *root) {
    const cJSON *content = find_content(l, root);
    struct program *p = &l->scenario->program;
    if (!content) return;
    if (strcmp(l->scenario->kind, "program") == 0) {
        go_read_program(&l->reader, content, l->scenario);
        return;
    }
    if (strcmp(l->scenario->kind, "source") == 0) {
        go_read_lines(&l->reader, content, l->scenario);
        return;
    }
    if (!expect_kind(&l->reader, content, cJSON_IsObject(content), "an object")) return;
    if (strcmp(l->scenario->kind, "script") == 0) {
        script_read(&l->reader, content, p, &l->labels);
        if (l->reader.diags->count == 0) read_schedule(l, content);
        return;
    }
    cJSON *script = graph_to_script(&l->reader, content);
    if (script) script_read(&l->reader, script, p, &l->labels);
    cJSON_Delete(script);
}

static void read_scenario(struct loading *l, const cJSON *root) {
    static const char *const KEYS[] = {"$schema", "format",   "title",     "summary", "teaches",
                                       "compare", "runtime",  "program",   "source",  "script",
                                       "heap",    "captions", "questions", "expect",  NULL};
    if (!expect_kind(&l->reader, root, cJSON_IsObject(root), "a scenario, an object")) return;
    read_keys(&l->reader, root, KEYS);
    read_head(l, root);
    read_runtime(l, root);
    read_content(l, root);
    if (l->reader.diags->count > 0) return; /* names would not resolve */
    read_captions(l, root);
    read_questions(l, root);
    read_expect(l, root);
    if (!program_finish(&l->scenario->program))
        diag_file(l->reader.diags, "not enough memory for this scenario");
}

bool scenario_parse_enclosed(struct scenario *s, const char *path, char *text, size_t length,
                             const char *program, size_t program_length, struct diags *diags) {
    *s = (struct scenario){.path = path, .text = text, .config = config_default(), .kind = ""};
    s->enclosed = program;
    s->enclosed_length = program_length;
    diags_init(diags, (struct source){path, text, length});
    struct loading l = {.reader = {diags, &s->program.pool}, .scenario = s};
    cJSON *root = json_read(diags->source, diags);
    if (root) read_scenario(&l, root);
    cJSON_Delete(root);
    return root && diags->count == 0;
}

static enum file_status load_dump(struct scenario *s, const char *path, const char *measure,
                                  struct text *complaints) {
    char why[256] = "only functions of a Go program can be measured";
    enum file_status status = measure ? FILE_BAD_INPUT : dump_load(s, path, why, sizeof why);
    if (status != FILE_OK) text_addf(complaints, "%s: %s\n", path, why);
    return status;
}

bool scenario_parse(struct scenario *s, const char *path, char *text, size_t length,
                    struct diags *diags) {
    return scenario_parse_enclosed(s, path, text, length, NULL, 0, diags);
}

static enum file_status load(struct scenario *s, const char *path, const char *measure,
                             struct text *complaints) {
    char *text, why[256];
    size_t length;
    enum file_kind kind = file_kind_at(path);
    if (kind == FILE_DUMP) return load_dump(s, path, measure, complaints);
    if (kind == FILE_GCTRACE && !measure) return gctrace_load(s, path, complaints);
    enum file_status status = file_read(path, SCENARIO_BYTES_MAX, &text, &length, why, sizeof why);
    if (status != FILE_OK) {
        text_addf(complaints, "%s: %s\n", path, why);
        return status;
    }
    if (file_kind_of(path, text, length) == FILE_GCTRACE && !measure) {
        status = gctrace_parse(s, path, text, length, complaints);
        free(text);
        return status;
    }
    struct diags diags;
    bool fine = go_is_source(path, text, length)
                    ? go_parse_scenario(s, path, text, length, measure, &diags)
                    : scenario_parse(s, path, text, length, &diags);
    if (fine && measure && !go_is_source(path, text, length))
        diag_file(&diags, "only functions of a Go program can be measured");
    if (s->complaints.length) text_add(complaints, text_string(&s->complaints));
    diags_text(&diags, complaints);
    fine = fine && diags.count == 0;
    diags_free(&diags);
    if (fine) return FILE_OK;
    scenario_free(s);
    return FILE_BAD_INPUT;
}

enum file_status scenario_load(struct scenario *s, const char *path, struct text *complaints) {
    if (file_kind_at(path) == FILE_TRACE) return trace_load(s, path, complaints);
    return load(s, path, NULL, complaints);
}

enum file_status scenario_load_measured(struct scenario *s, const char *path, const char *function,
                                        struct text *complaints) {
    return load(s, path, function, complaints);
}

void scenario_free(struct scenario *s) {
    tape_close(s->tape);
    program_free(&s->program);
    dump_unload(s);
    free(s->text);
    free(s->program_text);
    text_free(&s->complaints);
    if (s->log) gclog_free(s->log);
    free(s->log);
    *s = (struct scenario){0};
}

/* ---- what the expectations allow ---- */

static bool expects(const struct scenario *s, enum check_kind kind, const char *except) {
    for (uint32_t i = 0; i < s->expectation_count; i++)
        for (uint32_t k = 0; k < s->expectations[i].check_count; k++) {
            const struct expected *x = &s->expectations[i].checks[k];
            if (x->kind == kind && (!except || strcmp(x->string, except) != 0)) return true;
        }
    return false;
}

bool scenario_expects_failure(const struct scenario *s) {
    return expects(s, CHECK_OUTCOME, "done");
}

bool scenario_expects_loss(const struct scenario *s) {
    return expects(s, CHECK_LOST, NULL);
}
