#include "session/again.h"

#include "session/inside.h"

bool again_go_to(struct session *s, uint64_t step) {
    if (!session_send_scout(s)) return false;
    session_reach(s, &s->scout, step);
    return true;
}

const struct machine *again_step(struct session *s, struct sink sink) {
    s->scout.sink = sink;
    session_advance(s, &s->scout);
    session_settle(s, &s->scout);
    s->scout.sink = (struct sink){0};
    return &s->scout;
}
