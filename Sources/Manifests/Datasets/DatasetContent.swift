// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// What stands at the path of a dataset, every byte of it read once.
public struct DatasetContent: Sendable {
  /// What a dataset can be.
  public enum Shape: Sendable {
    /// Nothing is there.
    case absent
    /// One file; its path in the dataset is its name.
    case file
    /// A folder.
    case folder
  }

  /// A file that was read.
  public struct File: Sendable, Equatable {
    /// Its path from the dataset's folder, or its name when the dataset is one file.
    public let path: RelativePath
    /// Bytes.
    public let size: Int64
    /// One digest for each of the content's `digests`, in that order.
    public let digests: [Digest]
  }

  /// A name that stands for no bytes that could be listed.
  public struct Irregular: Sendable, Equatable {
    /// Its path from the dataset's folder, or its name when the dataset is one file.
    public let path: RelativePath
    /// What it is or why it is refused: `FIFO`, `symbolic link: it leads out of the folder`.
    public let what: String
  }

  /// What is there.
  public let shape: Shape
  /// What was computed of each file; SHA-256 is always the first.
  public let digests: [ContentDigest]
  /// The files, ordered by the bytes of their paths.
  public let files: [File]
  /// Files of git-annex and DVC whose contents are not here.
  public let absent: [RelativePath]
  /// What is neither a file nor a folder, nor a link to a file inside.
  public let irregular: [Irregular]
  /// What could not be read, or changed while it was read.
  public let errors: [FileError]

  /// The sum of the sizes.
  public var byteCount: Int64 { files.reduce(0) { $0 &+ $1.size } }

  /// Whether the files are all that is there.
  public var isComplete: Bool { absent.isEmpty && irregular.isEmpty && errors.isEmpty }

  /// The native manifest of the files.
  public func manifest() throws(ManifestError) -> NativeManifest {
    try NativeManifest(
      files.lazy.compactMap { file in
        file.digests.first.map { NativeManifest.Entry(path: file.path, digest: $0) }
      })
  }

  /// The file at a path, by bisection; nil when there is none.
  public func file(at path: RelativePath) -> File? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].path == path ? files[low] : nil
  }

  /// One digest of a file; nil when it was not computed.
  public func digest(_ kind: ContentDigest, of file: File) -> Digest? {
    digests.firstIndex(of: kind).map { file.digests[$0] }
  }
}
