#include "cli/cli.h"

#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/retained_table.h"
#include "scenario/settings.h"
#include "session/session.h"

int cli_fail(int status, const char *format, ...) {
    va_list arguments;
    fputs("tricolor: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return status;
}

/* ---- help ---- */

/* What was asked for is the output: it matters whether it could be written. */
static int end_of_output(void) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return EXIT_WELL;
    return cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
}

static void print_export_options(void) {
    puts("  --from A --to B     the steps to go through; the whole run without them\n"
         "  --fps N             of films: steps a second, 2 without it\n"
         "  --sheet STEPS       several steps on paper: 3,7,10-12, or each or evenly from A to B\n"
         "  --per-page N        of sheets: pictures on one page, from 1 to 12\n"
         "  --page PAPER        a4, a4-landscape, letter or letter-landscape, with its size for "
         "printing\n"
         "  --blank             to fill in by hand: names and arrows, but no colours\n"
         "  --notes             of a text: the speaker's notes, too");
}

static void print_options(unsigned options) {
    if (options & TAKES_EXPORT) puts("  -o OUT              where to write");
    else if (options & TAKES_OUTPUT)
        puts("  -o OUT              where to write; - is standard output");
    if (options & TAKES_STEP)
        puts("  --step N            the step to show; the last one without it");
    if (options & TAKES_EXPORT) print_export_options();
    if (options & TAKES_LOOK) {
        puts("  --theme paper|dark  light or dark");
        puts("  --size WxH          of the picture or window, in pixels");
        puts("  --language en|de    of the interface and of what is said about each step");
        puts("  --zoom PERCENT      of everything, from 75 to 300");
        puts("  --letters           letters and hatches beside the colours");
    }
    if (options & TAKES_WINDOW)
        puts("  --questions HOW     lecture, self-study or off\n"
             "  --answers FILE      where answers to questions are saved\n"
             "  --describe FILE     written anew with each picture: what it says, in words, and\n"
             "                      where it answers to the mouse");
    if (options & TAKES_STATS)
        puts(
            "  --stats             statistics as one JSON object, the last line of stderr\n"
            "  --gctrace           a line for each collection on stderr, as GODEBUG=gctrace=1\n"
            "  --costs             what the run has cost, in ticks, as a table on stderr\n"
            "  --retained[=N]      what holds the memory at the end, as a table on stderr:\n"
            "                      what each root, type, line and object keeps alive; the "
            "N largest of\n"
            "                      each, or 10\n"
            "  --measure FUNC      call FUNC of a Go program some times instead of main, and "
            "write\n"
            "                      how many objects and bytes a call allocates, as JSON on stderr");
    if (options & TAKES_DIFF)
        puts("  --diff              compare two traces: the first step at which they part, and "
             "what\n"
             "                      differs there; status 1 if they do");
    if (options & TAKES_WHY) {
        puts("  --why               what forced each verdict, as -m=2 has it");
        return;
    }
    puts("  --steps N           stop after N steps");
    for (const struct setting *s = SETTINGS; s->key; s++)
        printf("  --%-17s %s: %s\n", s->option, s->help, s->expected);
}

static int print_command_help(const char *program, const struct command *c) {
    printf("usage: %s %s\n\n%s\n\n", program, c->usage, c->help);
    print_options(c->options);
    return end_of_output();
}

static int print_help(const char *program, const struct command *commands) {
    printf("tricolor shows how Go manages memory, one step at a time.\n\n");
    for (const struct command *c = commands; c->name; c++)
        printf("  %s %-32s %.*s\n", program, c->usage, (int)strcspn(c->help, "\n"), c->help);
    printf("\n  %s COMMAND --help             says more about a command\n", program);
    printf("\nExit status: 0 all well; 1 the run contradicts what the scenario expects, or an "
           "object in\n"
           "use was freed; 2 bad usage or input; 3 the surroundings failed; 4 the simulated "
           "program failed.\n");
    return end_of_output();
}

static int print_version(void) {
    printf(
        "tricolor %s\nprofile: Go 1.19, linux/amd64\n"
        "simplified: no finalizers, no signals, no system calls; time is simulated, in slices of a "
        "few steps;\n"
        "Go programs of one file, without generics, unsafe, reflection and complex numbers\n",
        TC_VERSION);
    return end_of_output();
}

/* ---- parsing ---- */

struct parsing {
    int count;
    char **words;
    int at;
    const struct command *command;
    struct arguments *a;
};

static const char *next_word(struct parsing *p) {
    return p->at < p->count ? p->words[p->at++] : NULL;
}

