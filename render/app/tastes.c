#include "app/tastes.h"

#include <string.h>

void tastes_of_arguments(struct look *look, const struct arguments *a) {
    if (a->theme) look->theme = strcmp(a->theme, "dark") == 0 ? &THEME_DARK : &THEME_PAPER;
    for (int l = 0; a->language && l < LANGUAGE_COUNT; l++)
        if (strcmp(a->language, language_code((enum language)l)) == 0)
            look->language = (enum language)l;
    if (a->zoom) look->zoom = (float)a->zoom / 100;
    if (a->letters) look->letters = true;
    if (a->questions) look->questions = (enum questions)(a->questions - 1);
}
