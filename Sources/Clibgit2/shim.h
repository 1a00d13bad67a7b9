// SPDX-License-Identifier: Apache-2.0
#ifndef MODELGATE_CLIBGIT2_SHIM_H
#define MODELGATE_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

// git_libgit2_opts is variadic, which Swift does not import.
static inline int modelgate_git_enable_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

// Extensions of the repository format that change nothing of what libgit2 reads: objects that are
// not to be pruned, and where linked worktrees and settings for one of them are kept.
static inline int modelgate_git_accept_extensions(void) {
  const char *names[] = {"preciousobjects", "relativeworktrees", "worktreeconfig"};
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}

// How much of the packs is mapped at once, in bytes, and in pieces of which size.
static inline int modelgate_git_limit_mapping(size_t piece, size_t all) {
  int status = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, piece);
  return status < 0 ? status : git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, all);
}

#endif
