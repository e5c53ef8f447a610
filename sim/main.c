/* tricolor-sim: the engine without a window and without SDL, for servers, and as the proof that the
 * engine stands alone. */
#include "cli/cli.h"

static const struct command COMMANDS[] = {
    {"run", "run FILE", "run to the end; the program's output goes to stdout", TAKES_STATS, 1, 1,
     command_run},
    {"check", "check FILE...", "read and validate; run nothing", 0, 1, FILES_MAX, command_check},
    {"escape", "escape FILE.go",
     "print what escapes to the heap, as go build -gcflags='-m -l' does", TAKES_WHY, 1, 1,
     command_escape},
    {"trace", "trace FILE -o OUT", "write the frame trace, JSON Lines; or --diff A B",
     TAKES_OUTPUT | TAKES_DIFF, 1, 2, command_trace},
    {"bench", "bench [WORKLOAD [LABEL [RUNS]]]",
     "measure the engine; rows: workload label metric value", 0, 0, 3, command_bench},
    {0},
};

int main(int count, char **words) {
    return cli_main(count, words, COMMANDS);
}
