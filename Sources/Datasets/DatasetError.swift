// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Findings
public import Manifests

/// Why a commit does not say, beyond doubt, what a dataset's content is.
public enum DatasetError: ExplainedError, Equatable {
  /// A symbolic link leads out of the dataset, or to nothing in it.
  case linkLeavesDataset(RelativePath, target: String)
  /// A submodule stands inside the dataset.
  case submodule(RelativePath)
  /// An LFS pointer whose digest is of what an extension made of the file.
  case extendedPointer(ObjectID)
  /// The key of an annexed file is no digest of its content.
  case undigestedKey(RelativePath, AnnexKey, reason: String)
  /// The key of an annexed file holds a digest that is not computed here.
  case unsupportedKey(RelativePath, AnnexKey, reason: String)
  /// A file is known by another digest than SHA-256, so only its bytes give the native digest.
  case otherDigest(RelativePath, DigestAlgorithm)
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
    case .undigestedKey(let path, let key, let reason),
      .unsupportedKey(let path, let key, let reason):
      "the annexed file '\(path)' has the key '\(key)': \(reason)"
    case .otherDigest(let path, let algorithm):
      "the commit knows '\(path)' by its \(algorithm.rawValue) only"
    case .describesOther(let manifest, let described, let wanted):
      "the manifest '\(manifest)' describes "
        + described.map { "'\($0)'" }.joined(separator: ", ") + ", not '\(wanted)'"
    case .noDigest(let manifest, let reason):
      "the manifest '\(manifest)' has no digest of the content: \(reason)"
    }
  }

  /// What mends it.
  public var hints: [String] {
    switch self {
    case .undigestedKey(let path, _, _), .unsupportedKey(let path, _, _):
      ["git annex migrate --backend=SHA256E -- \(ShellWord.quote(path)) && git commit"]
    default: []
    }
  }

  /// A commit that says nothing certain refuses what it should cover; what it says in terms that
  /// are not known here cannot be judged.
  public var status: ExitStatus {
    switch self {
    case .unsupportedKey, .otherDigest: .couldNotJudge
    default: .refused
    }
  }

  /// The manifest that has no digest.
  public var manifest: RelativePath? {
    if case .noDigest(let manifest, _) = self { manifest } else { nil }
  }

  /// Whether it is about a file of Git LFS.
  var isOfLargeFile: Bool { if case .extendedPointer = self { true } else { false } }

  /// Whether the commit names the content, and has no digest of it.
  public var isWithoutDigest: Bool {
    switch self {
    case .undigestedKey, .unsupportedKey, .noDigest, .extendedPointer: true
    default: false
    }
  }
}
