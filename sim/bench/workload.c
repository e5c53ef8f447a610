#include "bench/workload.h"

#include <stdlib.h>

#include "base/random.h"

/* ---- a tree, in the order in which it is built ---- */

/* Each level keeps its node in a root of its own while the levels below are built: its frame. */
static uint64_t grow(struct mutator *u, uint64_t levels, uint32_t frame) {
    uint64_t node = mutator_new(u, SHAPE_TREE);
    mutator_set_root(u, frame, node);
    mutator_store(u, node + 2 * WORD, u->next_id++);
    if (levels == 0) return node;
    mutator_store_pointer(u, node, grow(u, levels - 1, frame + 1));
    mutator_store_pointer(u, node + WORD, grow(u, levels - 1, frame + 1));
    return node;
}

static void forget_frames(struct mutator *u) {
    for (uint32_t root = 1; root < MUTATOR_ROOTS; root++) mutator_set_root(u, root, 0);
}

static uint64_t build_tree(struct mutator *u, uint64_t levels) {
    grow(u, levels, 0);
    forget_frames(u);
    return 0;
}

/* ---- objects first, then shuffled, then linked; the array of addresses is the host's ---- */

static uint64_t *allocate_all(struct mutator *u, enum shape shape, uint32_t id_word, uint64_t n) {
    uint64_t *nodes = malloc(n * sizeof *nodes);
    CHECK(nodes);
    for (uint64_t i = 0; i < n; i++) {
        nodes[i] = mutator_new(u, shape);
        mutator_store(u, nodes[i] + id_word * WORD, i);
    }
    return nodes;
}

/* Fisher and Yates. */
static void shuffle(struct mutator *u, uint64_t *nodes, uint64_t n) {
    for (uint64_t i = n - 1; i > 0; i--) {
        uint64_t j = random_next(&u->random) % (i + 1), node = nodes[i];
        nodes[i] = nodes[j];
        nodes[j] = node;
    }
}

static uint64_t build_shuffled_tree(struct mutator *u, uint64_t levels) {
    uint64_t n = (2ull << levels) - 1;
    uint64_t *nodes = allocate_all(u, SHAPE_TREE, 2, n);
    shuffle(u, nodes, n);
    for (uint64_t i = 0; 2 * i + 2 < n; i++) {
        mutator_store_pointer(u, nodes[i], nodes[2 * i + 1]);
        mutator_store_pointer(u, nodes[i] + WORD, nodes[2 * i + 2]);
    }
    mutator_set_root(u, 0, nodes[0]);
    free(nodes);
    return 0;
}

static uint64_t build_shuffled_list(struct mutator *u, uint64_t n) {
    uint64_t *nodes = allocate_all(u, SHAPE_LIST, 1, n);
    shuffle(u, nodes, n);
    for (uint64_t i = 0; i + 1 < n; i++) mutator_store_pointer(u, nodes[i], nodes[i + 1]);
    mutator_set_root(u, 0, nodes[0]);
    free(nodes);
    return 0;
}

static uint64_t build_list(struct mutator *u, uint64_t n) {
    uint64_t last = 0;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t node = mutator_new(u, SHAPE_LIST);
        mutator_store(u, node + WORD, i);
        if (last) mutator_store_pointer(u, last, node);
        else mutator_set_root(u, 0, node);
        last = node;
    }
    return 0;
}

/* ---- a random graph of objects of five sizes ---- */

static const uint32_t GRAPH_WORDS[] = {4, 6, 8, 12, 16};

static uint64_t new_graph_node(struct mutator *u, uint64_t i) {
    uint64_t which = random_next(&u->random) % 5;
    uint64_t node = mutator_new(u, (enum shape)(SHAPE_GRAPH_32 + which));
    for (uint32_t word = 4; word < GRAPH_WORDS[which]; word++)
        mutator_store(u, node + word * WORD, i);
    return node;
}

static uint64_t build_graph(struct mutator *u, uint64_t n) {
    uint64_t *nodes = malloc(n * sizeof *nodes);
    CHECK(nodes);
    for (uint64_t i = 0; i < n; i++) nodes[i] = new_graph_node(u, i);
    for (uint64_t i = 0; i < n; i++)
        for (uint32_t edge = 0; edge < 4; edge++)
            mutator_store_pointer(u, nodes[i] + edge * WORD, nodes[random_next(&u->random) % n]);
    for (uint32_t root = 0; root < MUTATOR_ROOTS; root++) mutator_set_root(u, root, nodes[root]);
    free(nodes);
    return 0;
}

