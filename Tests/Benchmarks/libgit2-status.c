// SPDX-License-Identifier: Apache-2.0
//
// Asks libgit2 itself whether a worktree is clean, as `git status` does by default.

#include <git2.h>
#include <stdio.h>

int main(int count, char **arguments) {
  git_repository *repository = NULL;
  git_status_list *list = NULL;
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED;
  if (count != 2 || git_libgit2_init() < 0) return 64;
  if (git_repository_open(&repository, arguments[1]) != 0 ||
      git_status_list_new(&list, repository, &options) != 0) {
    const git_error *error = git_error_last();
    fprintf(stderr, "libgit2-status: %s\n", error ? error->message : "unknown error");
    return 2;
  }
  printf("%zu\n", git_status_list_entrycount(list));
  git_status_list_free(list);
  git_repository_free(repository);
  git_libgit2_shutdown();
  return 0;
}
