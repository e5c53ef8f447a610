/* reading.h -- the program as the user reads it: which line is meant. */
#ifndef TC_READING_H
#define TC_READING_H

#include "app/app.h"

/* The line chosen, or else the one the step is at; 0: neither. */
uint32_t reading_line(const struct app *app);
/* The first line from `line` on at which something is run; 0: there is none. */
uint32_t reading_runnable_line(const struct program *p, uint32_t line);

#endif
