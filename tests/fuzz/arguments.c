/* A command line: a word a line. What a command would do with it is left out, but for the settings
 * and tastes that it gives. */
#include <stdlib.h>
#include <string.h>

#include "app/tastes.h"
#include "base/check.h"
#include "cli/cli.h"
#include "fuzz.h"

enum { WORDS_MAX = 64, EVERYTHING = 0xffff };

static int take(const struct arguments *a) {
    struct config c = config_default();
    struct look look = look_default();
    cli_apply_overrides(a, &c);
    tastes_of_arguments(&look, a);
    CHECK(a->file_count <= WORDS_MAX);
    return EXIT_WELL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct command COMMANDS[] = {{"", "[FILE]", "", EVERYTHING, 0, 1, take},
                                              {"run", "run FILE", "", EVERYTHING, 1, 1, take},
                                              {"check", "check FILE...", "", 0, 1, FILES_MAX, take},
                                              {0}};
    static char program[] = "tricolor";
    char *text = fuzz_text(data, size), *words[WORDS_MAX + 1] = {program};
    int count = 1;
    for (char *at = text; *at && count < WORDS_MAX; count++) {
        words[count] = at;
        at += strcspn(at, "\n");
        if (*at) *at++ = '\0';
    }
    int status = cli_main(count, words, COMMANDS);
    CHECK(status == EXIT_WELL || status == EXIT_BAD_INPUT);
    free(text);
    return 0;
}
