/* The order in which package variables are initialised (initorder.go).
 *
 * Repeatedly the first variable, in source order, whose value mentions no uninitialised one, not
 * even through functions. What is mentioned counts down its users: a function is settled when all
 * it mentions is. Functions that call each other in a ring would wait for each other, so that such
 * a ring (a strongly connected component) counts as one. A ring with a variable in it is an error.
 */
#include "go/types/checker.h"

#include <string.h>

static bool is_function(const struct go_declaration *d) {
    return d->object->kind == OBJECT_FUNCTION;
}

struct stack {
    struct go_declaration **rows;
    uint32_t count, capacity;
};

static void push(struct go_checker *c, struct stack *s, struct go_declaration *d) {
    s->rows = go_check_room(c, s->rows, s->count, &s->capacity, sizeof(struct go_declaration *));
    s->rows[s->count++] = d;
}

/* ---- rings: Tarjan's algorithm, without recursion ---- */

struct rings {
    struct go_checker *c;
    struct stack path; /* from the start to where the search is */
    struct stack open; /* seen, and not yet in a ring */
    uint32_t numbers;
};

static void begin(struct rings *r, struct go_declaration *d) {
    d->number = d->low = ++r->numbers;
    d->next_use = 0;
    d->on_stack = true;
    push(r->c, &r->open, d);
    push(r->c, &r->path, d);
}

/* All parts of a ring know its first in source order, variables and constants before functions. The
 * parts are linked, from the root on. */
static void close_ring(struct rings *r, const struct go_declaration *root) {
    uint32_t start = r->open.count;
    struct go_declaration *first = NULL;
    do {
        struct go_declaration *part = r->open.rows[--start];
        bool better = !first || (is_function(first) && !is_function(part)) ||
                      (is_function(first) == is_function(part) && part->order < first->order);
        if (better) first = part;
    } while (r->open.rows[start] != root);
    for (uint32_t i = start; i < r->open.count; i++) {
        r->open.rows[i]->on_stack = false;
        r->open.rows[i]->ring = first;
        r->open.rows[i]->next_in_ring = i + 1 < r->open.count ? r->open.rows[i + 1] : NULL;
        r->open.rows[i]->ring_size = r->open.count - start;
    }
    r->open.count = start;
}

static void end(struct rings *r, struct go_declaration *d) {
    r->path.count--;
    if (r->path.count > 0) {
        struct go_declaration *outer = r->path.rows[r->path.count - 1];
        if (d->low < outer->low) outer->low = d->low;
    }
    if (d->low == d->number) close_ring(r, d);
}

static void visit(struct rings *r, struct go_declaration *start) {
    begin(r, start);
    while (r->path.count > 0) {
        struct go_declaration *d = r->path.rows[r->path.count - 1];
        if (d->next_use == d->use_count) {
            end(r, d);
            continue;
        }
        struct go_declaration *used = d->uses[d->next_use++];
        if (!used->number) begin(r, used);
        else if (used->on_stack && used->number < d->low) d->low = used->number;
    }
}

static void find_rings(struct go_checker *c) {
    struct rings r = {.c = c};
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_declaration *d = c->declarations[i];
        if (d->shared == d && !d->number) visit(&r, d);
    }
}

/* ---- loops ---- */

/* In larger rings only one loop is reported. */
enum { RING_MAX = 64 };

/* Variables and constants of a ring, and which of them mention which, functions left out. */
struct loop {
    struct go_checker *c;
    struct go_declaration *rows[RING_MAX];
    uint64_t uses[RING_MAX]; /* a bit a row */
    uint32_t count;
};

/* A way from a declaration back to itself, inside its ring. */
static struct stack find_loop(struct go_checker *c, struct go_declaration *from) {
    struct stack path = {0};
    from->next_use = 0;
    from->search = ++c->searches;
    push(c, &path, from);
    while (path.count > 0) {
        struct go_declaration *d = path.rows[path.count - 1];
        if (d->next_use == d->use_count) {
            path.count--;
            continue;
        }
        struct go_declaration *used = d->uses[d->next_use++];
        if (used == from) return path;
        if (used->ring != from->ring || used->search == c->searches) continue;
        used->search = c->searches;
        used->next_use = 0;
        push(c, &path, used);
    }
    return path;
}

