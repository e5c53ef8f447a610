/* A Go program: what escapes, with all explanations. */
#include <stdlib.h>

#include "fuzz.h"
#include "go/go.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = fuzz_text(data, size);
    const struct source source = {"fuzz.go", text, size};
    struct diags diags;
    struct text verdicts = {0};
    diags_init(&diags, source);
    if (!go_verdicts(&source, true, &verdicts, &diags)) diags_text(&diags, &verdicts);
    diags_free(&diags);
    text_free(&verdicts);
    free(text);
    return 0;
}
