#include "machine/gc/pacing.h"

/* Go's constants, in bytes: mgcpacer.go. */
enum { DEFAULT_HEAP_MINIMUM = 4 << 20, SWEEP_MIN_HEAP_DISTANCE = 1 << 20, MIN_RUNWAY = 64 << 10 };

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static uint64_t saturating_sum(uint64_t a, uint64_t b) {
    return a < UINT64_MAX - b ? a + b : UINT64_MAX;
}

uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c) {
    __extension__ typedef unsigned __int128 wide;
    if (c == 0) return UINT64_MAX;
    wide result = (wide)a * b / c;
    return result > UINT64_MAX ? UINT64_MAX : (uint64_t)result;
}

uint64_t pacing_scaled(uint64_t minimum, uint64_t bytes) {
    return mul_div(bytes, minimum, DEFAULT_HEAP_MINIMUM);
}

/* ---- the goal ---- */

uint64_t pacing_percent_goal(const struct pacing *p) {
    if (p->percent < 0) return UINT64_MAX;
    uint64_t percent = (uint64_t)p->percent;
    uint64_t more = mul_div(saturating_sum(p->marked, p->roots), percent, 100);
    return larger(saturating_sum(p->marked, more), mul_div(p->minimum, percent, 100));
}

uint64_t pacing_sweep_distance(uint64_t minimum, uint64_t heap_live) {
    return saturating_sum(heap_live, pacing_scaled(minimum, SWEEP_MIN_HEAP_DISTANCE));
}

uint64_t pacing_goal(const struct pacing *p, const struct pacing_bounds *b,
                     uint64_t *least_trigger) {
    uint64_t percent = pacing_percent_goal(p);
    *least_trigger = 0;
    if (b->limit < percent) return b->limit;
    *least_trigger = b->sweep_distance;
    uint64_t goal = larger(percent, b->sweep_distance);
    if (b->triggered == UINT64_MAX) return goal;
    return larger(goal, saturating_sum(b->triggered, pacing_scaled(p->minimum, MIN_RUNWAY)));
}

/* ---- the trigger ---- */

uint64_t pacing_runway(int64_t cons_mark, uint64_t work) {
    if (cons_mark <= 0) return 0;
    return mul_div(3 * (uint64_t)cons_mark, work, RATIO_ONE);
}

uint64_t pacing_trigger(const struct pacing *p, uint64_t goal, uint64_t least, uint64_t runway) {
    uint64_t marked = p->marked;
    if (marked >= goal) return goal;
    uint64_t step = (goal - marked) / 64;
    least = larger(larger(least, marked), marked + step * 45);
    uint64_t most = marked + step * 61;
    if (goal > p->minimum) most = larger(most, goal - p->minimum);
    most = larger(most, least);
    uint64_t trigger = runway > goal ? least : goal - runway;
    return larger(least, smaller(trigger, most));
}

/* ---- cons/mark ---- */

static uint64_t share(uint64_t part, uint64_t all) {
    return all ? mul_div(part, RATIO_ONE, all) : 0;
}

bool pacing_measure(const struct pacing_cycle *c, int64_t *cons_mark) {
    uint64_t marking = RATIO_ONE / 4 + share(c->assist, c->all); /* of all processors' time */
    if (c->grown == 0 || c->work == 0 || marking >= RATIO_ONE) return false;
    uint64_t measured = mul_div(c->grown, marking + share(c->idle, c->all), c->work);
    measured = mul_div(measured, RATIO_ONE, RATIO_ONE - marking);
    *cons_mark = (int64_t)smaller(measured, 1000 * RATIO_ONE);
    return true;
}

void pacing_control(int64_t *cons_mark, int64_t *integral, int64_t measured) {
    const int64_t most = 1000 * RATIO_ONE;
    int64_t error = measured - *cons_mark;
    int64_t raw = error * 9 / 10 + *integral;
    int64_t output = raw < -most ? -most : raw > most ? most : raw;
    *cons_mark = output;
    *integral += error * 9 / 40 + (output - raw) / 1000;
}
