/* Library functions without a body: each is an operation of the machine, or a few. */
#include "go/lower/context.h"

#include <string.h>

struct call { /* of an intrinsic */
    const struct ir_function *what;
    struct lower_value *values;
    uint32_t count;
    int32_t target;
    int32_t number; /* of its row */
};

typedef struct lower_value lower_row_function(struct lower *f, const struct call *c);

static struct lower_value nothing(struct lower *f) {
    return lower_constant(f->unit->basic[GO_KIND_INT], 0);
}

static int32_t wanted_slot(const struct call *c) {
    return c->target == LOWER_NOWHERE ? NO_SLOT : c->target;
}

/* The arguments have been used, and not cleared by it. */
static void drop_all(struct lower *f, const struct call *c) {
    for (uint32_t i = 0; i < c->count; i++) lower_drop(f, c->values[i]);
}

static void release_all(struct lower *f, const struct call *c) {
    for (uint32_t i = 0; i < c->count; i++) lower_release(f, c->values[i]);
}

/* ---- fmt ---- */

static struct ir_function *library_function(const struct lower *f, const char *symbol) {
    const struct ir_program *ir = f->unit->ir;
    for (uint32_t i = 0; i < ir->function_count; i++)
        if (ir->functions[i]->library && strcmp(ir->functions[i]->symbol, symbol) == 0)
            return ir->functions[i];
    CHECK_NEVER("a function of the library");
    return NULL;
}

static uint32_t string_site(struct lower *f) {
    static const struct ir_reason MADE = {.why = "a text that is made is always on the heap"};
    uint32_t site = lower_add_site(f, f->unit->basic[GO_KIND_UINT8], true, "string", &MADE);
    f->program->sites[site].array = true;
    return site;
}

static void add_text(struct lower *f, struct lower_value v) {
    lower_word(f, v, 0);
    lower_word(f, v, 1);
}

static uint32_t add_format(struct lower *f, struct lower_value kind, struct lower_value format,
                           struct lower_value values, struct lower_value given) {
    uint32_t site = string_site(f);
    bool printed = kind.constant && kind.first <= FORMAT_PRINTF;
    f->program->sites[site].incidental = printed; /* no text is made */
    program_byte_table(f->program);
    uint32_t first = lower_word(f, kind, 0);
    lower_number(f, site);
    add_text(f, format);
    add_text(f, values);
    add_text(f, given);
    return first;
}

/* When a value has a method that says how it is shown, the library calls it. */
static void call_methods(struct lower *f, struct lower_value kind, struct lower_value format,
                         struct lower_value values, struct lower_value text) {
    const struct lower_callee methods = {
        .kind = LOWER_BY_NAME,
        .function = lower_function_of(f->unit, library_function(f, "fmt.handleMethods")),
        .result = text.type};
    const struct lower_value arguments[] = {kind, format, values};
    bool wanted = text.slot != NO_SLOT;
    lower_call_with(f, &methods, arguments, 3, wanted ? text.slot : LOWER_NOWHERE);
}

static struct lower_value format(struct lower *f, enum format which, struct lower_value format_,
                                 struct lower_value values, struct lower_value text) {
    struct lower_value kind = lower_constant(f->unit->basic[GO_KIND_INT], which);
    struct lower_label end = {0};
    uint32_t first = add_format(f, kind, format_, values, lower_constant(text.type, 0));
    lower_jump(f, (struct op){.code = OP_FORMAT, .a = text.slot, .b = (int32_t)first}, &end);
    if (which != FORMAT_QUOTE) call_methods(f, kind, format_, values, text);
    lower_place_label(f, &end);
    return text;
}

static uint32_t string_type(const struct lower *f) {
    return f->unit->basic[GO_KIND_STRING];
}

static struct lower_value format_of(struct lower *f, const struct call *c) {
    return c->count > 1 ? c->values[0] : lower_constant(string_type(f), 0);
}

/* n, err: how long the text is, and nil. */
static struct lower_value lower_printing(struct lower *f, const struct call *c) {
    struct lower_value text = lower_in_slot(NO_SLOT, string_type(f));
    if (c->target == LOWER_NOWHERE) {
        format(f, (enum format)c->number, format_of(f, c), c->values[c->count - 1], text);
        release_all(f, c);
        return nothing(f);
    }
    text = lower_temporary(f, string_type(f));
    format(f, (enum format)c->number, format_of(f, c), c->values[c->count - 1], text);
    struct lower_value both =
        lower_made(f, lower_result(f->unit, c->what->type->result), c->target);
    uint32_t integer = f->unit->basic[GO_KIND_INT];
    lower_into(f, lower_word_value(text, 1, integer), both.slot, integer);
    lower_op(f, (struct op){.code = OP_CLEAR, .a = both.slot + 1, .b = 2});
    lower_drop(f, text);
    release_all(f, c);
    return both;
}