static const struct go_object *object_of(const struct go_declaration *d) {
    return d->group && d->mentioned ? d->mentioned : d->object;
}

static void report_loop(struct go_checker *c, struct go_declaration *d) {
    struct stack path = find_loop(c, d);
    struct text lines = {0};
    for (uint32_t i = 0; i < path.count; i++) {
        const struct go_object *o = object_of(path.rows[i]);
        text_addf(&lines, "\n\t%s: %s refers to", go_check_place(c, o->pos), o->name);
    }
    const struct go_object *o = object_of(d);
    go_check_complain(c, o->pos, "initialization loop for %s%s\n\t%s: %s", o->name,
                      text_string(&lines), go_check_place(c, o->pos), o->name);
    text_free(&lines);
}

/* Which rows a row mentions, directly or through functions. */
static uint64_t uses_of(struct loop *l, uint32_t row) {
    struct go_checker *c = l->c;
    struct stack functions = {0};
    uint64_t uses = 0;
    c->searches++;
    push(c, &functions, l->rows[row]);
    while (functions.count > 0) {
        const struct go_declaration *d = functions.rows[--functions.count];
        for (uint32_t i = 0; i < d->use_count; i++) {
            struct go_declaration *used = d->uses[i];
            if (used->ring != d->ring || used->search == c->searches) continue;
            used->search = c->searches;
            if (is_function(used)) push(c, &functions, used);
            else uses |= UINT64_C(1) << used->row;
        }
    }
    return uses;
}

static uint32_t bits_in(uint64_t bits) {
    uint32_t count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
}

/* types2 takes that which waits for the fewest, reports its loop, and takes it as initialised. */
static void report_ring(struct loop *l) {
    uint64_t left = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        l->uses[i] = uses_of(l, i);
        left |= UINT64_C(1) << i;
    }
    while (left) {
        uint32_t next = 0, fewest = UINT32_MAX;
        for (uint32_t i = 0; i < l->count; i++) {
            uint32_t waits = bits_in(l->uses[i] & left);
            if (!(left >> i & 1) || waits > fewest) continue;
            if (waits == fewest && l->rows[i]->order > l->rows[next]->order) continue;
            fewest = waits;
            next = i;
        }
        if (fewest > 0) report_loop(l->c, l->rows[next]);
        left &= ~(UINT64_C(1) << next);
    }
}

static bool uses_itself(const struct go_declaration *d) {
    for (uint32_t i = 0; i < d->use_count; i++)
        if (d->uses[i] == d) return true;
    return false;
}

/* Of the ring that begins, in the list of its parts, with `root`. */
static bool report_loops_of(struct go_checker *c, struct go_declaration *root) {
    struct loop l = {.c = c};
    if (is_function(root->ring) || (root->ring_size == 1 && !uses_itself(root))) return false;
    for (struct go_declaration *d = root; d; d = d->next_in_ring) {
        if (is_function(d)) continue;
        if (l.count == RING_MAX) {
            report_loop(c, root->ring);
            return true;
        }
        d->row = l.count;
        l.rows[l.count++] = d;
    }
    report_ring(&l);
    return true;
}

static bool report_loops(struct go_checker *c) {
    bool some = false;
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_declaration *d = c->declarations[i];
        if (d->number && d->low == d->number && report_loops_of(c, d)) some = true;
    }
    return some;
}

/* ---- the queue of variables that wait for nothing: a heap by source order ---- */

static void swap(struct stack *q, uint32_t a, uint32_t b) {
    struct go_declaration *row = q->rows[a];
    q->rows[a] = q->rows[b];
    q->rows[b] = row;
}

static void enqueue(struct go_checker *c, struct stack *q, struct go_declaration *d) {
    push(c, q, d);
    for (uint32_t at = q->count - 1; at > 0; at = (at - 1) / 2) {
        if (q->rows[at]->order >= q->rows[(at - 1) / 2]->order) return;
        swap(q, at, (at - 1) / 2);
    }
}

