// SPDX-License-Identifier: Apache-2.0

import Attestation
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests

/// Whether the commit's own manifests give the dataset digests that the attestation names.
struct DatasetPoints {
  let dataset: BuildProvenance.Dataset
  /// Whether data may be read again where the commit alone does not say its digest.
  let readsData: Bool
  /// Whether it may rest on digests that can be forged.
  let acceptsWeakDigests: Bool

  private var name: String { "data \(dataset.name)" }

  func all(tree: ObjectID, in repository: borrowing Repository) -> [AuditPoint] {
    do {
      guard let path = RelativePath(described: dataset.path) else {
        return [AuditPoint(name, .failed, "'\(dataset.path)' is no path in a repository")]
      }
      let manifest = dataset.manifest.flatMap { RelativePath(described: $0) }
      let committed = try CommittedDataset(
        at: path, manifest: manifest, tree: tree, of: repository)
      return try compare(committed, path, in: repository) + since(path, manifest, tree, repository)
    } catch {
      return [AuditPoint(error, name)]
    }
  }

  private func compare(
    _ committed: CommittedDataset, _ path: RelativePath, in repository: borrowing Repository
  ) throws -> [AuditPoint] {
    switch committed {
    case .none: return [AuditPoint(name, .failed, "the commit does not version '\(path)'")]
    case .manifest(_, let blob) where blob != dataset.manifestBlob:
      return [AuditPoint(name, .failed, "the commit's manifest is \(blob), not the one attested")]
    case .manifest(let manifest, _):
      guard let digest = try committed.digest(from: repository) else {
        return [try compareContent(with: manifest, in: repository)]
      }
      return [point(digest, by: "'\(manifest.manifest)' in the commit")]
    case .git(let files):
      guard let digest = try committed.digest(from: repository) else {
        return [try compareContent(with: files.described(from: repository), in: repository)]
      }
      return [point(digest, by: "the commit's own files")]
    }
  }

  private func point(_ digest: Digest, by source: String) -> AuditPoint {
    .check(
      name, digest == dataset.digest, yes: "\(digest), by \(source)",
      no: "\(digest), by \(source); attested is \(dataset.digest)")
  }

  /// A manifest in another hash function: the attested digest can be had from the bytes only.
  private func compareContent(
    with manifest: DatasetManifest, in repository: borrowing Repository
  ) throws -> AuditPoint {
    guard readsData, let root = repository.worktree else { return manifestOnly(manifest) }
    let check = DatasetVerifier().check(manifest, in: try RootDirectory(root))
    guard check.verdict == .passed, let digest = check.digest else {
      return manifestOnly(manifest)
    }
    return point(digest, by: "the data here, which is what '\(manifest.manifest)' records")
  }

  private func manifestOnly(_ manifest: DatasetManifest) -> AuditPoint {
    guard acceptsWeakDigests || manifest.record?.isCollisionResistant ?? false else {
      return AuditPoint(
        name, .failed,
        "'\(manifest.manifest)' lists digests that can be forged, the policy asks for SHA-256, and "
          + "the data is not here to be read", hints: ["modelgate data verify \(dataset.name)"])
    }
    return AuditPoint(
      name, .proved,
      "the commit has the attested '\(manifest.manifest)'; its data was not read here, so that it is "
        + "\(dataset.digest) rests on the signature")
  }

  /// Later commits may well change a dataset; the reader should know that they did.
  private func since(
    _ path: RelativePath, _ manifest: RelativePath?, _ tree: ObjectID,
    _ repository: borrowing Repository
  ) throws -> [AuditPoint] {
    guard let head = try repository.head().commit else { return [] }
    let place = manifest ?? path
    let now = try repository.commit(head).tree
    guard try repository.entry(at: place, in: now)?.id != repository.entry(at: place, in: tree)?.id
    else { return [] }
    return [
      AuditPoint(
        name, .note, "'\(place)' has changed since: HEAD \(head.short) has other data")
    ]
  }
}
