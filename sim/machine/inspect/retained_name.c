/* What those who keep objects alive are called. */
#include "machine/inspect/inspect.h"
#include "machine/inspect/retained.h"

static void add_frame(const struct machine *m, const struct holder *h, struct text *out) {
    struct frame f;
    const struct goroutine *g = goroutine_of(m, h->owner);
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) {
        if (f.address != h->address) continue;
        text_addf(out, "the stack frame of %s", m->program->functions[f.function].name);
        return;
    }
}

static void add_goroutine(const struct machine *m, uint32_t number, struct text *out) {
    text_addf(out, "G%u ", number);
    inspect_actor(m, number, out);
}

void retained_name(const struct machine *m, const struct holder *h, struct text *out) {
    switch (h->kind) {
    case HOLDER_ROOTS: text_add(out, "several roots"); break;
    case HOLDER_GLOBALS: text_add(out, "several globals"); break;
    case HOLDER_GLOBAL: text_add(out, m->program->globals[h->owner].name); break;
    case HOLDER_GOROUTINE: add_goroutine(m, h->owner, out); break;
    case HOLDER_FRAME: add_frame(m, h, out); break;
    case HOLDER_WORD: inspect_place(m, h->address, out); break;
    case HOLDER_WAITING: text_addf(out, "what G%u waits with", h->owner); break;
    case HOLDER_DEFERRED: text_addf(out, "what G%u has deferred", h->owner); break;
    case HOLDER_RESERVE: text_addf(out, "the records that P%u keeps", h->owner); break;
    case HOLDER_OBJECT: inspect_object_name(m, h->address, out); break;
    }
}

/* Behind the last are those that are not known. */
void retained_type_name(const struct program *p, uint32_t type, struct text *out) {
    if (type == 2 * p->type_count) text_add(out, "not known");
    else text_addf(out, "%s%s", type % 2 ? "[n]" : "", p->types[type / 2].name);
}

void retained_site_name(const struct program *p, uint32_t site, struct text *out) {
    if (site == p->site_count) {
        text_add(out, "not known");
        return;
    }
    const struct site *s = &p->sites[site];
    text_add(out, p->functions[p->op_functions[s->op]].name);
    if (p->op_lines[s->op]) text_addf(out, ":%u", p->op_lines[s->op]);
    text_addf(out, " %s", p->labels[s->label].name);
}
