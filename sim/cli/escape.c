/* The verdicts of escape analysis, as `go build -gcflags='-m -l'` prints them. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/cli.h"
#include "go/go.h"
#include "scenario/scenario.h"

/* False after the complaints have been printed. */
static bool print_verdicts(const struct source *source, bool explain) {
    struct diags diags;
    struct text words = {0};
    diags_init(&diags, *source);
    bool fine = go_verdicts(source, explain, &words, &diags);
    if (!fine) diags_text(&diags, &words);
    fputs(text_string(&words), fine ? stdout : stderr);
    text_free(&words);
    diags_free(&diags);
    return fine;
}

int command_escape(const struct arguments *a) {
    char *text, why[256];
    size_t length;
    const char *path = a->files[0];
    enum file_status status = file_read(path, SCENARIO_BYTES_MAX, &text, &length, why, sizeof why);
    if (status != FILE_OK)
        return cli_fail(status == FILE_BAD_INPUT ? EXIT_BAD_INPUT : EXIT_SURROUNDINGS, "%s: %s",
                        path, why);
    const struct source source = {path, text, length};
    bool fine = print_verdicts(&source, a->why);
    free(text);
    if (!fine) return EXIT_BAD_INPUT;
    if (fflush(stdout) == 0 && !ferror(stdout)) return EXIT_WELL;
    return cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
}
