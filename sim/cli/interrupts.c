#include "cli/interrupts.h"

#include <stddef.h>

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

const volatile sig_atomic_t *interrupts_catch(void) {
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++)
        if (signal(SIGNALS[i], note_interrupt) == SIG_IGN) signal(SIGNALS[i], SIG_IGN);
    return &interrupted;
}
