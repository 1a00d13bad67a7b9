// SPDX-License-Identifier: Apache-2.0

import Files
public import GitAccess
import SystemPackage

extension Ledger {
  /// Lets git put the packs of many additions into one when it finds that there are too many
  /// (`gc.autoPackLimit`), as it does after commits of its own, and by the user's settings.
  ///
  /// Nothing depends on it but speed, so that a failure is none.
  public static func tidy(_ repository: borrowing Repository) async {
    // An addition makes a pack and nothing else, so that most need not start git.
    guard mayHaveTooManyPacks(repository) else { return }
    let git = GitProgram(gitDirectory: repository.gitDirectory, worktree: repository.worktree)
    _ = try? await git.attempt(["gc", "--auto", "--quiet"])
  }

  /// Whether there are more packs than the settings allow; true when that cannot be told.
  private static func mayHaveTooManyPacks(_ repository: borrowing Repository) -> Bool {
    let folder = repository.commonDirectory.appending("objects").appending("pack")
    guard let names = try? Folder.names(in: folder),
      let setting = try? repository.setting("gc.autoPackLimit") ?? "50", let limit = Int(setting)
    else { return true }
    return limit > 0 && names.count { $0.suffix(5).elementsEqual(".pack".utf8) } > limit
  }
}
