/* ir_dump.h -- the intermediate form of a Go source as text, for tests. */
#ifndef TC_TEST_IR_DUMP_H
#define TC_TEST_IR_DUMP_H

#include "base/pool.h"
#include "base/text.h"
#include "go/ir/ir.h"

/* What positions are shown in: lines count from 1 behind the first `skipped`. */
struct ir_source {
    const char *text;
    size_t skipped;
};

/* Parses, checks and builds; fails the test if the source is wrong. */
void ir_dump_build(const char *source, struct pool *pool, struct ir_program *out);
/* All functions of main's package, then its static data. A statement a line:
 *   OP@LINE:COL{what it names, flags}(parts)[list]<list2>{init} */
void ir_dump_program(const struct ir_program *p, struct ir_source source, struct text *out);
void ir_dump_function(const struct ir_function *f, struct ir_source source, struct text *out);
void ir_dump_node(const struct ir_node *n, struct ir_source source, struct text *out);

#endif
