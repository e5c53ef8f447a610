/* The verdicts of escape analysis, as `go build -gcflags='-m -l'` prints them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The program of a scenario. */
static int escape_of_scenario(const struct arguments *a) {
    struct scenario s;
    int status = cli_load(a, a->files[0], &s);
    if (status) return status;
    if (!s.program_text) {
        scenario_free(&s);
        return cli_fail(EXIT_BAD_INPUT, "%s has no Go program: its escape tags are written by hand",
                        a->files[0]);
    }
    const struct source source = {s.program_path, s.program_text, strlen(s.program_text)};
    bool fine = print_verdicts(&source, a->why);
    scenario_free(&s);
    return fine ? EXIT_WELL : EXIT_BAD_INPUT;
}

int command_escape(const struct arguments *a) {
    char *text, why[256];
    size_t length;
    const char *path = a->files[0];
    enum file_status read = file_read(path, SCENARIO_BYTES_MAX, &text, &length, why, sizeof why);
    if (read != FILE_OK)
        return cli_fail(read == FILE_BAD_INPUT ? EXIT_BAD_INPUT : EXIT_SURROUNDINGS, "%s: %s", path,
                        why);
    const struct source source = {path, text, length};
    int status = EXIT_WELL;
    if (!go_is_source(path, text, length)) status = escape_of_scenario(a);
    else if (!print_verdicts(&source, a->why)) status = EXIT_BAD_INPUT;
    free(text);
    if (status || (fflush(stdout) == 0 && !ferror(stdout))) return status;
    return cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
}
