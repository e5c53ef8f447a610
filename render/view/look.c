#include "view/look.h"

struct look look_default(void) {
    return (struct look){.theme = &THEME_PAPER,
                         .language = LANGUAGE_ENGLISH,
                         .zoom = 1,
                         .arrangement = arrangement_default()};
}
