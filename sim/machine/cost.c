#include "machine/cost.h"

static const struct cost_description DESCRIPTIONS[COST_COUNT] = {
#define COST(name, ticks, unit, what, source) {#name, unit, what, source},
#include "machine/costs.def"
#undef COST
};

const struct cost_description *cost_describe(enum cost cost) {
    return &DESCRIPTIONS[cost];
}
