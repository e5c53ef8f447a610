/* A Go program: compiled, run and looked at. */
#include "fuzz.h"
#include "scenario/go_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct scenario s;
    struct diags diags;
    struct text complaints = {0};
    bool fine = go_parse_scenario(&s, "fuzz.go", fuzz_text(data, size), size, NULL, &diags);
    if (!fine) diags_text(&diags, &complaints);
    else fuzz_look(&s);
    text_free(&complaints);
    diags_free(&diags);
    scenario_free(&s);
    return 0;
}
