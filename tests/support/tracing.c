#define _GNU_SOURCE /* process_vm_readv */

#include "support/tracing.h"

#ifdef TRACING

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the calls that can touch a folder ---- */

static const struct call {
    long number;
    const char *name;
    int path, descriptor; /* which argument; -1: none */
} CALLS[] = {
    {SYS_openat, "openat", 1, -1},       {SYS_write, "write", -1, 0},
    {SYS_writev, "writev", -1, 0},       {SYS_pwrite64, "pwrite64", -1, 0},
    {SYS_fsync, "fsync", -1, 0},         {SYS_close, "close", -1, 0},
    {SYS_fchmod, "fchmod", -1, 0},       {SYS_fchown, "fchown", -1, 0},
    {SYS_fcntl, "fcntl", -1, 0},         {SYS_lseek, "lseek", -1, 0},
    {SYS_ftruncate, "ftruncate", -1, 0}, {SYS_newfstatat, "newfstatat", 1, 0},
    {SYS_fstat, "fstat", -1, 0},         {SYS_linkat, "linkat", 3, -1},
    {SYS_unlinkat, "unlinkat", 1, -1},   {SYS_renameat, "renameat", 1, -1},
    {SYS_renameat2, "renameat2", 1, -1}, {SYS_faccessat, "faccessat", 1, -1},
#ifdef SYS_open
    {SYS_open, "open", 0, -1},           {SYS_rename, "rename", 0, -1},
    {SYS_unlink, "unlink", 0, -1},       {SYS_access, "access", 0, -1},
    {SYS_stat, "stat", 0, -1},           {SYS_lstat, "lstat", 0, -1},
#endif
};

static bool begins_with(const char *path, const char *folder) {
    return strncmp(path, folder, strlen(folder)) == 0;
}

static bool path_is_in(pid_t pid, uint64_t address, const char *folder) {
    char path[512] = "";
    struct iovec here = {path, sizeof path - 1}, there = {(void *)(uintptr_t)address, 511};
    ssize_t count = process_vm_readv(pid, &here, 1, &there, 1, 0);
    if (count < 0) return false;
    path[count] = '\0';
    return begins_with(path, folder);
}

static bool descriptor_is_in(pid_t pid, uint64_t descriptor, const char *folder) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, (int)descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return false;
    path[count] = '\0';
    return begins_with(path, folder);
}

/* The call, if it touches the folder; else NULL. */
static const struct call *touching(pid_t pid, const struct __ptrace_syscall_info *i,
                                   const char *folder) {
    for (size_t k = 0; k < sizeof CALLS / sizeof CALLS[0]; k++) {
        const struct call *c = &CALLS[k];
        if (c->number != (long)i->entry.nr) continue;
        if (c->path >= 0 && path_is_in(pid, i->entry.args[c->path], folder)) return c;
        if (c->descriptor >= 0 && descriptor_is_in(pid, i->entry.args[c->descriptor], folder))
            return c;
    }
    return NULL;
}

/* ---- a call that fails ---- */

#ifdef __x86_64__

static void skip_call(pid_t pid) {
    ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, orig_rax), -1L);
}

static void set_result(pid_t pid, long result) {
    ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rax), result);
}

#else

static void skip_call(pid_t pid) {
    int none = -1;
    struct iovec v = {&none, sizeof none};
    ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &v);
}

static void set_result(pid_t pid, long result) {
    struct user_regs_struct registers;
    struct iovec v = {&registers, sizeof registers};
    ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v);
    registers.regs[0] = (unsigned long long)result;
    ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &v);
}

#endif

/* ---- the program ---- */

static pid_t start(char *const words[], int said) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid != 0) return pid;
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(said, STDERR_FILENO);
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(126);
    raise(SIGSTOP);
    execv(words[0], words);
    _exit(127);
}

struct tracer {
    pid_t pid;
    const char *folder;
    struct plan plan;
    struct traced *out;
    bool failing; /* the call that is being done is to fail */
};

static void at_entry(struct tracer *t, const struct __ptrace_syscall_info *i) {
    const struct call *c = touching(t->pid, i, t->folder);
    if (!c) return;
    bool is_it = t->plan.kind != PLAN_NOTHING && t->out->calls == t->plan.n;
    t->out->calls++;
    if (!is_it) return;
    snprintf(t->out->disturbed, sizeof t->out->disturbed, "%s", c->name);
    t->failing = t->plan.kind == PLAN_FAIL;
    if (t->failing) skip_call(t->pid);
    else kill(t->pid, t->plan.signal);
}

static void at_call(struct tracer *t) {
    struct __ptrace_syscall_info i;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, sizeof i, &i) <= 0) return;
    if (i.op == PTRACE_SYSCALL_INFO_ENTRY) at_entry(t, &i);
    if (i.op != PTRACE_SYSCALL_INFO_EXIT || !t->failing) return;
    set_result(t->pid, -t->plan.error);
    t->failing = false;
}

/* Its exit status. */
static int follow(struct tracer *t) {
    int status, signal = 0;
    if (waitpid(t->pid, &status, 0) < 0 || !WIFSTOPPED(status)) return 126;
    ptrace(PTRACE_SETOPTIONS, t->pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    for (;;) {
        ptrace(PTRACE_SYSCALL, t->pid, 0, signal);
        if (waitpid(t->pid, &status, 0) < 0) return 126;
        if (WIFEXITED(status)) return WEXITSTATUS(status);
        if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
        signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) at_call(t);
        if (signal == (SIGTRAP | 0x80) || signal == SIGTRAP) signal = 0;
    }
}

struct traced trace_program(char *const words[], const char *folder, struct plan plan) {
    struct traced out = {.status = 126};
    FILE *said = tmpfile();
    if (!said) return out;
    struct tracer t = {.folder = folder, .plan = plan, .out = &out};
    t.pid = start(words, fileno(said));
    if (t.pid > 0) out.status = follow(&t);
    rewind(said);
    out.said[fread(out.said, 1, sizeof out.said - 1, said)] = '\0';
    fclose(said);
    return out;
}

bool tracing_is_allowed(void) {
    static char program[] = "/bin/true";
    char *const words[] = {program, NULL};
    return trace_program(words, "/none", (struct plan){.kind = PLAN_NOTHING}).status == 0;
}

#else

typedef int tracing_is_for_linux_only;

#endif
