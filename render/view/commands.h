/* commands.h -- what the user can do, by key, button or wheel. */
#ifndef TC_COMMANDS_H
#define TC_COMMANDS_H

#include <stdint.h>

#include "view/words.h"

enum command_id {
    COMMAND_NONE,
#define COMMAND(name, where, does) COMMAND_##name,
#include "view/commands.def"
#undef COMMAND
    COMMAND_COUNT
};

/* Where a command is to be had, and how the mouse works it. */
enum command_where {
    RUN = 1,     /* while a run is open */
    GALLERY = 2, /* in the gallery */
    LOG = 4096,  /* while a log of collections is */
    ANYWHERE = RUN | GALLERY | LOG,
    /* modes: while settings are tried, a question is open, the user is the collector */
    TRYING = 4,
    PREDICTING = 8,
    COLLECTS = 16,
    SCHEDULING = 32,  /* the user chooses who goes next */
    CONTRASTING = 64, /* ... or what to compare */
    EXPORTS = 128,    /* a file is to be written, or is being written */
    /* how the mouse works it */
    DRAGS = 256,    /* done again whenever the mouse moves with its button down */
    WHEELS = 512,   /* done by the wheel over its place, not by a click */
    FOLLOWS = 1024, /* what is at its place depends on where in it the mouse is */
    /* what it asks of the run */
    ENGINE = 2048 /* that it is run, not played from a trace */
};

uint32_t command_where(enum command_id command);
/* What it does, in few words; WORD_NONE for places that have their own tip. */
enum word command_word(enum command_id command);

/* "STEP_BACK"; "-" for places that only have a tip. */
const char *command_name(enum command_id command);

#endif
