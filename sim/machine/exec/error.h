/* error.h -- the values that the runtime itself panics with: runtime/error.go of Go 1.19. */
#ifndef TC_ERROR_H
#define TC_ERROR_H

#include "base/text.h"
#include "machine/machine.h"

/* A fault, as machine_panic was told of it. */
struct error_cause {
    enum fault fault;
    uint32_t detail;
    uint64_t address, limit;
};

/* The two words of an interface. */
struct error_value {
    uint64_t type, data;
};

/* Whether a fault is a panic in Go, and not the end of the program. */
bool error_is_panic(enum fault fault);
/* The value that the panic is about; allocates as Go does. False after a fault: no memory. */
bool error_make(struct machine *m, const struct error_cause *cause, struct error_value *out);
/* An object of `site` with the bytes of a text, at least one; 0 after a fault. */
uint64_t error_new_text(struct machine *m, uint32_t site, const struct text *text);
/* What its Error method returns. `data` is the interface's data word. */
void error_text(const struct machine *m, enum runtime_error kind, uint64_t data, struct text *out);

#endif
