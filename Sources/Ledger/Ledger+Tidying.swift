// SPDX-License-Identifier: Apache-2.0

public import GitAccess

extension Ledger {
  /// Lets git put the packs of many additions into one when it finds that there are too many
  /// (`gc.autoPackLimit`), as it does after commits of its own, and by the user's settings.
  ///
  /// Nothing depends on it but speed, so that a failure is none.
  public static func tidy(_ repository: borrowing Repository) async {
    let git = GitProgram(gitDirectory: repository.gitDirectory, worktree: repository.worktree)
    _ = try? await git.attempt(["gc", "--auto", "--quiet"])
  }
}
