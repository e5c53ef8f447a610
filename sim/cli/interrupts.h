/* interrupts.h -- Ctrl-C and its like, for work that ends at its next good place. */
#ifndef TC_INTERRUPTS_H
#define TC_INTERRUPTS_H

#include <signal.h>

/* From here on SIGINT, SIGTERM and SIGHUP do not end the program (under nohup, SIGHUP is ignored as
 * before) but set what comes back to 1. */
const volatile sig_atomic_t *interrupts_catch(void);

#endif
