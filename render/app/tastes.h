/* tastes.h -- how the user wants to look at things: what the command line says of it. */
#ifndef TC_TASTES_H
#define TC_TASTES_H

#include "cli/cli.h"
#include "view/look.h"

/* Changes what the command line gives: --theme, --language, --zoom, --letters,
 * --questions. */
void tastes_of_arguments(struct look *look, const struct arguments *a);

#endif
