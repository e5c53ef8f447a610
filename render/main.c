/* tricolor: the window, and every command. */
#include <string.h>

#include "host.h"

static const struct command COMMANDS[] = {
    {"", "[FILE]", "open the window: on the gallery without FILE", TAKES_LOOK | TAKES_WINDOW, 0, 1,
     command_window},
    {"run", "run FILE", "run to the end; the program's output goes to stdout", TAKES_STATS, 1, 1,
     command_run},
    {"check", "check FILE...", "read and validate; run nothing", 0, 1, FILES_MAX, command_check},
    {"escape", "escape FILE.go",
     "print what escapes to the heap, as go build -gcflags='-m -l' does", TAKES_WHY, 1, 1,
     command_escape},
    {"trace", "trace FILE -o OUT", "write the frame trace, JSON Lines; or --diff A B",
     TAKES_OUTPUT | TAKES_DIFF, 1, 2, command_trace},
    {"bench", "bench [window|WORKLOAD [LABEL [RUNS]]]",
     "measure the pictures, or the engine; rows: workload label metric value", 0, 0, 3,
     command_bench_or_window},
    {"export", "export FILE -o OUT", "write a picture, or what else OUT's ending says",
     TAKES_OUTPUT | TAKES_STEP | TAKES_EXPORT | TAKES_LOOK, 1, 1, command_export},
    {0},
};

/* Which endings there are is known by the table of formats. */
static void complete_help(struct command *commands, struct text *help) {
    for (struct command *c = commands; c->name; c++) {
        if (c->run != command_export) continue;
        text_add(help, c->help);
        export_endings_help(help);
        c->help = text_string(help);
    }
}

int main(int count, char **words) {
    struct command commands[sizeof COMMANDS / sizeof COMMANDS[0]];
    struct text help = {0};
    memcpy(commands, COMMANDS, sizeof commands);
    complete_help(commands, &help);
    int status = cli_main(count, words, commands);
    text_free(&help);
    return status;
}
