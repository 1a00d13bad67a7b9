// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let historyLedgerUnpushed = Rule(
    id: "history/ledger-unpushed",
    title: "the ledger is not on the remote",
    explanation: """
      The ledger, refs/modelgate/ledger, records which models were made from which commit and data. \
      git does not push it by itself. For a release the remote must have all of it, or nobody else \
      can look a model up; a remote that has another ledger is refused, because one of the two was \
      rewritten or two machines have not yet been brought together.
      """,
    levels: { $0 >= .release ? .error : .off }
  ) { snapshot in
    let push = "git push origin refs/modelgate/ledger"
    let fetch = "git fetch origin refs/modelgate/ledger"
    switch snapshot.repository.release.ledger {
    case nil, .same: return []
    case .absent: return [Violation("the ledger is on no remote", hints: [push])]
    case .differs(let remote):
      return [
        Violation("the ledger on '\(remote)' lacks entries of this one", hints: [push, fetch])
      ]
    case .unknown(let reason):
      return [
        Violation(
          "whether the remote has the ledger cannot be said: \(reason)", hints: [fetch],
          isUndecided: true)
      ]
    }
  }
}
