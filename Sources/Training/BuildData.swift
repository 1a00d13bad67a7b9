// SPDX-License-Identifier: Apache-2.0

import Attestation
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

/// The data of one build: put into the clean room as copies, proved there before and after.
///
/// The training reads the copies, so that nothing that happens to the worktree meanwhile matters,
/// and the worktree's own data cannot be harmed by the training.
struct BuildData {
  /// A dataset of the pipeline, as the commit versions it.
  struct Item {
    let name: String
    let path: RelativePath
    let committed: CommittedDataset
  }

  /// What the bytes in the room came to.
  struct Verified {
    let item: Item
    let digest: Digest
    let files: Int
    let bytes: Int64
    /// The list that the digest is of.
    let manifest: NativeManifest?
  }

  let items: [Item]

  /// Copies what a manifest describes from the worktree, and what git-annex keeps from its store; a
  /// commit's own files are there already.
  func place(from worktree: FilePath, annex: FilePath, into tree: FilePath) throws {
    for item in items {
      if case .git(let dataset) = item.committed {
        try AnnexedFiles(store: annex, worktree: worktree).place(dataset, into: tree)
      }
      guard case .manifest(let dataset, _) = item.committed else { continue }
      guard (try? FileStatus(worktree.appending(dataset.path))) != nil else {
        throw TrainingError.dataDiffers(
          dataset: item.name, when: "before the training",
          details: ["there is nothing at '\(dataset.path)'"])
      }
      let ignored = try dataset.ignoredNames(in: RootDirectory(tree))
      let objects = try DVCObjects(of: dataset, in: RootDirectory(worktree))
      try DataCopy(dataset: dataset.path, ignored: ignored, objects: objects)
        .run(from: worktree, into: tree)
    }
  }

  /// Reads every byte in the room and compares it with what the commit says.
  func verify(in tree: FilePath, of repository: borrowing Repository, when: String) throws
    -> [Verified]
  {
    let root = try RootDirectory(tree)
    var verified: [Verified] = []
    for item in items {
      let check: DatasetCheck
      switch item.committed {
      case .manifest(let dataset, _): check = DatasetVerifier().check(dataset, in: root)
      case .git(let dataset):
        check = DatasetVerifier().check(try dataset.described(from: repository), in: root)
      case .none: throw Self.failure(item.name, when, ["the commit does not version it"])
      }
      guard check.verdict == .passed, let digest = check.digest else {
        throw Self.failure(item.name, when, Self.details(check, of: item.committed))
      }
      verified.append(
        Verified(
          item: item, digest: digest, files: check.fileCount, bytes: check.byteCount,
          manifest: check.native))
    }
    return verified
  }

  private static func failure(_ name: String, _ when: String, _ details: [String])
    -> TrainingError
  {
    TrainingError.dataDiffers(dataset: name, when: when, details: details)
  }

  private static func details(_ check: DatasetCheck, of committed: CommittedDataset) -> [String] {
    let source = if case .git = committed { "commit" } else { "manifest" }
    return check.differences.map { difference in
      let path = difference.path?.description ?? check.dataset.path.description
      return switch difference.kind {
      case .missing: "'\(path)' is missing"
      case .extra: "'\(path)' is not in the \(source)"
      case .changed(let recorded, let actual): "'\(path)' differs: \(recorded), here \(actual)"
      case .irregular(let what): "'\(path)' is a \(what)"
      }
    } + check.errors.map(\.message)
      + [check.dataset.gap.map { "its manifest does not prove its content: \($0)" }].compactMap {
        $0
      }
  }
}

extension BuildData.Verified {
  /// What the attestation says of it.
  var provenance: BuildProvenance.Dataset {
    let (path, format, manifest, blob): (RelativePath, String, RelativePath?, ObjectID?) =
      switch item.committed {
      case .manifest(let dataset, let blob):
        (dataset.path, dataset.format, dataset.manifest, blob)
      case .git(let dataset): (item.path, dataset.format, nil, nil)
      case .none: (item.path, "git", nil, nil)
      }
    return BuildProvenance.Dataset(
      name: item.name, path: path.description, digest: digest, format: format,
      manifest: manifest?.description, manifestBlob: blob, files: files, bytes: bytes)
  }
}
