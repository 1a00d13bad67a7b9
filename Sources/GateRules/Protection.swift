// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import GitAccess

/// Whether a reference is protected, and by whose policy.
struct Protection {
  /// Whether it must only grow, and every commit that reaches it is judged.
  let isProtected: Bool
  /// What a rewrite weighs.
  let policy: Policy
  private let configurations: [Configuration]

  /// Asks the policy that was named.
  ///
  /// Else it asks the commit that the reference has, the one that HEAD has and the one that is
  /// pushed. Any of them protects, so that no push lifts its own protection; the first of them says
  /// what a rewrite weighs.
  init(_ request: GateRequest, _ update: RefUpdate, in repository: borrowing Repository) throws {
    configurations = try Self.configurations(request, update, in: repository)
    isProtected = Self.protects(update.reference, configurations)
    policy = Policy(configurations.first ?? Configuration(), on: request.today)
  }

  /// Whether another reference of the same side is protected, too.
  func protects(_ reference: String) -> Bool { Self.protects(reference, configurations) }

  private static func protects(_ reference: String, _ configurations: [Configuration]) -> Bool {
    configurations.contains { configuration in
      configuration.gate.protect.contains { $0.matches(reference) }
    }
  }

  private static func configurations(
    _ request: GateRequest, _ update: RefUpdate, in repository: borrowing Repository
  ) throws -> [Configuration] {
    if let revision = request.policyFrom {
      let tree = try repository.commit(try repository.resolveCommit(revision)).tree
      return [try ConfigurationSource.tree(tree, of: repository)]
    }
    if let file = request.configuration { return [try ConfigurationSource.file(file)] }
    var configurations: [Configuration] = []
    for object in [update.old, try repository.head().commit, update.new] {
      guard let object, try repository.contains(object),
        let commit = try repository.peelToCommit(object)
      else { continue }
      let tree = try repository.commit(commit).tree
      // One that is not valid protects nothing; the rule for that finds it in what is pushed.
      if let configuration = try? ConfigurationSource.tree(tree, of: repository) {
        configurations.append(configuration)
      }
    }
    return configurations
  }
}