static bool parse_u64(const char *word, uint64_t *out) {
    char *end;
    if (!word || *word < '0' || *word > '9' || strlen(word) > 19) return false;
    *out = strtoull(word, &end, 10);
    return *end == '\0';
}

/* The value of --name VALUE or --name=VALUE. */
static const char *option_value(struct parsing *p, const char *word) {
    const char *equals = strchr(word, '=');
    return equals ? equals + 1 : next_word(p);
}

static bool is_option(const char *word, const char *name) {
    size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && (word[length] == '\0' || word[length] == '=');
}

static int missing_value(const char *word, const char *expected) {
    return cli_fail(EXIT_BAD_INPUT, "%s takes %s", word, expected);
}

static int parse_setting(struct parsing *p, const char *word) {
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    const struct setting *setting = setting_by_option(name);
    if (!setting) return cli_fail(EXIT_BAD_INPUT, "unknown option %s; see --help", word);
    const char *value = option_value(p, word);
    struct config scratch = config_default();
    if (!value || !setting->apply(&scratch, value)) return missing_value(word, setting->expected);
    if (p->a->override_count == SETTING_OVERRIDES_MAX)
        return cli_fail(EXIT_BAD_INPUT, "too many settings");
    p->a->overrides[p->a->override_count++] = (struct override){setting, value};
    return EXIT_WELL;
}

/* Options of exports that take a number. */
static const struct number_option {
    const char *name;
    size_t offset; /* in struct arguments */
    uint64_t least, most;
    const char *expected;
} NUMBER_OPTIONS[] = {
    {"--from", offsetof(struct arguments, from), 0, UINT64_MAX, "a number from 0"},
    {"--to", offsetof(struct arguments, to), 0, UINT64_MAX, "a number from 0"},
    {"--fps", offsetof(struct arguments, rate), 1, 60, "a number from 1 to 60"},
    {"--per-page", offsetof(struct arguments, per_page), 1, 12, "a number from 1 to 12"},
};

static const struct number_option *number_option(const char *word) {
    for (size_t i = 0; i < sizeof NUMBER_OPTIONS / sizeof NUMBER_OPTIONS[0]; i++)
        if (is_option(word, NUMBER_OPTIONS[i].name)) return &NUMBER_OPTIONS[i];
    return NULL;
}

static bool is_export(const char *word) {
    return number_option(word) || is_option(word, "--sheet") || is_option(word, "--page") ||
           strcmp(word, "--blank") == 0 || strcmp(word, "--notes") == 0;
}

static int parse_number(struct parsing *p, const struct number_option *option, const char *word) {
    uint64_t *number = (uint64_t *)(void *)((char *)p->a + option->offset);
    bool fine = parse_u64(option_value(p, word), number);
    if (fine && *number >= option->least && *number <= option->most) return EXIT_WELL;
    return missing_value(option->name, option->expected);
}

static int parse_export(struct parsing *p, const char *word) {
    const struct number_option *number = number_option(word);
    if (number) return parse_number(p, number, word);
    if (strcmp(word, "--blank") == 0) {
        p->a->blank = true;
        return EXIT_WELL;
    }
    if (strcmp(word, "--notes") == 0) {
        p->a->notes = true;
        return EXIT_WELL;
    }
    bool sheet = is_option(word, "--sheet");
    const char *value = option_value(p, word);
    *(sheet ? &p->a->sheet : &p->a->page) = value;
    if (value && *value) return EXIT_WELL;
    return sheet ? missing_value("--sheet", "steps such as 3,7,10-12, each or evenly")
                 : missing_value("--page", "a4, a4-landscape, letter or letter-landscape");
}

static bool parse_size_of(const char *words, int *width, int *height) {
    char end;
    if (sscanf(words, "%5dx%5d%c", width, height, &end) != 2) return false;
    return *width >= 320 && *height >= 200 && *width <= 7680 && *height <= 7680;
}

