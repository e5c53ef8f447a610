/* go_source.h -- scenarios that run a Go program: from a file beside them, or from lines of their
 * own. */
#ifndef TC_GO_SOURCE_H
#define TC_GO_SOURCE_H

#include "scenario/reader.h"
#include "scenario/scenario.h"

/* "program": the name of a file beside the scenario. What is wrong in that file goes to
 * s->complaints. */
void go_read_program(struct reader *r, const cJSON *node, struct scenario *s);
/* "source": an array of lines. What is wrong is told at the line of the array. */
void go_read_lines(struct reader *r, const cJSON *node, struct scenario *s);

/* A Go file by itself: a scenario with nothing but a title. Takes over `text`. `measure` as for
 * go_compile. False with diagnostics. */
bool go_parse_scenario(struct scenario *s, const char *path, char *text, size_t length,
                       const char *measure, struct diags *diags);

#endif
