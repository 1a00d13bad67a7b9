// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// A dataset whose manifest lists every file with some digest of its own.
public struct ListedRecord: DatasetRecord {
  /// A digest that is recorded of a file.
  public struct Expectation: Sendable, Hashable {
    /// The recorded digest.
    public let digest: Digest
    /// What it may be a digest of; one that agrees is enough.
    public let kinds: [ContentDigest]

    /// Describes a digest; of the bytes as they are when nothing else is said.
    public init(_ digest: Digest, of kinds: [ContentDigest]? = nil) {
      self.digest = digest
      self.kinds = kinds ?? [.plain(digest.algorithm)]
    }
  }

  /// A file as it is listed.
  public struct File: Sendable, Hashable {
    /// The path from the dataset's folder, or the name of a dataset that is one file.
    public private(set) var path: RelativePath
    /// Every digest that is recorded; all have to agree.
    public let expectations: [Expectation]
    /// Bytes, when they are recorded.
    public let size: Int64?
    /// SHA-256 of the text that stands in the file's place while its content is elsewhere; nil when
    /// nothing does.
    public let placeholder: Digest?

    /// Describes a file.
    public init(
      path: RelativePath, _ expectations: [Expectation], size: Int64? = nil,
      placeholder: Digest? = nil
    ) {
      self.path = path
      self.expectations = expectations
      self.size = size
      self.placeholder = placeholder
    }

    /// Describes a file by one digest.
    public init(
      path: RelativePath, digest: Digest, kinds: [ContentDigest], size: Int64?,
      placeholder: Digest? = nil
    ) {
      self.init(
        path: path, [Expectation(digest, of: kinds)], size: size, placeholder: placeholder)
    }

    /// The same content under another path.
    public func renamed(_ path: RelativePath) -> File {
      var file = self
      file.path = path
      return file
    }

    /// Whether some digest is recorded that cannot be forged.
    var isCollisionResistant: Bool {
      expectations.contains { $0.kinds.allSatisfy(\.isCollisionResistant) }
    }
  }

  /// The files, ordered by the bytes of their paths.
  public let files: [File]
  private let unlisted: UnlistedFiles

  /// Takes files in any order; no file at all, or one path twice, is refused.
  public init(_ files: [File], unlisted: UnlistedFiles = .refused) throws(ManifestError) {
    guard !files.isEmpty else { throw ManifestError("it lists no file, so it covers nothing") }
    self.files = files.sorted { $0.path < $1.path }
    self.unlisted = unlisted
    for (file, next) in zip(self.files, self.files.dropFirst()) where file.path == next.path {
      throw ManifestError("the path '\(file.path)' is listed twice")
    }
  }

  /// Everything that some file was recorded with.
  public var digests: [ContentDigest] {
    var seen: Set<ContentDigest> = []
    return files.flatMap(\.expectations).flatMap(\.kinds).filter { seen.insert($0).inserted }
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

  /// Whether each file has a digest that cannot be forged.
  public var isCollisionResistant: Bool { files.allSatisfy(\.isCollisionResistant) }

  /// Whether a file of that path is listed.
  public func lists(_ path: RelativePath) -> Bool? { file(at: path) != nil }

  /// The file of that path, by bisection; nil when none is listed.
  func file(at path: RelativePath) -> File? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].path == path ? files[low] : nil
  }

  /// Every file that is missing, extra or changed.
  public func differences(from content: DatasetContent) -> [DatasetDifference] {
    var differences: [DatasetDifference] = []
    var actual = content.files[...]
    for file in files {
      while let next = actual.first, next.path < file.path {
        differences += extra(next)
        actual.removeFirst()
      }
      if let next = actual.first, next.path == file.path {
        if let change = change(file, next, content) { differences.append(change) }
        actual.removeFirst()
      } else {
        differences.append(.init(.missing, at: file.path))
      }
    }
    return differences + actual.flatMap(extra)
  }

  private func extra(_ file: DatasetContent.File) -> [DatasetDifference] {
    unlisted.isExpected(file.path) ? [] : [.init(.extra, at: file.path)]
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
    for expectation in file.expectations {
      let found = expectation.kinds.compactMap { content.digest($0, of: actual) }
      if found.contains(expectation.digest) { continue }
      let shown = found.first?.description ?? "no digest"
      return DatasetDifference(
        .changed(recorded: expectation.digest.description, actual: shown), at: file.path)
    }
    return nil
  }
}

/// Which files may stand in a dataset's folder although its manifest does not list them.
public struct UnlistedFiles: Sendable {
  private let test: @Sendable (RelativePath) -> Bool

  /// Those that a test picks by their paths from the dataset's folder.
  public init(_ test: @escaping @Sendable (RelativePath) -> Bool) { self.test = test }

  /// None.
  public static let refused = UnlistedFiles { _ in false }

  /// Those named, such as a manifest that stands in the folder that it describes.
  public static func named(_ paths: Set<RelativePath>) -> UnlistedFiles {
    UnlistedFiles { paths.contains($0) }
  }

  /// Whether a file may be there.
  func isExpected(_ path: RelativePath) -> Bool { test(path) }
}
