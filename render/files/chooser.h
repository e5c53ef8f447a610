/* chooser.h -- the file dialog of the desktop: zenity or kdialog, where one of them is there.
 *
 * Runs as a program of its own and is asked now and then whether the user has chosen, so that the
 * window goes on meanwhile. No shell is involved: names may hold any character. */
#ifndef TC_CHOOSER_H
#define TC_CHOOSER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/text.h"

enum chooser_state {
    CHOOSER_CLOSED,   /* there is none */
    CHOOSER_OPEN,     /* the user has not chosen yet */
    CHOOSER_CHOSEN,   /* `answer` is a path; told once, then it is closed */
    CHOOSER_CANCELLED /* nothing was chosen, or the program failed; told once */
};

struct chooser {
    bool open;
    pid_t process;
    int pipe; /* what it prints */
    struct text answer;
};

/* Opens the dialog in a folder. False if there is no program for it, or it does not start. */
bool chooser_open(struct chooser *c, const char *title, const char *folder);
/* Never waits. */
enum chooser_state chooser_ask(struct chooser *c);
/* Takes the dialog away, and gives back what the chooser holds. */
void chooser_close(struct chooser *c);

#endif
