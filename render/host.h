/* host.h -- the commands of the program that need the painter: in a window, and without one. */
#ifndef TC_HOST_H
#define TC_HOST_H

#include "cli/cli.h"
#include "exports/export.h"
#include "sdl/painter.h"

/* `tricolor [FILE]`: opens the window, on the gallery without a file. An exit status. */
int command_window(const struct arguments *a);
/* `tricolor export FILE -o OUT`: needs no display. */
int command_export(const struct arguments *a);
/* For its help: what OUT may end in. */
void export_endings_help(struct text *out);

/* For exports; valid as long as the painter, whose picture it replaces. */
struct raster raster_of_painter(struct painter *p);

/* `tricolor bench [window|WORKLOAD ...]`: the pictures of the window, or the engine. */
int command_bench_or_window(const struct arguments *a);

#endif