static bool is_look(const char *word) {
    static const char *const NAMES[] = {"--theme", "--size", "--language", "--zoom"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (is_option(word, NAMES[i])) return true;
    return strcmp(word, "--letters") == 0;
}

static int parse_zoom(struct parsing *p, const char *value) {
    uint64_t percent;
    if (!parse_u64(value, &percent) || percent < 75 || percent > 300)
        return missing_value("--zoom", "a number from 75 to 300");
    p->a->zoom = (unsigned)percent;
    return EXIT_WELL;
}

static int parse_language(struct parsing *p, const char *value) {
    if (!value || (strcmp(value, "en") != 0 && strcmp(value, "de") != 0))
        return missing_value("--language", "en or de");
    p->a->language = value;
    return EXIT_WELL;
}

static int parse_look(struct parsing *p, const char *word) {
    if (strcmp(word, "--letters") == 0) {
        p->a->letters = true;
        return EXIT_WELL;
    }
    const char *value = option_value(p, word);
    if (is_option(word, "--zoom")) return parse_zoom(p, value);
    if (is_option(word, "--language")) return parse_language(p, value);
    if (is_option(word, "--size"))
        return value && parse_size_of(value, &p->a->width, &p->a->height)
                   ? EXIT_WELL
                   : missing_value("--size", "a size from 320x200 to 7680x7680");
    if (!value || (strcmp(value, "paper") != 0 && strcmp(value, "dark") != 0))
        return missing_value("--theme", "paper or dark");
    p->a->theme = value;
    return EXIT_WELL;
}

const char *const QUESTION_MODES[] = {"lecture", "self-study", "off", NULL};

/* What only a window takes. */
static int parse_window(struct parsing *p, const char *word) {
    const char *value = option_value(p, word);
    if (is_option(word, "--describe")) {
        p->a->describe = value;
        return value && *value ? EXIT_WELL : missing_value("--describe", "a file's name");
    }
    if (is_option(word, "--answers")) {
        p->a->answers = value;
        return value && *value ? EXIT_WELL : missing_value("--answers", "a file's name");
    }
    for (int i = 0; value && QUESTION_MODES[i]; i++)
        if (strcmp(value, QUESTION_MODES[i]) == 0) p->a->questions = i + 1;
    return p->a->questions ? EXIT_WELL : missing_value("--questions", "lecture, self-study or off");
}

/* What `run` can tell beside the program's output; NULL if that is no such option. */
static bool *report_option(struct arguments *a, const char *word) {
    if (strcmp(word, "--stats") == 0) return &a->stats;
    if (strcmp(word, "--gctrace") == 0) return &a->gctrace;
    return strcmp(word, "--costs") == 0 ? &a->costs : NULL;
}

/* With a number behind it, or without. */
static int parse_retained(struct parsing *p, const char *word) {
    static const char WANTED[] = "--retained", NUMBER[] = "a number from 1 to 1000";
    p->a->retained = 10;
    if (strcmp(word, WANTED) == 0) {
        uint64_t number;
        if (p->at < p->count && parse_u64(p->words[p->at], &number)) word = next_word(p);
        else return EXIT_WELL;
    } else {
        word += sizeof WANTED;
    }
    bool fine =
        parse_u64(word, &p->a->retained) && p->a->retained && p->a->retained <= RETAINED_ROWS_MAX;
    return fine ? EXIT_WELL : missing_value(WANTED, NUMBER);
}

static int parse_option(struct parsing *p, const char *word) {
    unsigned options = p->command->options;
    if (options & TAKES_OUTPUT && (is_option(word, "-o") || is_option(word, "--output"))) {
        p->a->output = option_value(p, word);
        return p->a->output ? EXIT_WELL : missing_value("-o", "a file's name");
    }
    if (options & TAKES_STEP && is_option(word, "--step"))
        return parse_u64(option_value(p, word), &p->a->step)
                   ? EXIT_WELL
                   : missing_value("--step", "a number from 0");
    if (options & TAKES_STATS && is_option(word, "--measure")) {
        p->a->measure = option_value(p, word);
        return p->a->measure ? EXIT_WELL : missing_value("--measure", "a function's name");
    }
    if (options & TAKES_STATS && is_option(word, "--retained")) return parse_retained(p, word);
    if (options & TAKES_DIFF && strcmp(word, "--diff") == 0) {
        p->a->diff = true;
        return EXIT_WELL;
    }
    if (options & TAKES_WHY && strcmp(word, "--why") == 0) {
        p->a->why = true;
        return EXIT_WELL;
    }
    bool *report = options & TAKES_STATS ? report_option(p->a, word) : NULL;
    if (report) {
        *report = true;
        return EXIT_WELL;
    }
    if (is_option(word, "--steps"))
        return parse_u64(option_value(p, word), &p->a->steps_max) && p->a->steps_max
                   ? EXIT_WELL
                   : missing_value("--steps", "a number from 1");
    if (options & TAKES_EXPORT && is_export(word)) return parse_export(p, word);
    if (options & TAKES_LOOK && is_look(word)) return parse_look(p, word);
    if (options & TAKES_WINDOW && (is_option(word, "--answers") || is_option(word, "--questions") ||
                                   is_option(word, "--describe")))
        return parse_window(p, word);
    if (word[1] == '-') return parse_setting(p, word);
    return cli_fail(EXIT_BAD_INPUT, "unknown option %s; see --help", word);
}

static int check_file_count(const struct command *c, int count) {
    if (count >= c->files_min && count <= c->files_max) return EXIT_WELL;
    return cli_fail(EXIT_BAD_INPUT, "usage: tricolor %s", c->usage);
}

static int parse_arguments(struct parsing *p) {
    bool options_over = false;
    for (const char *word; (word = next_word(p));) {
        if (!options_over && strcmp(word, "--") == 0) {
            options_over = true;
        } else if (!options_over && word[0] == '-' && word[1]) {
            int status = parse_option(p, word);
            if (status) return status;
        } else if (p->a->file_count == FILES_MAX) {
            return cli_fail(EXIT_BAD_INPUT, "more than %d files", FILES_MAX);
        } else {
            p->a->files[p->a->file_count++] = word;
        }
    }
    return check_file_count(p->command, p->a->file_count);
}

static const struct command *find_command(const struct command *commands, const char *name) {
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

static bool asks_for_help(int count, char **words) {
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++)
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) return true;
    return false;
}

