// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings

extension Rule {
  static let historyRewritten = Rule(
    id: "history/rewritten",
    title: "a push rewrites or deletes a protected reference",
    explanation: """
      'gate.protect' names references that only ever grow, because models are stamped with their \
      commits. A push that is no fast-forward, that moves a tag or that deletes the reference takes \
      commits away from under the models that were made from them. What is protected is said by the \
      policy, by the commit that the reference has now, and by the one that HEAD has: a push cannot \
      first lift its own protection.
      """
  ) { snapshot in
    snapshot.references.compactMap { reference in
      let place = ShellWord.quote(bytes: Array(reference.name.utf8))
      switch reference.change {
      case .rewritten(let old, let new) where reference.name.hasPrefix("refs/tags/"):
        return Violation(
          "'\(reference.name)' is protected, and would move from \(old.short) to \(new.short)",
          at: Location(reference.name),
          hints: ["git fetch --force origin \(place):\(place)   # to have it as it is there"])
      case .rewritten(let old, let new):
        return Violation(
          "'\(reference.name)' would lose commit \(old.short): \(new.short) does not contain it",
          at: Location(reference.name),
          hints: ["git pull --rebase && git push", "git revert COMMIT   # to take a change back"])
      case .deleted(let old):
        return Violation(
          "'\(reference.name)' is protected, and would be deleted", at: Location(reference.name),
          hints: old.map { ["git log -1 \($0.short)   # what would be lost"] }
            ?? ["git ls-remote origin \(place)   # what would be lost"])
      case .unknown(let old, let new):
        return Violation(
          "whether \(new.short) contains \(old.short), which '\(reference.name)' has, cannot be said: history was cut off",
          at: Location(reference.name), hints: ["git fetch --unshallow"], isUndecided: true)
      case .noCommit: return nil
      }
    }
  }
}
