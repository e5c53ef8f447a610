/* tables.h -- a number for the tables of a program, which the lines of a trace index.
 *
 * A program of the same text may have other tables in another version of tricolor: then its traces
 * cannot be played here. */
#ifndef TC_TABLES_H
#define TC_TABLES_H

#include "program/program.h"

uint64_t tables_hash(const struct program *p);

#endif
