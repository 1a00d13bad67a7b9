// SPDX-License-Identifier: Apache-2.0

public import Files
public import Manifests

/// Data that a repository describes and some storage outside of it should hold.
public enum StoredData: Sendable {
  /// The outputs of a `.dvc` file or of a `dvc.lock`; `stages` is the `dvc.yaml` beside the latter.
  case dvc(manifest: RelativePath, bytes: [UInt8], stages: [UInt8]?)
  /// Files of Git LFS, by their paths from the repository's root.
  case lfs(name: String, files: [LFSFile])
  /// Files of git-annex, by their paths from the repository's root.
  case annex(name: String, files: [AnnexFile])
  /// Files that a manifest lists, and the folder or bucket that keeps a copy, if one is declared.
  case listed(DatasetManifest, remote: String?)
  /// Objects of S3 that a manifest pins by their versions.
  case pinned(DatasetManifest, S3Pin)
  /// A file with a manifest's name that cannot be read as one.
  case unreadable(manifest: RelativePath, reason: String)

  /// A file whose blob is an LFS pointer.
  public struct LFSFile: Sendable {
    let path: RelativePath
    let pointer: LFSPointer

    /// Names a file.
    public init(_ path: RelativePath, _ pointer: LFSPointer) {
      (self.path, self.pointer) = (path, pointer)
    }
  }

  /// A file whose blob or symbolic link names a key.
  public struct AnnexFile: Sendable {
    let path: RelativePath
    let key: AnnexKey

    /// Names a file.
    public init(_ path: RelativePath, _ key: AnnexKey) { (self.path, self.key) = (path, key) }
  }
}
