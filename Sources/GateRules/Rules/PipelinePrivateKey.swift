// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let pipelinePrivateKey = Rule(
    id: "pipeline/private-key",
    title: "a private key is committed",
    explanation: """
      A committed file holds a private key in PEM, OpenSSH, OpenPGP or PuTTY form. Everyone who can \
      read the repository can sign or log in with it, also after it was deleted: the key must be \
      revoked, not only removed. Files of up to 16 KiB are read in commits, and from \
      the preset 'build' on in a worktree; JSON and settings (`.env`, YAML, TOML, …) also for keys \
      inside of them. By hand only files that are named like keys are read.
      """
  ) { snapshot in
    let isCommitted = snapshot.subject != .index
    return snapshot.contents.compactMap { fact in
      guard case .privateKey(let label) = fact.kind else { return nil }
      return Violation(
        "'\(fact.path)' holds a private key: '\(label)'", at: Location(fact.path),
        hints: [
          "git rm --cached -- \(fact.pathspec)\(isCommitted ? " && git commit --amend --allow-empty" : "")"
            + "   # and revoke the key"
        ])
    }
  }
}
