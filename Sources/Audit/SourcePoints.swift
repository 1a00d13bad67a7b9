// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Manifests

/// What can be compared between an attestation and the repository.
struct SourcePoints {
  let provenance: BuildProvenance
  /// Whether data may be read again where the commit alone does not say its digest.
  var readsData = true
  /// Whether data may rest on digests that can be forged.
  var acceptsWeakDigests = true

  func all(in repository: borrowing Repository) -> [AuditPoint] {
    let source = provenance.source
    do {
      guard try repository.contains(source.commit) else {
        return [
          AuditPoint(
            "commit", .failed, "commit \(source.commit) is not in the repository",
            hints: ["git fetch --all --tags"])
        ]
      }
      let commit = try repository.commit(source.commit)
      let tree = AuditPoint.check(
        "commit", commit.tree == source.tree,
        yes: "commit \(source.commit) exists and has the attested tree",
        no: "commit \(source.commit) has the tree \(commit.tree), attested is \(source.tree)")
      guard commit.tree == source.tree else { return [tree] }
      var points = [tree]
      for dataset in provenance.datasets {
        points += DatasetPoints(
          dataset: dataset, readsData: readsData, acceptsWeakDigests: acceptsWeakDigests
        ).all(tree: commit.tree, in: repository)
      }
      for dependency in provenance.dependencies {
        points.append(point(of: dependency, tree: commit.tree, in: repository))
      }
      return points
    } catch {
      return [AuditPoint(error, "commit")]
    }
  }

  private func point(
    of dependency: BuildProvenance.Dependency, tree: ObjectID,
    in repository: borrowing Repository
  ) -> AuditPoint {
    let name = "dependency \(dependency.path)"
    do {
      guard let path = RelativePath(described: dependency.path),
        let entry = try repository.entry(at: path, in: tree)
      else { return AuditPoint(name, .failed, "the commit has no such file") }
      let digest = try repository.sha256(ofBlob: entry.id)
      return .check(
        name, entry.id == dependency.blob && digest == dependency.digest,
        yes: "the commit has it with \(digest)",
        no: "the commit has it with \(digest), attested is \(dependency.digest)")
    } catch {
      return AuditPoint(error, name)
    }
  }
}