static struct lower_value lower_text(struct lower *f, const struct call *c) {
    int32_t target = wanted_slot(c);
    struct lower_value text = lower_made(f, string_type(f), target);
    bool quote = c->number == FORMAT_QUOTE;
    struct lower_value none = lower_constant(f->unit->bytes_type, 0);
    format(f, (enum format)c->number, quote ? c->values[0] : format_of(f, c),
           quote ? none : c->values[c->count - 1], text);
    release_all(f, c);
    return text;
}

/* fmt.next(kind, format, values, texts), fmt.finish(...) */
static struct lower_value lower_next(struct lower *f, const struct call *c) {
    uint32_t type = lower_type(f->unit, go_any_type());
    struct lower_value v = lower_made(f, type, wanted_slot(c));
    uint32_t first = add_format(f, c->values[0], c->values[1], c->values[2], c->values[3]);
    lower_op(f, (struct op){.code = OP_FORMAT_NEXT, .a = v.slot, .b = (int32_t)first});
    release_all(f, c);
    return v;
}

static struct lower_value lower_finish(struct lower *f, const struct call *c) {
    struct lower_label end = {0};
    struct lower_value v = lower_made(f, string_type(f), wanted_slot(c));
    uint32_t first = add_format(f, c->values[0], c->values[1], c->values[2], c->values[3]);
    lower_jump(f, (struct op){.code = OP_FORMAT, .a = v.slot, .b = (int32_t)first}, &end);
    lower_place_label(f, &end);
    release_all(f, c);
    return v;
}

/* ---- one operation ---- */

/* slot a = something about slot b */
static struct lower_value lower_question(struct lower *f, const struct call *c) {
    static const enum go_kind KINDS[] = {[OP_COMPARABLE - OP_SLICE_LENGTH] = GO_KIND_BOOL,
                                         [OP_SQUARE_ROOT - OP_SLICE_LENGTH] = GO_KIND_FLOAT64};
    enum go_kind kind = KINDS[c->number - OP_SLICE_LENGTH];
    struct lower_value from = lower_to_slot(f, c->values[0]);
    struct lower_value v = lower_made(f, f->unit->basic[kind ? kind : GO_KIND_INT], wanted_slot(c));
    lower_op(f, (struct op){.code = (uint16_t)c->number, .a = v.slot, .b = from.slot});
    lower_drop(f, from);
    return v;
}

/* slot a = what only the machine knows */
static struct lower_value lower_answer(struct lower *f, const struct call *c) {
    struct lower_value v = lower_made(f, f->unit->basic[GO_KIND_INT], wanted_slot(c));
    lower_op(f, (struct op){.code = (uint16_t)c->number, .a = v.slot});
    return v;
}

/* Something is done with slot a. */
static struct lower_value lower_order(struct lower *f, const struct call *c) {
    struct lower_value v = lower_to_slot(f, c->values[0]);
    lower_op(f, (struct op){.code = (uint16_t)c->number, .a = v.slot});
    lower_drop(f, v);
    return nothing(f);
}

static struct lower_value lower_plain(struct lower *f, const struct call *c) {
    lower_op(f, (struct op){.code = (uint16_t)c->number, .a = GC_RUN});
    return nothing(f);
}

static struct lower_value lower_statistics(struct lower *f, const struct call *c) {
    struct lower_value v = lower_to_slot(f, c->values[0]);
    uint32_t type = lower_type_at(f, v.type)->element;
    lower_op(f, (struct op){.code = OP_MEMORY_STATISTICS, .a = v.slot, .b = (int32_t)type});
    lower_drop(f, v);
    return nothing(f);
}

static struct lower_value lower_kept(struct lower *f, const struct call *c) {
    drop_all(f, c);
    return nothing(f);
}

/* GOMAXPROCS tells the setting, too, and changes nothing. */
static struct lower_value lower_processors(struct lower *f, const struct call *c) {
    drop_all(f, c);
    struct lower_value v = lower_made(f, f->unit->basic[GO_KIND_INT], wanted_slot(c));
    lower_op(f, (struct op){.code = OP_PROCESSORS, .a = v.slot});
    return v;
}

