// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelinePrivateKey = Rule(
    id: "pipeline/private-key",
    title: "a private key is committed",
    explanation: """
      A committed file holds a private key in PEM, OpenSSH, OpenPGP or PuTTY form. Everyone who can \
      read the repository can sign or log in with it, also after it was deleted: the key must be \
      revoked, not only removed. Small files are read in pushed commits, and JSON and `.env` files \
      also for keys inside of them; in a worktree, files that are named like keys.
      """
  ) { snapshot in
    snapshot.contents.compactMap { fact in
      guard case .privateKey(let label) = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' holds a private key: '\(label)'", at: Location(fact.path),
        hints: ["git rm --cached -- \(fact.quoted) && git commit --amend   # and revoke the key"])
    }
  }
}
