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
// not to be pruned, or that may not have been fetched yet, which are missing objects then; and where
// linked worktrees and settings for one of them are kept. Of how objects are named and references are
// kept, the value is looked at afterwards: git may write down what it does anyway.
static inline int modelgate_git_accept_extensions(void) {
  const char *names[] = {"objectformat",      "partialclone", "preciousobjects",
                         "refstorage",        "relativeworktrees", "worktreeconfig"};
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}

// Repositories that belong to somebody else are opened: whoever opens one asks for its owner itself.
static inline int modelgate_git_leave_owners(void) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

// How many bytes of packs are mapped at once, how many of objects are kept once they were read, and
// of how many a tree may be to be kept.
static inline int modelgate_git_limit_memory(size_t mapped, size_t kept, size_t tree) {
  int status = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, mapped / 16);
  if (status == 0) status = git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, mapped);
  if (status == 0) status = git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, kept);
  if (status == 0)
    status = git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, tree);
  return status;
}

#endif
