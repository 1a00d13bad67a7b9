// SPDX-License-Identifier: Apache-2.0

public import Files

/// One dataset as one manifest describes it.
public struct DatasetManifest: Sendable {
  /// Whether the manifest says what the content is.
  public enum Coverage: Sendable {
    /// It does.
    case content(any DatasetRecord)
    /// It lists the files, perhaps with their sizes, but has no digest of every one, for this reason.
    case listing(any DatasetRecord, reason: String)
    /// It does, but was not read: neither it nor the content was touched since that was proved.
    case sealed(SealedDataset)
    /// It names the dataset, but has no digest of it, for this reason.
    case none(reason: String)
  }

  /// The manifest, from the repository's root.
  public let manifest: RelativePath
  /// The format's name: `sha256`, `dvc`, `lfs`.
  public let format: String
  /// The dataset's file or folder, from the repository's root.
  public let path: RelativePath
  /// What is said of the content.
  public private(set) var coverage: Coverage
  /// Whether the tool leaves the files to git, so that both having them is no mistake: `cache: false`.
  public var isKeptByGit = false
  /// Whether DVC keeps it: `.dvcignore` leaves names out, and files may be links to DVC's cache.
  var isOfDVC = false
  /// The status that the manifest's file had before it was read; nil where it was no file.
  var manifestStatus: FileStatus?

  /// Describes a dataset.
  public init(manifest: RelativePath, format: String, path: RelativePath, coverage: Coverage) {
    self.manifest = manifest
    self.format = format
    self.path = path
    self.coverage = coverage
  }

  /// The names that are no part of it although they stand in its folder; nil when all are.
  ///
  /// The files with the patterns are those of a worktree, a clean room or a commit.
  public func ignoredNames<Surroundings: ManifestSurroundings & ~Copyable>(
    in surroundings: borrowing Surroundings
  ) throws -> IgnoredNames? {
    isOfDVC ? try IgnoredNames(byDVCOf: path, in: surroundings) : nil
  }

  /// Whether patterns in a worktree may keep files of its folder out of it.
  public func leavesFilesOut(of worktree: borrowing RootDirectory) -> Bool {
    let patterns = RelativePath(DatasetPatterns.fileName).map(path.appending)
    if patterns.flatMap({ try? worktree.status($0) }) != nil { return true }
    // What cannot be read may say anything.
    do {
      return try ignoredNames(in: worktree)?.hasPatterns ?? false
    } catch {
      return true
    }
  }

  /// What the dataset can be compared with, if there is anything.
  public var record: (any DatasetRecord)? {
    switch coverage {
    case .content(let record), .listing(let record, _): record
    case .none, .sealed: nil
    }
  }

  /// Whether nobody can make another content that the manifest would take for the same.
  public var isCollisionResistant: Bool {
    switch coverage {
    case .content(let record): record.isCollisionResistant
    case .sealed: true
    case .listing, .none: false
    }
  }

  /// The same dataset with another record, which proves as much.
  public func replacingRecord(by record: any DatasetRecord) -> DatasetManifest {
    var dataset = self
    dataset.coverage = gap.map { .listing(record, reason: $0) } ?? .content(record)
    return dataset
  }

  /// The same dataset, whose manifest's file had this status before it was read.
  func read(from file: FileStatus) -> DatasetManifest {
    var dataset = self
    dataset.manifestStatus = file
    return dataset
  }

  /// Why the manifest is no proof of the content; nil when it is one.
  public var gap: String? {
    switch coverage {
    case .content, .sealed: nil
    case .listing(_, let reason), .none(let reason): reason
    }
  }
}
