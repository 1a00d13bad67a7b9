// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// Pointers of Git LFS: the blob in git describes the file of the same path in the worktree.
public struct LFSFormat: SelfContainedFormat {
  /// The format.
  public init() {}

  /// `lfs`.
  public var name: String { "lfs" }

  /// No search looks for it by name.
  public var endings: [String] { [] }

  /// A pointer has the name of the file that it stands for.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// Whether the text starts as pointers do; one that then goes wrong is an error.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, bytes.count <= LFSPointer.byteLimit else { return false }
    return bytes.starts(with: "version https://git-lfs.github.com/".utf8)
      || (try? LFSPointer(parsing: bytes)) != nil
  }

  /// The one file that the pointer stands for.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    let pointer = try LFSPointer(parsing: bytes)
    return [
      DatasetManifest(
        manifest: path, format: name, path: path, coverage: try coverage(pointer, path, bytes))
    ]
  }

  private func coverage(_ pointer: LFSPointer, _ path: RelativePath, _ text: [UInt8])
    throws(ManifestError) -> DatasetManifest.Coverage
  {
    guard pointer.extensions.isEmpty else {
      return .none(reason: "its digest is of what an LFS extension made of the file")
    }
    let file = ListedRecord.File(
      path: path.lastComponent, digest: pointer.digest, kinds: [.plain(.sha256)],
      size: pointer.size, placeholder: Digest.of(text))
    return .content(try ListedRecord([file]))
  }
}
