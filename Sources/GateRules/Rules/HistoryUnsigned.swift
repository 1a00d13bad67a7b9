// SPDX-License-Identifier: Apache-2.0

import Findings

extension Rule {
  static let historyUnsigned = Rule(
    id: "history/unsigned",
    title: "a commit is not signed by anybody whom the policy trusts",
    explanation: """
      Whoever can push can write any name and any date into a commit. Where the policy asks for \
      signatures, each judged commit must carry exactly one, over the object as it is stored, by a \
      key that 'trust.signers' (SSH, OpenSSH's allowed_signers format) or 'trust.gpg' (OpenPGP \
      public keys) names. Keys must be valid now: the date in a commit is its author's claim, and a \
      key that has expired could have been used with any date. The files are read from where the \
      policy comes from, so take that from a protected branch with --policy-from. The policy asks by \
      setting this rule's level; a release asks as soon as 'trust' names somebody.
      """,
    levels: { $0 >= .release ? .error : .off }
  ) { snapshot in
    snapshot.signatures.compactMap { fact in
      switch fact.state {
      case .trusted: nil
      case .unsigned:
        Violation("\(fact.object) is not signed", hints: hints(for: fact))
      case .refused(let reason):
        Violation(
          "\(fact.object) is not signed as the policy asks: \(reason)", hints: hints(for: fact))
      case .undecided(let reason, let hints):
        Violation(
          "the signature of \(fact.object) cannot be verified: \(reason)", hints: hints,
          isUndecided: true)
      }
    }
  }

  private static func hints(for fact: SignatureFact) -> [String] {
    fact.object.hasPrefix("tag ")
      ? ["git tag --sign --force \(fact.object.dropFirst("tag ".count))"]
      : ["git commit --amend --no-edit --gpg-sign"]
  }
}
