/* look.h -- how the user wants to look at things. Tastes, not state of a run: they are the same for
 * every scenario. */
#ifndef TC_LOOK_H
#define TC_LOOK_H

#include "view/arrangement.h"
#include "view/theme.h"
#include "view/words.h"

/* Questions of a scenario: shown, to be answered by whoever likes; to be answered by everybody; not
 * asked. */
enum questions { QUESTIONS_LECTURE, QUESTIONS_SELF_STUDY, QUESTIONS_OFF, QUESTIONS_MODES };

/* Which arrows of the object graph are shown. */
enum arrows_shown { ARROWS_ALL, ARROWS_OF_SELECTED, ARROWS_FROM_ROOTS, ARROWS_NONE, ARROWS_COUNT };

struct look {
    const struct theme *theme;
    enum language language;
    float zoom;   /* of the whole interface: 1 is as the size of the window suggests */
    bool letters; /* letters and hatches tell the collector's colours, too */
    bool large_captions;
    enum questions questions;
    enum arrows_shown arrows;
    bool hides_dead; /* unreachable and freed objects are left out */
    struct arrangement arrangement;
};

struct look look_default(void);

#endif
