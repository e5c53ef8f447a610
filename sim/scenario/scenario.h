/* scenario.h -- a scenario, from JSON or from a Go program alone: what to run, with which settings,
 * what to say, what must come out.
 *
 * `scenario_load` reads and checks everything; a scenario that loads can be run. Owns the program
 * and every string. Keys are documented in scenarios/README.md and scenarios/scenario.schema.json.
 */
#ifndef TC_SCENARIO_H
#define TC_SCENARIO_H

#include "base/diag.h"
#include "base/file.h"
#include "gclog/gclog.h"
#include "machine/machine.h"
#include "program/program.h"
#include "scenario/question.h"

enum { SCENARIO_BYTES_MAX = 16 << 20 };

/* What to say from the first moment its condition holds until the next caption. */
struct caption {
    struct condition when;
    const char *say;
    const char *more;  /* a second, smaller sentence; or "" */
    const char *notes; /* for the speaker alone: what to say or do here; or "" */
};

enum check_kind {
    CHECK_LIVE,
    CHECK_FREED,
    CHECK_LOST,
    CHECK_WHITE,
    CHECK_GREY,
    CHECK_BLACK,
    CHECK_LEAKED,
    CHECK_OUTCOME, /* `string` names it */
    CHECK_OUTPUT,  /* `string` is the whole output so far */
    CHECK_NUMBER   /* the statistic called `string` is `number` */
};

struct expected {
    enum check_kind kind;
    uint32_t object; /* index of a reference of the program */
    uint64_t number;
    const char *string;
};

struct expectation {
    struct condition when;
    bool at_end; /* without a `when` */
    struct expected *checks;
    uint32_t check_count;
};

struct dump;

struct scenario {
    const char *path;
    const char *title, *summary;
    const char **teaches;
    uint32_t teaches_count;
    const char *compare; /* path of the scenario that belongs to this one; NULL: none */
    const char *kind;    /* "program", "source", "script", "heap", "dump", "gctrace" */
    struct config config;
    struct program program;
    struct caption *captions;
    uint32_t caption_count;
    struct question *questions;
    uint32_t question_count;
    struct expectation *expectations;
    uint32_t expectation_count;
    char *text;         /* of the file, for diagnostics */
    char *program_text; /* of the Go program, unless it is the file itself */
    const char *program_path;
    struct dump *dump;      /* what its program was made of; NULL: no heap dump */
    struct text complaints; /* about a Go program in a file of its own */
    struct gclog *log;      /* of "gctrace": there is no program; its `runtime` has a GOGC only if
                             * one is given, else GCLOG_PERCENT_UNKNOWN; NULL: of all others */
    const char *enclosed;   /* the text of that program, if the file is not to be read; or NULL */
    size_t enclosed_length;
    struct tape *tape; /* of a trace: it is played, and nothing is run; NULL: the engine runs it */
};

/* Reads a scenario from text the caller has read; takes over `text` (from malloc). False with
 * diagnostics, which refer to the text: free them before the scenario. */
bool scenario_parse(struct scenario *s, const char *path, char *text, size_t length,
                    struct diags *diags);
/* Reads the file, as its content says what it is: JSON, Go, a log. Unless FILE_OK comes back,
 * `complaints` has been added to: lines for stderr or the window; with FILE_OK there may be
 * warnings. `path` must outlive the scenario. */
enum file_status scenario_load(struct scenario *s, const char *path, struct text *complaints);
/* A Go program, of which one function is measured instead of running main (lower.h). Likewise. */
enum file_status scenario_load_measured(struct scenario *s, const char *path, const char *function,
                                        struct text *complaints);
void scenario_free(struct scenario *s);
/* Without a file: likewise, but the Go program that the scenario names is given. `program` outlives
 * the call. */
bool scenario_parse_enclosed(struct scenario *s, const char *path, char *text, size_t length,
                             const char *program, size_t program_length, struct diags *diags);

/* Whether a file is a Go program: behind comments it begins with "package", or its name says so. */
bool go_is_source(const char *path, const char *text, size_t length);

/* Whether the expectations say that the run ends badly: then that is no failure. */
bool scenario_expects_failure(const struct scenario *s);
bool scenario_expects_loss(const struct scenario *s);

#endif
