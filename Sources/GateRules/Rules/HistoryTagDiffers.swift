// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension Rule {
  static let historyTagDiffers = Rule(
    id: "history/tag-differs",
    title: "the release's tag is not the same on the remote",
    explanation: """
      A tag can be moved, here or there, and nobody is told. For a release, each tag of the judged \
      commit that a remote has too must be the same object there now, and one of them must be there: \
      otherwise the name that people will quote means something else to them, or nothing.
      """,
    levels: { $0 >= .release ? .error : .off }
  ) { snapshot in
    let tags = snapshot.repository.release.tags
    let isOnRemote = tags.contains { $0.agreement == .same }
    return tags.compactMap { tag in
      let name = ShellWord.quote(bytes: Array(tag.name.utf8))
      let place = Location("refs/tags/\(tag.name)")
      switch tag.agreement {
      case .same: return nil
      case .absent:
        guard !isOnRemote else { return nil }
        return Violation(
          "the tag '\(tag.name)' is on no remote", at: place, hints: ["git push origin tag \(name)"]
        )
      case .differs(let remote):
        return Violation(
          "the tag '\(tag.name)' is another one on '\(remote)'", at: place,
          hints: ["git ls-remote --tags \(remote) \(name)", "git fetch \(remote) --tags --force"])
      case .unknown(let reason):
        return Violation(
          "whether the tag '\(tag.name)' is the same on the remote cannot be said: \(reason)",
          at: place, hints: ["git ls-remote --tags origin"], isUndecided: true)
      }
    }
  }
}
