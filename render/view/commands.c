#include "view/commands.h"

static const struct {
    const char *name;
    uint32_t where;
    enum word word;
} COMMANDS[COMMAND_COUNT] = {
#define COMMAND(name, where, does) [COMMAND_##name] = {#name, where, WORD_DO_##name},
#include "view/commands.def"
#undef COMMAND
};

uint32_t command_where(enum command_id command) {
    return COMMANDS[command].where;
}

enum word command_word(enum command_id command) {
    return COMMANDS[command].word;
}

const char *command_name(enum command_id command) {
    return command == COMMAND_NONE ? "-" : COMMANDS[command].name;
}
