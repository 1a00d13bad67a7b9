// SPDX-License-Identifier: Apache-2.0

public import Files
import SystemPackage

/// Makes native manifests of what is in the worktree.
public struct DatasetTracker: Sendable {
  /// What tracking a dataset came to.
  public struct Outcome: Sendable {
    /// The dataset, from the repository's root.
    public let dataset: RelativePath
    /// Where its manifest stands.
    public let manifestPath: RelativePath
    /// The manifest of what is there now.
    public let manifest: NativeManifest
    /// The manifest that stood there; nil when there was none, or none that could be read.
    public let previous: NativeManifest?
    /// The sum of the sizes in bytes.
    public let byteCount: Int64

    /// What changed since the previous manifest; everything is added when there was none.
    public var changes: [NativeManifest.Change] {
      manifest.changes(since: previous ?? NativeManifest(bytes: [], lineStarts: []))
    }

    /// Whether the manifest that stands there already says the same.
    public var isUnchanged: Bool { manifest == previous }
  }

  private let links: LinkPolicy
  private let progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?

  /// Makes a tracker, which reads every byte; `progress` is told the bytes read so far and in all.
  public init(
    links: LinkPolicy = .inside,
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)? = nil
  ) {
    (self.links, self.progress) = (links, progress)
  }

  /// Reads a file or folder and compares it with its manifest; writes nothing.
  public func examine(_ dataset: RelativePath, in worktree: borrowing RootDirectory)
    throws(TrackingError) -> Outcome
  {
    let content = DatasetReader(isSelective: true, links: links, progress: progress)
      .read(dataset, in: worktree)
    guard content.shape != .absent else { throw TrackingError(dataset, .absent) }
    guard content.isComplete else {
      throw TrackingError(dataset, .incomplete(content.irregular, content.errors))
    }
    guard !content.files.isEmpty else { throw TrackingError(dataset, .empty) }
    if content.shape == .folder, content.files.count == 1,
      content.files[0].path.bytes.elementsEqual(DatasetPatterns.fileName.utf8)
    {
      throw TrackingError(dataset, .unselected)
    }
    let path = NativeFormat.manifest(of: dataset)
    do {
      return Outcome(
        dataset: dataset, manifestPath: path, manifest: try content.manifest(),
        previous: Self.read(path, in: worktree), byteCount: content.byteCount)
    } catch {
      throw TrackingError(dataset, .unwritable(error.within(path)))
    }
  }

  /// Leaves files of a folder out of the dataset, by a file of patterns in it; gives what stood in
  /// that file, and nil when there was none.
  @discardableResult
  public func select(
    _ patterns: DatasetPatterns, of dataset: RelativePath, in worktree: borrowing RootDirectory
  ) throws -> [UInt8]? {
    let folder = try worktree.openDirectory(dataset)
    let file = folder.path.appending(DatasetPatterns.fileName)
    let old = try? SmallFile.read(file, limit: DatasetPatterns.byteLimit, followLink: false)
    try AtomicFile.write(patterns.text.utf8, to: file)
    return old
  }

  /// Puts back what stood in the file of patterns, after they turned out to be of no use.
  public func restorePatterns(
    _ old: [UInt8]?, of dataset: RelativePath, in worktree: borrowing RootDirectory
  ) throws {
    let file = try worktree.openDirectory(dataset).path.appending(DatasetPatterns.fileName)
    if let old { try AtomicFile.write(old, to: file) } else { try Folder.remove(file) }
  }

  /// Reads a file or folder and writes its manifest beside it, unless it stands there already.
  public func track(_ dataset: RelativePath, in worktree: borrowing RootDirectory)
    throws(TrackingError) -> Outcome
  {
    let outcome = try examine(dataset, in: worktree)
    guard !outcome.isUnchanged else { return outcome }
    do {
      let target = worktree.path.appending(outcome.manifestPath)
      try AtomicFile.write(outcome.manifest.bytes, to: target)
    } catch {
      throw TrackingError(dataset, .unwritable(error))
    }
    return outcome
  }

  private static func read(_ path: RelativePath, in worktree: borrowing RootDirectory)
    -> NativeManifest?
  {
    guard let bytes = try? worktree.read(path, limit: NativeManifest.byteLimit) else { return nil }
    return try? NativeManifest(parsing: bytes)
  }
}
