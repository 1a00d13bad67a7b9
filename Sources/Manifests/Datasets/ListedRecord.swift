// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// A dataset whose manifest lists every file with some digest of its own.
public struct ListedRecord: DatasetRecord {
  /// A file as it is listed.
  public struct File: Sendable, Hashable {
    /// The path from the dataset's folder, or the name of a dataset that is one file.
    public let path: RelativePath
    /// The recorded digest.
    public let digest: Digest
    /// What it may be a digest of; one that agrees is enough.
    public let kinds: [ContentDigest]
    /// Bytes, when they are recorded.
    public let size: Int64?
    /// SHA-256 of the text that stands in the file's place while its content is elsewhere; nil when
    /// nothing does.
    public let placeholder: Digest?

    /// Describes a file.
    public init(
      path: RelativePath, digest: Digest, kinds: [ContentDigest], size: Int64?,
      placeholder: Digest? = nil
    ) {
      self.path = path
      self.digest = digest
      self.kinds = kinds
      self.size = size
      self.placeholder = placeholder
    }
  }

  /// The files, ordered by the bytes of their paths.
  public let files: [File]

  /// Takes files in any order; no file at all, or one path twice, is refused.
  public init(_ files: [File]) throws(ManifestError) {
    guard !files.isEmpty else { throw ManifestError("it lists no file, so it covers nothing") }
    self.files = files.sorted { $0.path < $1.path }
    for (file, next) in zip(self.files, self.files.dropFirst()) where file.path == next.path {
      throw ManifestError("the path '\(file.path)' is listed twice")
    }
  }

  /// Everything that some file was recorded with.
  public var digests: [ContentDigest] {
    files.reduce(into: []) { all, file in
      for kind in file.kinds where !all.contains(kind) { all.append(kind) }
    }
  }

  /// The number of files.
  public var fileCount: Int? { files.count }

  /// The sum of the sizes, when each is recorded.
  public var byteCount: Int64? {
    files.reduce(Int64?.some(0)) { sum, file in
      guard let sum, let size = file.size else { return nil }
      return sum.addingReportingOverflow(size).overflow ? nil : sum + size
    }
  }

  /// Every file that is missing, extra or changed.
  public func differences(from content: DatasetContent) -> [DatasetDifference] {
    var differences: [DatasetDifference] = []
    var actual = content.files[...]
    for file in files {
      while let next = actual.first, next.path < file.path {
        differences.append(.init(.extra, at: next.path))
        actual.removeFirst()
      }
      if let next = actual.first, next.path == file.path {
        if let change = change(file, next, content) { differences.append(change) }
        actual.removeFirst()
      } else {
        differences.append(.init(.missing, at: file.path))
      }
    }
    return differences + actual.map { DatasetDifference(.extra, at: $0.path) }
  }

  private func change(_ file: File, _ actual: DatasetContent.File, _ content: DatasetContent)
    -> DatasetDifference?
  {
    if let placeholder = file.placeholder,
      content.digest(.plain(.sha256), of: actual) == placeholder
    {
      return DatasetDifference(.missing, at: file.path)
    }
    if let size = file.size, size != actual.size {
      let kind = DatasetDifference.Kind.changed(
        recorded: "\(size) bytes", actual: "\(actual.size) bytes")
      return DatasetDifference(kind, at: file.path)
    }
    let found = file.kinds.compactMap { content.digest($0, of: actual) }
    if found.contains(file.digest) { return nil }
    let shown = found.first?.description ?? "no digest"
    return DatasetDifference(
      .changed(recorded: file.digest.description, actual: shown), at: file.path)
  }
}