/* ---- nearly everything is garbage ---- */

/* The list grows in root 1; the one of the build before stays in root 0 until the end. */
static uint64_t build_garbage(struct mutator *u, uint64_t n) {
    uint64_t head = 0;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t node = mutator_new(u, SHAPE_CELL);
        mutator_store(u, node + WORD, i);
        if (i % 100 != 0) continue;
        mutator_store_pointer(u, node, head);
        mutator_set_root(u, 1, head = node);
    }
    mutator_set_root(u, 0, head);
    mutator_set_root(u, 1, 0);
    return 0;
}

/* ---- binary-trees of the Computer Language Benchmarks Game ---- */

static uint64_t bottom_up(struct mutator *u, uint64_t levels, uint32_t frame) {
    uint64_t node = mutator_new(u, SHAPE_PAIR);
    if (levels == 0) return node;
    mutator_set_root(u, frame, node);
    mutator_store_pointer(u, node, bottom_up(u, levels - 1, frame + 1));
    mutator_store_pointer(u, node + WORD, bottom_up(u, levels - 1, frame + 1));
    return node;
}

static uint64_t count_nodes(const struct mutator *u, uint64_t node) {
    uint64_t left = mutator_load(u, node);
    if (!left) return 1;
    return 1 + count_nodes(u, left) + count_nodes(u, mutator_load(u, node + WORD));
}

/* `size` is the depth of the tree that stays; the others are up to as deep, one is deeper. */
static uint64_t churn(struct mutator *u, uint64_t size) {
    enum { SMALLEST = 4, LONG_LIVED = 0, FRAMES = 1 };
    uint64_t sum = count_nodes(u, bottom_up(u, size + 1, FRAMES));
    mutator_set_root(u, LONG_LIVED, bottom_up(u, size, FRAMES));
    for (uint64_t levels = SMALLEST; levels <= size; levels += 2)
        for (uint64_t i = 0; i < 1ull << (size - levels + SMALLEST); i++)
            sum += count_nodes(u, bottom_up(u, levels, FRAMES));
    sum += count_nodes(u, mutator_root(u, LONG_LIVED));
    mutator_set_root(u, LONG_LIVED, 0);
    forget_frames(u);
    return sum;
}

/* ---- programs in Go ---- */

/* xorshift64 from 42; what real Go prints for it. */
#define COMPUTE_SUM 1138692093772032657ull

static const char COMPUTE[] = "var sum uint64\n"
                              "\n"
                              "func main() {\n"
                              "\tx, total := uint64(42), uint64(0)\n"
                              "\tfor i := 0; i < 1000000; i++ {\n"
                              "\t\tx ^= x << 13\n"
                              "\t\tx ^= x >> 7\n"
                              "\t\tx ^= x << 17\n"
                              "\t\tif x&1 == 0 {\n"
                              "\t\t\ttotal += x\n"
                              "\t\t} else {\n"
                              "\t\t\ttotal ^= x\n"
                              "\t\t}\n"
                              "\t}\n"
                              "\tsum = total\n"
                              "}\n";

/* Twenty lines of what programs are made of. */
static const char COMPILE[] = "type node@ struct {\n"
                              "\tnext *node@\n"
                              "\tname string\n"
                              "}\n"
                              "func (n *node@) length() (count int) {\n"
                              "\tfor ; n != nil; n = n.next {\n"
                              "\t\tcount++\n"
                              "\t}\n"
                              "\treturn count\n"
                              "}\n"
                              "func f@(n int) int {\n"
                              "\tseen := map[string]int{}\n"
                              "\tvar head *node@\n"
                              "\tfor i := 0; i < n; i++ {\n"
                              "\t\thead = &node@{head, \"n\" + string(rune('0'+i%10))}\n"
                              "\t\tseen[head.name] += i*3 - 1\n"
                              "\t}\n"
                              "\tadd := func(k int) int { return k + len(seen) }\n"
                              "\treturn add(head.length())\n"
                              "}\n";

/* Runs of a million steps: with a small heap; with one of 24 MiB, written to all over, and lists of
 * small objects in it; with ten thousand goroutines. */
