/* A scenario in JSON, as of a file in scenarios/, so that it may name the programs there. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct scenario s;
    struct diags diags;
    struct text complaints = {0};
    bool fine = scenario_parse(&s, "scenarios/fuzz.json", fuzz_text(data, size), size, &diags);
    if (!fine) diags_text(&diags, &complaints);
    else fuzz_look(&s);
    text_free(&complaints);
    diags_free(&diags);
    scenario_free(&s);
    return 0;
}
