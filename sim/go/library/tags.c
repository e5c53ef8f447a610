/* The table of what library functions do with their parameters. */
#include "go/library/library.h"

#include <stddef.h>
#include <string.h>

static const struct go_library_tag TAGS[] = {
#define TAG(function, parameter, heap, first, second) {function, parameter, heap, {first, second}},
#include "go/library/tags.def"
#undef TAG
};

const struct go_library_tag *go_library_tag(const char *function, const char *parameter,
                                            bool *has_rows) {
    *has_rows = false;
    for (size_t i = 0; i < sizeof TAGS / sizeof TAGS[0]; i++) {
        if (strcmp(TAGS[i].function, function) != 0) continue;
        *has_rows = true;
        if (strcmp(TAGS[i].parameter, parameter) == 0) return &TAGS[i];
    }
    return NULL;
}