static const char SEEK[] = "type node struct {\n"
                           "\tnext *node\n"
                           "\tvalue int\n"
                           "}\n"
                           "func main() {\n"
                           "\tvar head *node\n"
                           "\tfor i := 0; ; i++ {\n"
                           "\t\thead = &node{head, i}\n"
                           "\t\tif i%1000 == 999 {\n"
                           "\t\t\thead = nil\n"
                           "\t\t}\n"
                           "\t}\n"
                           "}\n";

static const char SEEK_HEAP[] = "type node struct {\n"
                                "\tnext *node\n"
                                "\tvalue int\n"
                                "}\n"
                                "func main() {\n"
                                "\tvar heads [1000]*node\n"
                                "\tvar blocks [384][]byte\n"
                                "\tfor i := range blocks {\n"
                                "\t\tblocks[i] = make([]byte, 1<<16)\n"
                                "\t\tfor j := range blocks[i][:64] {\n"
                                "\t\t\tblocks[i][j*1024] = byte(j + 1)\n"
                                "\t\t}\n"
                                "\t}\n"
                                "\tx := uint64(42)\n"
                                "\tfor i := 0; ; i++ {\n"
                                "\t\tx ^= x << 13\n"
                                "\t\tx ^= x >> 7\n"
                                "\t\tx ^= x << 17\n"
                                "\t\tblocks[x%384][x>>16%(1<<16)]++\n"
                                "\t\theads[x%1000] = &node{heads[x%1000], i}\n"
                                "\t}\n"
                                "}\n";

static const char SEEK_CROWD[] = "func work(c chan int, n int) {\n"
                                 "\tfor {\n"
                                 "\t\tx := new(int)\n"
                                 "\t\t*x = n\n"
                                 "\t\tc <- *x\n"
                                 "\t}\n"
                                 "}\n"
                                 "func main() {\n"
                                 "\tc := make(chan int)\n"
                                 "\tfor i := 0; i < 10000; i++ {\n"
                                 "\t\tgo work(c, i)\n"
                                 "\t}\n"
                                 "\tfor {\n"
                                 "\t\t<-c\n"
                                 "\t}\n"
                                 "}\n";

/* ---- the table ---- */

const struct workload WORKLOADS[] = {
    {"tree", "a binary tree, built depth first", MEASURE_COLLECTION, 20, 2097151, 2097151, 0,
     build_tree, NULL, 0},
    {"tree-shuf", "the same tree through shuffled nodes", MEASURE_COLLECTION, 20, 2097151, 2097151,
     0, build_shuffled_tree, NULL, 0},
    {"list-seq", "a list in the order of its addresses", MEASURE_COLLECTION, 3000000, 3000000,
     3000000, 0, build_list, NULL, 0},
    {"list-shuf", "the same list through shuffled nodes", MEASURE_COLLECTION, 3000000, 3000000,
     3000000, 0, build_shuffled_list, NULL, 0},
    {"graph", "four random edges each, five sizes", MEASURE_COLLECTION, 1000000, 1000000, 980286, 0,
     build_graph, NULL, 0},
    {"garbage", "one object of a hundred stays", MEASURE_GARBAGE, 5000000, 5000000, 50000, 0,
     build_garbage, NULL, 0},
    {"churn", "binary-trees, depth 16", MEASURE_CHURN, 16, 14985902, 0, 14985902, churn, NULL, 0},
    {"compute", "a loop of arithmetic, in Go, a million times round", MEASURE_COMPUTE, 1,
     .objects = 1000000, .sum = COMPUTE_SUM, .source = COMPUTE},
    {"compile", "a Go program of ten thousand lines, to operations", MEASURE_COMPILE, 500,
     .objects = 10000, .source = COMPILE},
    {"seek", "any of a million steps, with a small heap", MEASURE_SEEK, 1, .steps = 1000000,
     .source = SEEK},
    {"seek-heap", "... with a heap of 24 MiB that is written to all over", MEASURE_SEEK, 1,
     .steps = 1000000, .source = SEEK_HEAP},
    {"seek-crowd", "... with ten thousand goroutines", MEASURE_SEEK, 1, .steps = 1000000,
     .source = SEEK_CROWD},
    {0},
};

const struct workload *workload_find(const char *name) {
    for (const struct workload *w = WORKLOADS; w->name; w++)
        if (strcmp(w->name, name) == 0) return w;
    return NULL;
}