static struct lower_value lower_scratch(struct lower *f, const struct call *c) {
    struct lower_value slice = lower_to_slot(f, c->values[0]);
    struct lower_value v = lower_made(f, f->unit->basic[GO_KIND_INT], wanted_slot(c));
    lower_op(f, (struct op){.code = OP_SLICE_LENGTH, .a = v.slot, .b = slice.slot, .c = 1});
    lower_drop(f, slice);
    return v;
}

static struct lower_value lower_swap(struct lower *f, const struct call *c) {
    struct lower_value slice = lower_to_slot(f, c->values[0]);
    uint32_t first = lower_word(f, c->values[1], 0);
    lower_word(f, c->values[2], 0);
    lower_op(f, (struct op){.code = OP_SLICE_SWAP, .a = slice.slot, .b = (int32_t)first});
    drop_all(f, c);
    return nothing(f);
}

/* The bytes are not copied: nobody changes them any more. */
static struct lower_value lower_shared(struct lower *f, const struct call *c) {
    struct lower_value v = lower_made(f, string_type(f), wanted_slot(c)), part = c->values[0];
    part.temporary = false;
    part.type = v.type;
    lower_into(f, part, v.slot, v.type);
    drop_all(f, c);
    return v;
}

/* ---- atomic operations ---- */

static struct lower_value lower_add(struct lower *f, const struct call *c) {
    struct lower_value at = lower_to_slot(f, c->values[0]), by = c->values[1];
    const struct type *t = lower_type_at(f, by.type);
    if (!lower_is_small(by)) by = lower_to_slot(f, by);
    struct op op = {.code = OP_ATOMIC_ADD, .size = (uint8_t)t->size, .b = at.slot};
    if (!t->is_signed) op.flags |= OP_UNSIGNED;
    if (by.constant) op.flags |= OP_CONSTANT;
    op.c = by.constant ? (int32_t)by.first : by.slot;
    struct lower_value v = lower_made(f, by.type, wanted_slot(c));
    op.a = v.slot;
    lower_op(f, op);
    lower_drop(f, at);
    lower_release(f, by);
    return v;
}

static struct lower_value lower_exchange(struct lower *f, const struct call *c) {
    struct lower_value v = lower_made(f, f->unit->basic[GO_KIND_BOOL], wanted_slot(c));
    uint32_t first = f->program->argument_count;
    for (uint32_t i = 0; i < c->count; i++) lower_word(f, c->values[i], 0);
    lower_op(f, (struct op){.code = OP_ATOMIC_SWAP,
                            .size = (uint8_t)lower_type_at(f, c->values[1].type)->size,
                            .a = v.slot,
                            .b = (int32_t)first});
    release_all(f, c);
    return v;
}

/* The text is a constant. */
static struct lower_value lower_fatal(struct lower *f, const struct call *c) {
    struct lower_value text = c->values[0];
    const char *bytes = (const char *)f->program->rodata + (text.first - RODATA_BASE);
    struct argument a = {.constant = true};
    CHECK(text.constant);
    a.string = pool_stringf(&f->program->pool, "%.*s", (int)text.second, bytes);
    uint32_t first = program_add_argument(f->program, a);
    lower_op(f, (struct op){.code = OP_FATAL, .b = (int32_t)first});
    return nothing(f);
}

/* ---- the table ---- */

