#include "export/costs.h"

#include <inttypes.h>

#include "machine/inspect/inspect.h"
#include "machine/inspect/meter.h"

static uint64_t percent(uint64_t part, uint64_t whole) {
    return whole ? part * 100 / whole : 0;
}

static void add_row(const struct machine *m, enum cost cost, struct text *out) {
    const struct cost_description *d = cost_describe(cost);
    uint64_t units = m->s->clock.units[cost];
    if (units == 0) return;
    text_addf(out, "    %-16s %10" PRIu64 " %-13s %6" PRIu32 " each %12" PRIu64 "   %s; %s\n",
              d->name, units, d->unit, COST_TICKS[cost], cost_spent(m, cost), d->what, d->source);
}

static void add_group(const struct machine *m, enum meter_group_id group, struct text *out) {
    uint64_t spent = meter_spent(m, group);
    if (spent == 0) return;
    text_addf(out, "  %-54s %12" PRIu64 "\n", METER[group].name, spent);
    for (int cost = 0; cost < COST_COUNT; cost++)
        if (meter_group_of((enum cost)cost) == group) add_row(m, (enum cost)cost, out);
}

static void add_side(const struct machine *m, enum meter_side side, const char *name, uint64_t all,
                     struct text *out) {
    uint64_t spent = meter_side_spent(m, side);
    text_addf(out, "%-56s %12" PRIu64 " ticks %3" PRIu64 " %%\n", name, spent, percent(spent, all));
    for (int group = 0; group < METER_GROUPS; group++)
        if (METER[group].side == side) add_group(m, (enum meter_group_id)group, out);
    if (side == METER_COLLECTOR && meter_assists(m))
        text_addf(out, "  %-54s %12" PRIu64 "\n", "of these by goroutines that had to assist",
                  meter_assists(m));
}

void costs_table(const struct machine *m, struct text *out) {
    uint64_t all = meter_side_spent(m, METER_PROGRAM) + meter_side_spent(m, METER_COLLECTOR);
    add_side(m, METER_PROGRAM, "the program", all, out);
    add_side(m, METER_COLLECTOR, "the collector", all, out);
    text_addf(out, "%-56s %12" PRIu64 " ticks, in ", "all", all);
    inspect_time(m->s->clock.now, out);
    text_addf(out, " on %" PRIu32 " processor%s\n", m->config.procs,
              m->config.procs == 1 ? "" : "s");
}
