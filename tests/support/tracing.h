/* tracing.h -- a program between whose calls and the kernel a test stands.
 *
 * Counted are the calls that touch a folder: by a path in it, or by a descriptor that leads there.
 * One of them, the n-th, is made to fail without being done, or comes together with a signal. Only
 * on Linux, x86-64 and arm64; only the process itself, not what it starts. */
#ifndef TC_TEST_TRACING_H
#define TC_TEST_TRACING_H

#include <stdbool.h>

#if defined __linux__ && (defined __x86_64__ || defined __aarch64__)
#define TRACING 1
#endif

enum { SAID_MAX = 2000, CALL_NAME_MAX = 24 };

enum plan_kind { PLAN_NOTHING, PLAN_FAIL, PLAN_SIGNAL, PLAN_KILL };

struct plan {
    enum plan_kind kind;
    int n;      /* of the calls, from 0 */
    int error;  /* FAIL */
    int signal; /* SIGNAL, KILL: comes before the call is done */
};

struct traced {
    int status;                    /* 128 + the signal, if one ended it */
    int calls;                     /* that touched the folder */
    char disturbed[CALL_NAME_MAX]; /* the name of the call; "": there was no n-th one */
    char said[SAID_MAX];           /* on its standard error */
};

bool tracing_is_allowed(void);
struct traced trace_program(char *const words[], const char *folder, struct plan plan);

#endif
