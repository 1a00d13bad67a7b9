// SPDX-License-Identifier: Apache-2.0
//
// The least that a program can do with libgit2: open the repository that its argument names.
// Whatever modelgate-check takes on top of this is its own.

#include <git2.h>
#include <stdio.h>

int main(int count, char **arguments) {
  git_repository *repository = NULL;
  if (count != 2 || git_libgit2_init() < 0) return 64;
  if (git_repository_open(&repository, arguments[1]) != 0) {
    const git_error *error = git_error_last();
    fprintf(stderr, "open-repository: %s\n", error ? error->message : "unknown error");
    return 2;
  }
  git_repository_free(repository);
  git_libgit2_shutdown();
  return 0;
}
