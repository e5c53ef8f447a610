#include "scenario/trace_source.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/dump_scenario.h"
#include "scenario/go_source.h"
#include "scenario/settings.h"
#include "trace/tables.h"
#include "trace/tape.h"

/* A heap dump is too large to be enclosed: it lies beside the trace. */
static bool load_dump_beside(struct scenario *s, const char *trace, const struct tape_facts *f,
                             struct text *complaints) {
    const char *slash = strrchr(trace, '/');
    struct text path = {0};
    char why[256];
    text_add_bytes(&path, trace, slash ? (size_t)(slash + 1 - trace) : 0);
    text_add(&path, f->file);
    bool fine = dump_load(s, text_string(&path), why, sizeof why) == FILE_OK;
    if (!fine) text_addf(complaints, "%s: %s\n", text_string(&path), why);
    text_free(&path);
    return fine;
}

/* The scenario that the header encloses, read as if it were a file of its name. */
static bool parse(struct scenario *s, const struct tape_facts *f, struct text *complaints) {
    char *text = text_copy(f->scenario, f->scenario_length);
    struct diags diags;
    if (!text) return false;
    bool fine = go_is_source(f->file, text, f->scenario_length)
                    ? go_parse_scenario(s, f->file, text, f->scenario_length, NULL, &diags)
                    : scenario_parse_enclosed(s, f->file, text, f->scenario_length, f->program,
                                              f->program_length, &diags);
    if (s->complaints.length) text_add(complaints, text_string(&s->complaints));
    diags_text(&diags, complaints);
    diags_free(&diags);
    return fine;
}

/* What was not as usual in the traced run, over what is usual: not over what the scenario says,
 * which the command line may have changed. */
static const char *apply_settings(struct scenario *s, const struct tape *t) {
    const struct config usual = config_default();
    for (const struct setting *setting = SETTINGS; setting->key; setting++) {
        struct text value = {0};
        setting->show(&usual, &value);
        bool fine = setting->apply(&s->config, text_string(&value));
        text_free(&value);
        if (!fine) return setting->key;
    }
    const struct tape_setting *own;
    for (uint32_t i = 0; (own = tape_setting(t, i)); i++) {
        const struct setting *setting = setting_by_key(own->key);
        if (!setting || !setting->apply(&s->config, own->value)) return own->key;
    }
    return NULL;
}

/* Whether this program's machine is the one that was traced. */
static bool fits(const struct scenario *s, const struct tape_facts *f) {
    return machine_size(&s->program, &s->config) / WORD == f->words &&
           tables_hash(&s->program) == f->tables;
}

static enum file_status refuse(struct scenario *s, struct tape *t) {
    scenario_free(s);
    tape_close(t);
    return FILE_BAD_INPUT;
}

enum file_status trace_load(struct scenario *s, const char *path, struct text *complaints) {
    char why[256];
    struct tape *t = NULL;
    *s = (struct scenario){0};
    enum file_status status = tape_open(&t, path, why, sizeof why);
    if (status != FILE_OK) {
        text_addf(complaints, "%s: %s\n", path, why);
        return status;
    }
    const struct tape_facts *f = tape_facts(t);
    bool dump = strcmp(f->kind, "dump") == 0;
    if (dump ? !load_dump_beside(s, path, f, complaints) : !parse(s, f, complaints)) {
        text_addf(complaints, "%s: the scenario in its header cannot be read; see above\n", path);
        return refuse(s, t);
    }
    const char *setting = apply_settings(s, t);
    if (setting) {
        text_addf(complaints, "%s: its setting %s is none that this program knows\n", path,
                  setting);
        return refuse(s, t);
    }
    if (!fits(s, f)) {
        text_addf(complaints,
                  "%s: was made by tricolor %s, whose machine differs; expected a trace of %s\n",
                  path, f->version, TC_VERSION);
        return refuse(s, t);
    }
    s->enclosed = NULL; /* it was the tape's */
    s->path = path;
    s->tape = t;
    return FILE_OK;
}
