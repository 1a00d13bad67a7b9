// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Findings

/// Why a commit does not say, beyond doubt, what a dataset's content is.
public enum DatasetError: ExplainedError, Equatable {
  /// A symbolic link leads out of the dataset, or to nothing in it.
  case linkLeavesDataset(RelativePath, target: String)
  /// A submodule stands inside the dataset.
  case submodule(RelativePath)
  /// An LFS pointer whose digest is of what an extension made of the file.
  case extendedPointer(ObjectID)
  /// The manifest in the commit is about something else.
  case describesOther(manifest: RelativePath, described: [RelativePath], wanted: RelativePath)
  /// The manifest has no digest of the content.
  case noDigest(manifest: RelativePath, reason: String)

  /// What is wrong.
  public var message: String {
    switch self {
    case .linkLeavesDataset(let path, let target):
      "the symbolic link '\(path)' leads out of the dataset, to '\(target)'"
    case .submodule(let path): "the dataset holds the submodule '\(path)'"
    case .extendedPointer(let blob):
      "the LFS pointer \(blob) has extensions, so its digest is not of the file's own bytes"
    case .describesOther(let manifest, let described, let wanted):
      "the manifest '\(manifest)' describes "
        + described.map { "'\($0)'" }.joined(separator: ", ") + ", not '\(wanted)'"
    case .noDigest(let manifest, let reason):
      "the manifest '\(manifest)' has no digest of the content: \(reason)"
    }
  }

  /// A commit that says nothing certain refuses what it should cover.
  public var status: ExitStatus { .refused }
}
