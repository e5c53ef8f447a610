/* card.h -- a list of facts in rows: headings, names with values, sentences; in as many columns as
 * there is room for, and scrolled when there is not. */
#ifndef TC_CARD_H
#define TC_CARD_H

#include "view/widget.h"

enum card_kind { CARD_HEADING, CARD_PAIR, CARD_LINE, CARD_MEASURE };

enum { CARD_ROWS_MAX = 640 };

/* What a click on a row does; COMMAND_NONE: nothing. */
struct card_action {
    enum command_id command;
    uint64_t value;
};

struct card_row {
    enum card_kind kind;
    size_t name, value, tip; /* offsets in `strings`; a tip of 0: none */
    struct card_action action;
    bool lit;
    bool breaks;     /* begins a column, where there are several */
    uint32_t colour; /* of the value; 0: of text */
    float part;      /* MEASURE: of a whole, 0 to 1 */
};

struct card {
    struct draw *d;
    const struct view *v;
    struct box inside;
    float column;           /* width of one */
    uint32_t columns, rows; /* rows in a column */
    struct text strings;
    struct card_row list[CARD_ROWS_MAX];
    uint32_t count;
};

/* Each returns the row that was added last, for its action and colour. */
void card_begin(struct card *c, struct draw *d, const struct view *v, struct box inside);
struct card_row *card_heading(struct card *c, enum word words);
struct card_row *card_pair(struct card *c, enum word name, const char *value);
/* With a name that is the same in all languages. */
struct card_row *card_named(struct card *c, const char *name, const char *value);
struct card_row *card_line(struct card *c, const char *name, const char *value);
/* With a bar behind it: how much of a whole it is. */
struct card_row *card_measure(struct card *c, const char *name, const char *value, float part);
/* Broken into as many rows as it takes. */
void card_sentence(struct card *c, const char *words);
void card_tip(struct card *c, const char *tip);
/* Draws what is visible, `scroll` rows down but no farther than there are any; and forgets. */
void card_end(struct card *c, uint32_t scroll, enum command_id wheel);

#endif