int cli_main(int count, char **words, const struct command *commands) {
    file_reserve_standard();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, which is reported */
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); /* likewise a file that may not grow */
#endif
    const char *program = file_base_name(words[0]);
    const struct command *named = count > 1 ? find_command(commands, words[1]) : NULL;
    if (asks_for_help(count, words))
        return named ? print_command_help(program, named) : print_help(program, commands);
    if (count > 1 && strcmp(words[1], "--version") == 0) return print_version();
    const struct command *command = named ? named : find_command(commands, "");
    if (!command) {
        if (count < 2) return print_help(program, commands), EXIT_BAD_INPUT;
        return cli_fail(EXIT_BAD_INPUT, "unknown command \"%s\"; see --help", words[1]);
    }
    static struct arguments arguments; /* large, and there is only one command line */
    arguments = (struct arguments){
        .words = words, .program = program, .step = NEVER, .from = NEVER, .to = NEVER};
    struct parsing p = {count, words, named ? 2 : 1, command, &arguments};
    int status = parse_arguments(&p);
    return status ? status : command->run(&arguments);
}

/* ---- loading ---- */

void cli_apply_overrides(const struct arguments *a, struct config *c) {
    for (int i = 0; i < a->override_count; i++)
        a->overrides[i].setting->apply(c, a->overrides[i].value);
}

int cli_load(const struct arguments *a, const char *path, struct scenario *s) {
    struct text complaints = {0};
    enum file_status status = a->measure ? scenario_load_measured(s, path, a->measure, &complaints)
                                         : scenario_load(s, path, &complaints);
    fputs(text_string(&complaints), stderr);
    text_free(&complaints);
    if (status != FILE_OK) return status == FILE_BAD_INPUT ? EXIT_BAD_INPUT : EXIT_SURROUNDINGS;
    if (s->tape && a->override_count > 0) {
        scenario_free(s);
        return cli_fail(EXIT_BAD_INPUT, "%s: is a trace of a run, whose settings are settled",
                        path);
    }
    cli_apply_overrides(a, &s->config);
    int fine = s->log ? cli_check_log_settings(a) : EXIT_WELL;
    if (fine != EXIT_WELL) scenario_free(s);
    return fine;
}

void cli_limit_steps(const struct arguments *a, struct session *s) {
    bool is_less = a->steps_max && (!s->scenario->tape || a->steps_max < s->steps_max);
    if (is_less) s->steps_max = a->steps_max; /* behind the end of a trace there is nothing */
}

int cli_begin_session(const struct arguments *a, struct scenario *scenario, struct session *s) {
    int status = cli_refuse_log(scenario);
    if (status || !session_open(s, scenario)) {
        scenario_free(scenario);
        if (status) return status;
        return cli_fail(EXIT_SURROUNDINGS, "not enough memory for the simulated machine");
    }
    cli_limit_steps(a, s);
    return EXIT_WELL;
}

int cli_open_session(const struct arguments *a, struct scenario *scenario, struct session *s) {
    int status = cli_load(a, a->files[0], scenario);
    return status ? status : cli_begin_session(a, scenario, s);
}

void cli_close_session(struct session *s, struct scenario *scenario) {
    session_close(s);
    scenario_free(scenario);
}
