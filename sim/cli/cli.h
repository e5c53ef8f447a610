/* cli.h -- the command line, shared by tricolor and tricolor-sim.
 *
 * Commands are rows of a table; a program gives its own and gets parsing, --help, --version, the
 * settings and the exit statuses of PRODUCT: 0 well; 1 the run contradicts `expect`, or an object
 * in use was freed; 2 bad usage or input; 3 the surroundings failed; 4 the simulated program
 * failed. */
#ifndef TC_CLI_H
#define TC_CLI_H

#include <stdbool.h>

#include "scenario/scenario.h"
#include "scenario/settings.h"
#include "session/session.h"

enum exit_status { EXIT_WELL, EXIT_CONTRADICTED, EXIT_BAD_INPUT, EXIT_SURROUNDINGS, EXIT_PROGRAM };

enum { SETTING_OVERRIDES_MAX = 16, FILES_MAX = 4096 };

/* How questions are asked, ended by NULL. */
extern const char *const QUESTION_MODES[];

struct override {
    const struct setting *setting;
    const char *value;
};

/* A command line that has been read. */
struct arguments {
    char **words; /* as they were given, the program first; ended by NULL */
    const char *program;
    const char *files[FILES_MAX];
    int file_count;
    struct override overrides[SETTING_OVERRIDES_MAX];
    int override_count;
    const char *output;   /* -o */
    const char *theme;    /* --theme */
    const char *language; /* --language */
    unsigned zoom;        /* --zoom, percent; 0: not given */
    bool letters;         /* --letters */
    int width, height;    /* --size WxH; 0: not given */
    uint64_t step;        /* --step; NEVER: not given */
    uint64_t from, to;    /* --from, --to: steps; NEVER: not given */
    uint64_t rate;        /* --fps; 0: not given */
    uint64_t per_page;    /* --per-page; 0: not given */
    const char *sheet;    /* --sheet */
    const char *page;     /* --page */
    bool blank;           /* --blank */
    bool notes;           /* --notes */
    uint64_t steps_max;   /* --steps; 0: not given */
    bool stats;           /* --stats */
    bool gctrace;         /* --gctrace */
    bool costs;           /* --costs */
    uint64_t retained;    /* --retained: rows of each kind; 0: not wanted */
    bool why;             /* --why */
    bool diff;            /* --diff */
    const char *measure;  /* --measure FUNC */
    const char *answers;  /* --answers FILE */
    const char *describe; /* --describe FILE */
    int questions;        /* --questions: index of QUESTION_MODES + 1; 0: not given */
};

/* Which options beyond the settings a command takes. */
enum option_set {
    TAKES_OUTPUT = 1,
    TAKES_STEP = 2,
    TAKES_STATS = 4,
    TAKES_LOOK = 8,
    TAKES_WHY = 16,
    TAKES_WINDOW = 32,
    TAKES_EXPORT = 64,
    TAKES_DIFF = 128
};

struct command {
    const char *name;         /* "" for what the program does without a command */
    const char *usage, *help; /* of the help, the command's own has all lines, the list one */
    unsigned options;
    int files_min, files_max;
    int (*run)(const struct arguments *a);
};

/* Reads the command line and runs the command. `commands` is ended by a NULL name. */
int cli_main(int count, char **words, const struct command *commands);

/* Loads a scenario, or what stands in its place, with the overrides applied. 0, or an exit status
 * after the complaints have been printed. */
int cli_load(const struct arguments *a, const char *path, struct scenario *s);

void cli_apply_overrides(const struct arguments *a, struct config *c);

/* Opens a session on a scenario that is loaded; likewise. It is freed if that fails. */
int cli_begin_session(const struct arguments *a, struct scenario *scenario, struct session *s);
/* Loads the first file and opens a session on it; likewise. Closed by cli_close_session. */
int cli_open_session(const struct arguments *a, struct scenario *scenario, struct session *s);
void cli_close_session(struct session *s, struct scenario *scenario);

/* A log of collections in the place of a scenario: its table on stdout; how many there are. */
int cli_run_log(const struct scenario *s);
void cli_tell_log(const struct scenario *s);
/* Complains, with the status, of settings that mean nothing to a log, and of logs that are to be
 * run. */
int cli_check_log_settings(const struct arguments *a);
int cli_refuse_log(const struct scenario *s);

/* --steps. */
void cli_limit_steps(const struct arguments *a, struct session *s);

/* Prints `PROGRAM: message` and returns the status. */
int cli_fail(int status, const char *format, ...) TC_PRINTF(2, 3);

/* The commands that need no window. */
int command_run(const struct arguments *a);
int command_check(const struct arguments *a);
int command_escape(const struct arguments *a);
int command_trace(const struct arguments *a);
int command_bench(const struct arguments *a);

#endif
