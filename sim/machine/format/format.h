/* format.h -- values as text, as Go's fmt has it: Println, Printf and their relatives.
 *
 * The values are in the program's memory: a slice of interfaces. What has an Error or String method
 * is shown by calling it, and only the program can do that: the texts that its methods gave are
 * handed in, in the order in which they are needed. When one is missing, the walk ends and says for
 * which value. So a format is written in one go, or the program is asked, and it begins again. */
#ifndef TC_FORMAT_H
#define TC_FORMAT_H

#include "base/text.h"
#include "machine/machine.h"

struct format_call {
    enum format kind;
    uint64_t text, length;       /* the format's bytes */
    uint64_t values, count;      /* interfaces */
    uint64_t given, given_count; /* strings */
};

/* A value whose method is to be called: the two words of an interface that holds it. */
struct format_need {
    uint64_t type, data;
};

/* From the arguments of an operation, from the first one on. */
struct format_call format_call_of(const struct machine *m, const struct goroutine *g,
                                  uint32_t first);

static inline bool format_prints(enum format kind) {
    return kind <= FORMAT_PRINTF;
}

/* A float as %v shows it. */
void format_float(double number, uint32_t size, struct text *out);
/* False when a method's text is missing: then `need` says whose, and `out` is incomplete. */
bool format_write(const struct machine *m, const struct format_call *call, struct text *out,
                  struct format_need *need);

#endif
