// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import Manifests

/// What became of one dataset between two commits, as its manifests tell.
public struct DatasetDelta: Sendable {
  /// One file.
  public enum Change: Sendable, Equatable {
    /// Only the newer manifest lists it.
    case added(RecordedFile)
    /// Only the older one does.
    case removed(RecordedFile)
    /// Both list it, with other bytes.
    case changed(was: RecordedFile, isNow: RecordedFile)
    /// The same bytes under another path.
    case moved(from: RelativePath, to: RecordedFile)
    /// Bytes that were at a path of another dataset.
    case arrived(from: FileMoves.End, to: RecordedFile)
    /// Bytes that are at a path of another dataset now.
    case left(RecordedFile, to: FileMoves.End)
  }

  /// The dataset as one commit has it.
  public struct Version: Sendable {
    /// The manifest, from the repository's root.
    public let manifest: RelativePath
    /// The manifest's format.
    public let format: String
    /// Whether it says anything of the content.
    public let isCovered: Bool
    /// The number of files, when it is recorded.
    public let fileCount: Int?
    /// The sum of the sizes, when it is recorded.
    public let byteCount: Int64?
  }

  /// Its file or folder, from the repository's root.
  public let path: RelativePath
  /// Where the older commit has the same bytes, when that is somewhere else.
  public let movedFrom: RelativePath?
  /// What the older commit has; nil when no manifest describes it there.
  public let old: Version?
  /// What the newer commit has.
  public let new: Version?
  /// The files, in the order of their paths; nil when the manifests do not list them, or not with
  /// the same kind of digest.
  public internal(set) var changes: [Change]?

  /// The bytes of one that moved are the same, whatever its file is called now.
  init(
    path: RelativePath, old: DatasetManifest?, new: DatasetManifest?,
    movedFrom: RelativePath? = nil
  ) {
    (self.path, self.old, self.new) = (path, old.map(Version.init), new.map(Version.init))
    self.movedFrom = movedFrom
    changes = movedFrom == nil ? Self.changes(old, new) : []
  }

  /// A dataset with a native manifest in both commits.
  init(path: RelativePath, old: Version, new: Version, _ changes: [NativeManifest.Change]) {
    (self.path, self.old, self.new, movedFrom) = (path, old, new, nil)
    self.changes = Self.pairingMoves(changes.map(Change.init))
  }

  private static func changes(_ old: DatasetManifest?, _ new: DatasetManifest?) -> [Change]? {
    if let old = old?.record as? NativeRecord, let new = new?.record as? NativeRecord {
      return pairingMoves(new.manifest.changes(since: old.manifest).map(Change.init))
    }
    guard let old = old.map({ $0.record?.recordedFiles }) ?? [],
      let new = new.map({ $0.record?.recordedFiles }) ?? []
    else { return nil }
    return merge(old, new).map(pairingMoves)
  }

  /// Both lists are in the order of their paths; nil when a file has two kinds of digest.
  private static func merge(_ old: [RecordedFile], _ new: [RecordedFile]) -> [Change]? {
    var changes: [Change] = []
    var rest = old[...]
    for file in new {
      while let next = rest.first, next.path < file.path {
        changes.append(.removed(next))
        rest.removeFirst()
      }
      guard let next = rest.first, next.path == file.path else {
        changes.append(.added(file))
        continue
      }
      guard next.digest.algorithm == file.digest.algorithm else { return nil }
      if next.digest != file.digest { changes.append(.changed(was: next, isNow: file)) }
      rest.removeFirst()
    }
    return changes + rest.map(Change.removed)
  }

  /// Bytes that go at one path and come at another have moved, the first to the first.
  private static func pairingMoves(_ changes: [Change]) -> [Change] {
    var sources: [Digest: [RelativePath]] = [:]
    for case .removed(let file) in changes.reversed() {
      sources[file.digest, default: []].append(file.path)
    }
    var moved: Set<RelativePath> = []
    let paired = changes.map { change -> Change in
      guard case .added(let file) = change, let source = sources[file.digest]?.popLast() else {
        return change
      }
      moved.insert(source)
      return .moved(from: source, to: file)
    }
    return paired.filter { change in
      guard case .removed(let file) = change else { return true }
      return !moved.contains(file.path)
    }
  }
}

extension DatasetDelta.Version {
  fileprivate init(_ dataset: DatasetManifest) {
    self.init(
      manifest: dataset.manifest, format: dataset.format, isCovered: dataset.record != nil,
      fileCount: dataset.record?.fileCount, byteCount: dataset.record?.byteCount)
  }
}

extension DatasetDelta.Change {
  fileprivate init(_ change: NativeManifest.Change) {
    switch change {
    case .added(let entry): self = .added(RecordedFile(entry))
    case .removed(let entry): self = .removed(RecordedFile(entry))
    case .changed(let entry, let was):
      self = .changed(
        was: RecordedFile(path: entry.path, digest: was, size: nil), isNow: RecordedFile(entry))
    }
  }
}
