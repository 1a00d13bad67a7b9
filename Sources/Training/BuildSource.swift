// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import GitAccess
import Stamps

/// The commit that is built, and where others find it.
struct BuildSource {
  let commit: ObjectID
  let tree: ObjectID
  let time: Int64
  /// Without user info and query; nil without a remote.
  let repository: String?
  /// The branch that HEAD is on.
  let reference: String?

  init(commit id: ObjectID, of repository: borrowing Repository) throws {
    let commit = try repository.commit(id)
    self.commit = id
    tree = commit.tree
    time = commit.time
    self.repository = try Self.address(of: repository)
    guard case .branch(let name, id) = try repository.head() else {
      reference = nil
      return
    }
    reference = name
  }

  private static func address(of repository: borrowing Repository) throws -> String? {
    let remotes = try repository.remotes()
    guard let name = remotes.contains("origin") ? "origin" : remotes.first,
      let url = try repository.url(ofRemote: name)
    else { return nil }
    return Stamp.publicRepositoryURL(url)
  }

  var provenance: BuildProvenance.Source {
    .init(repository: repository, reference: reference, commit: commit, tree: tree)
  }
}
