#include "view/commands.h"

static const struct {
    uint32_t where;
    enum word word;
} COMMANDS[COMMAND_COUNT] = {
#define COMMAND(name, where, does) [COMMAND_##name] = {where, WORD_DO_##name},
#include "view/commands.def"
#undef COMMAND
};

uint32_t command_where(enum command_id command) {
    return COMMANDS[command].where;
}

enum word command_word(enum command_id command) {
    return COMMANDS[command].word;
}