static struct go_declaration *dequeue(struct stack *q) {
    struct go_declaration *first = q->rows[0];
    q->rows[0] = q->rows[--q->count];
    for (uint32_t at = 0;;) {
        uint32_t least = at, left = 2 * at + 1;
        for (uint32_t child = left; child < left + 2 && child < q->count; child++)
            if (q->rows[child]->order < q->rows[least]->order) least = child;
        if (least == at) return first;
        swap(q, at, least);
        at = least;
    }
}

/* ---- the order ---- */

static void count_users(struct go_checker *c) {
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_declaration *user = c->declarations[i]->ring;
        for (uint32_t k = 0; user && k < c->declarations[i]->use_count; k++) {
            struct go_declaration *used = c->declarations[i]->uses[k]->ring;
            if (used == user) continue;
            used->users = go_check_grow(c->pool, used->users, used->user_count,
                                        sizeof(struct go_declaration *));
            used->users[used->user_count++] = user;
            user->waiting++;
        }
    }
}

static bool has_value(const struct go_declaration *d) {
    return d->object->kind == OBJECT_VARIABLE && d->value;
}

/* What waited for it goes on: variables in their turn, everything else at once. */
static void settle(struct go_checker *c, struct stack *queue, struct go_declaration *start) {
    struct stack settled = {0};
    push(c, &settled, start);
    while (settled.count > 0) {
        const struct go_declaration *d = settled.rows[--settled.count];
        for (uint32_t i = 0; i < d->user_count; i++) {
            struct go_declaration *user = d->users[i];
            if (--user->waiting > 0) continue;
            if (has_value(user)) enqueue(c, queue, user);
            else push(c, &settled, user);
        }
    }
}

static struct stack find_order(struct go_checker *c) {
    struct stack queue = {0}, order = {0}, free = {0};
    count_users(c);
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_declaration *d = c->declarations[i];
        if (d->ring != d || d->waiting > 0) continue;
        if (has_value(d)) enqueue(c, &queue, d);
        else push(c, &free, d);
    }
    for (uint32_t i = 0; i < free.count; i++) settle(c, &queue, free.rows[i]);
    while (queue.count > 0) {
        struct go_declaration *d = dequeue(&queue);
        push(c, &order, d);
        settle(c, &queue, d);
    }
    return order;
}

/* ---- VAR specs ---- */

static void add_spec(struct go_checker *c, struct go_node *spec) {
    struct go_package *p = c->package;
    p->variables =
        go_check_grow(c->pool, p->variables, p->variable_count, sizeof(struct go_node *));
    p->variables[p->variable_count++] = spec;
}

static bool has_own_values(const struct go_node *spec) {
    return spec->list->next && spec->list2 && spec->list2->next;
}

/* `var a, b = f(), g()` whose variables do not follow each other becomes a spec each. */
static void split(struct go_checker *c, struct go_node *spec) {
    struct go_node *name = spec->list, *value = spec->list2, *after = spec->next, *last = spec;
    while (name->next && value->next) {
        struct go_node *more = go_check_take(c->pool, sizeof *more);
        *more = *spec;
        more->list = name->next;
        more->list2 = value->next;
        name->next = value->next = NULL;
        name = more->list;
        value = more->list2;
        name->object->node = more;
        last->next = more;
        last = more;
    }
    last->next = after;
}

static bool follow_each_other(const struct stack *order, uint32_t at) {
    const struct go_node *name = order->rows[at]->node->list;
    for (; name; name = name->next, at++)
        if (at == order->count || order->rows[at]->object != name->object) return false;
    return true;
}

static void list_specs(struct go_checker *c, const struct stack *order) {
    for (uint32_t i = 0; i < order->count; i++) {
        struct go_node *spec = order->rows[i]->object->node;
        if (has_own_values(spec) && order->rows[i]->object == spec->list->object &&
            follow_each_other(order, i)) {
            add_spec(c, spec);
            for (const struct go_node *name = spec->list->next; name; name = name->next) i++;
            continue;
        }
        if (has_own_values(spec)) split(c, spec);
        add_spec(c, order->rows[i]->object->node);
    }
}

void go_check_order(struct go_checker *c) {
    find_rings(c);
    if (report_loops(c) || c->complaint_count > 0) return;
    struct stack order = find_order(c);
    list_specs(c, &order);
}