static const struct {
    const char *name;
    lower_row_function *lower;
    int32_t number;
} INTRINSICS[] = {
    {"fmt.Print", lower_printing, FORMAT_PRINT},
    {"fmt.Println", lower_printing, FORMAT_PRINTLN},
    {"fmt.Printf", lower_printing, FORMAT_PRINTF},
    {"fmt.Sprint", lower_text, FORMAT_SPRINT},
    {"fmt.Sprintln", lower_text, FORMAT_SPRINTLN},
    {"fmt.Sprintf", lower_text, FORMAT_SPRINTF},
    {"fmt.next", lower_next, 0},
    {"fmt.finish", lower_finish, 0},
    {"strconv.Quote", lower_text, FORMAT_QUOTE},
    {"strings.shared", lower_shared, 0},
    {"errors.comparable", lower_question, OP_COMPARABLE},
    {"sort.length", lower_question, OP_SLICE_LENGTH},
    {"sort.scratch", lower_scratch, 0},
    {"sort.swap", lower_swap, 0},
    {"math.Sqrt", lower_question, OP_SQUARE_ROOT},
    {"sync.semacquire", lower_order, OP_SEMAPHORE_ACQUIRE},
    {"sync.semrelease", lower_order, OP_SEMAPHORE_RELEASE},
    {"sync.addInt32", lower_add, 0},
    {"sync.addUint64", lower_add, 0},
    {"sync.swapInt32", lower_exchange, 0},
    {"sync.swapUint64", lower_exchange, 0},
    {"sync.fatal", lower_fatal, 0},
    {"sync/atomic.AddInt32", lower_add, 0},
    {"sync/atomic.AddInt64", lower_add, 0},
    {"sync/atomic.AddUint32", lower_add, 0},
    {"sync/atomic.AddUint64", lower_add, 0},
    {"sync/atomic.CompareAndSwapInt32", lower_exchange, 0},
    {"sync/atomic.CompareAndSwapInt64", lower_exchange, 0},
    {"sync/atomic.CompareAndSwapUint32", lower_exchange, 0},
    {"sync/atomic.CompareAndSwapUint64", lower_exchange, 0},
    {"time.Sleep", lower_order, OP_SLEEP_FOR},
    {"time.now", lower_answer, OP_NOW},
    {"runtime.GC", lower_plain, OP_GC},
    {"runtime.Gosched", lower_plain, OP_YIELD},
    {"runtime.Goexit", lower_plain, OP_GOEXIT},
    {"runtime.NumGoroutine", lower_answer, OP_GOROUTINES},
    {"runtime.ReadMemStats", lower_statistics, 0},
    {"runtime.KeepAlive", lower_kept, 0},
    {"runtime.NumCPU", lower_processors, 0},
    {"runtime.GOMAXPROCS", lower_processors, 0},
};

bool lower_is_intrinsic(const struct ir_function *f) {
    return f->intrinsic;
}

struct lower_value lower_intrinsic(struct lower *f, const struct ir_function *what,
                                   struct lower_value *values, uint32_t count, int32_t target) {
    struct call c = {.what = what, .values = values, .count = count, .target = target};
    for (size_t i = 0; i < sizeof INTRINSICS / sizeof INTRINSICS[0]; i++) {
        if (strcmp(INTRINSICS[i].name, what->symbol) != 0) continue;
        c.number = INTRINSICS[i].number;
        return INTRINSICS[i].lower(f, &c);
    }
    CHECK_NEVER("an operation for every library function without a body");
    return nothing(f);
}

/* ---- print, println ---- */

static void add_words(struct lower *f, const char *words) {
    program_add_argument(f->program, (struct argument){.string = words, .constant = true});
}

static void add_value(struct lower *f, struct lower_value v) {
    struct argument a = {.type = v.type, .constant = v.constant, .kill = v.temporary};
    a.value = v.constant ? (int64_t)v.first : v.slot;
    a.words = (uint8_t)lower_slots(f, v.type);
    a.pointer = lower_has_pointers(f, v.type);
    program_add_argument(f->program, a);
}

/* What is printed has at most three words; a string that is a constant has two. */
static struct lower_value printable(struct lower *f, const struct ir_node *n) {
    struct lower_value v = lower_value_of(f, n);
    return lower_slots(f, v.type) > 1 ? lower_to_slot(f, v) : v;
}

void lower_print(struct lower *f, const struct ir_node *n) {
    uint32_t count = 0, i = 0;
    lower_hoist_list(f, n->list);
    for (const struct ir_node *a = n->list; a; a = a->next) count++;
    struct lower_value *values = pool_alloc(f->unit->pool, (count + 1) * sizeof *values);
    if (!values) return;
    for (const struct ir_node *a = n->list; a; a = a->next) values[i++] = printable(f, a);
    uint32_t first = f->program->argument_count;
    for (i = 0; i < count; i++) {
        if (i && n->flags & FLAG_LINE) add_words(f, " ");
        add_value(f, values[i]);
    }
    if (n->flags & FLAG_LINE) add_words(f, "\n");
    lower_op(f, (struct op){.code = OP_PRINT,
                            .a = (int32_t)(f->program->argument_count - first),
                            .b = (int32_t)first,
                            .c = PRINT_PLAIN});
    for (i = 0; i < count; i++) lower_release(f, values[i]);
}
