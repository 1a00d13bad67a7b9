// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import GitAccess
import SystemPackage

/// Where a policy and the files that it names are read from.
enum PolicyPlace: Sendable, Hashable {
  /// A commit's tree.
  case tree(ObjectID)
  /// The folder of a file that somebody named.
  case folder(FilePath)
}

/// Finds the policy that a request is judged by.
struct PolicySource {
  let request: GateRequest

  /// The policy for files that stand beside a commit: the commit's.
  ///
  /// What nobody has committed must not loosen the gate that would say so. Where the commit's cannot
  /// be read, the rules' own levels hold.
  func policy(ofWorktreeAt tree: ObjectID, in repository: borrowing Repository) throws -> Policy {
    if let file = request.configuration {
      return try policy(try ConfigurationSource.file(file), of: tree, in: repository)
    }
    let committed = try? ConfigurationSource.tree(tree, of: repository)
    return try policy(committed ?? Configuration(), of: tree, in: repository)
  }

  /// The policy: that of `--policy-from`, else of `--config`, else of the subject itself, whose
  /// tree is given.
  func policy(
    _ configuration: Configuration, of tree: ObjectID, in repository: borrowing Repository
  ) throws -> Policy {
    if let revision = request.policyFrom {
      let tree = try repository.commit(try repository.resolveCommit(revision)).tree
      return Policy(
        try ConfigurationSource.tree(tree, of: repository), on: request.today, from: .tree(tree))
    }
    guard let file = request.configuration else {
      return Policy(configuration, on: request.today, from: .tree(tree))
    }
    let folder = file.removingLastComponent()
    return Policy(
      configuration, on: request.today, from: .folder(folder.isEmpty ? "." : folder))
  }
}
