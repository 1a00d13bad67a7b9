// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Findings
import SystemPackage

/// What came of comparing a dataset with its manifest.
public struct DatasetCheck: Sendable {
  /// The dataset, as its manifest describes it.
  public let dataset: DatasetManifest
  /// What is there.
  public let shape: DatasetContent.Shape
  /// The native digest of what is there; nil when not all of it could be read.
  public let digest: Digest?
  /// The list that the digest is of.
  public let native: NativeManifest?
  /// The files, when more was computed of them than the comparison takes.
  public fileprivate(set) var content: DatasetContent?
  /// The number of files that were read.
  public let fileCount: Int
  /// The number of bytes that were read.
  public let byteCount: Int64
  /// Everything in which content and manifest differ.
  public let differences: [DatasetDifference]
  /// What could not be read, or changed while it was read.
  public let errors: [FileError]

  /// Passed only when every byte was read, is covered by a digest, and is what the manifest says.
  public var verdict: Verdict {
    if !errors.isEmpty { return .couldNotJudge }
    let isCovered = dataset.gap == nil
    return isCovered && shape != .absent && differences.isEmpty && digest != nil
      ? .passed : .refused
  }
}

/// Compares datasets beneath a worktree with their manifests.
public struct DatasetVerifier: Sendable {
  private let cache: DigestCache?
  private let seals: DatasetSeals?
  private let digests: [ContentDigest]
  private let progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?

  /// Makes a verifier, which reads every byte unless it has a cache that knows the file.
  ///
  /// `seals` are made for what was proved without reading any file. `computing` is found out in the
  /// same reading, and kept in the check's `content`. `progress` is told the bytes read so far and
  /// to read of each dataset; the latter is at first an estimate.
  public init(
    cache: DigestCache? = nil, seals: DatasetSeals? = nil, computing digests: [ContentDigest] = [],
    progress: (@Sendable (_ done: Int64, _ total: Int64) -> Void)? = nil
  ) {
    (self.cache, self.seals, self.digests) = (cache, seals, digests)
    self.progress = progress
  }

  /// Reads a dataset at most once, computes its native digest and compares it with its manifest.
  ///
  /// What the dataset's tool ignores is taken from the files beneath the root.
  public func check(_ dataset: DatasetManifest, in worktree: borrowing RootDirectory)
    -> DatasetCheck
  {
    do {
      let ignored = try dataset.ignoredNames(in: worktree)
      return check(dataset, leavingOut: ignored, in: worktree)
    } catch {
      return Self.failed(dataset, worktree.path, error)
    }
  }

  private static func failed(_ dataset: DatasetManifest, _ place: FilePath, _ error: any Error)
    -> DatasetCheck
  {
    let reason = (error as? any ExplainedError)?.message
    let failure = FileError("read", place, .invalidArgument, detail: reason)
    return DatasetCheck(
      dataset: dataset, shape: .folder, digest: nil, native: nil, fileCount: 0, byteCount: 0,
      differences: [], errors: [failure])
  }

  /// What was proved of a sealed dataset, or, when it was touched, what comes of it now.
  private func check(
    _ dataset: DatasetManifest, sealed: SealedDataset, in worktree: borrowing RootDirectory
  ) -> DatasetCheck {
    if digests.isEmpty, let root = try? worktree.openDirectory(dataset.path),
      sealed.tree.holds(for: root)
    {
      return DatasetCheck(
        dataset: dataset, shape: .folder, digest: sealed.digest, native: nil,
        fileCount: sealed.fileCount, byteCount: sealed.byteCount, differences: [], errors: [])
    }
    cache?.prepare()
    return switch ManifestSearch.read(dataset.manifest, in: worktree).first {
    case .dataset(let read)?: check(read, in: worktree)
    case .defect(_, let error)?: Self.failed(dataset, worktree.path, error)
    case nil: Self.failed(dataset, worktree.path, ManifestError("it lists nothing"))
    }
  }

  /// Reads a dataset at most once, without the names that are no part of it.
  public func check(
    _ dataset: DatasetManifest, leavingOut ignored: IgnoredNames?,
    in worktree: borrowing RootDirectory
  ) -> DatasetCheck {
    if case .sealed(let sealed) = dataset.coverage {
      return check(dataset, sealed: sealed, in: worktree)
    }
    let sweep = sweep(dataset, in: worktree)
    if let check = sweep.check ?? known(dataset, leavingOut: ignored, in: worktree) { return check }
    let reader = DatasetReader(
      computing: (dataset.record?.digests ?? []) + digests, leavingOut: ignored,
      isSelective: dataset.record is NativeRecord, links: .inside, cache: cache,
      fresh: sweep.read, manifest: dataset, progress: progress)
    let content = reader.read(dataset.path, in: worktree)
    let irregular = content.irregular.map {
      DatasetDifference(.irregular($0.what), at: $0.path)
    }
    let differences = Self.differences(of: dataset, from: content, in: worktree)
    let native = Self.native(content, mayBeEmpty: dataset.record is DVCDirectoryRecord)
    var check = DatasetCheck(
      dataset: dataset, shape: content.shape, digest: native?.datasetDigest, native: native,
      fileCount: content.files.count, byteCount: content.byteCount,
      differences: irregular
        + Self.removing(
          content.irregular,
          from: Self.removingUnread(content, worktree.path.appending(dataset.path), differences)),
      errors: content.errors)
    if !digests.isEmpty { check.content = content }
    return check
  }

  /// A record that tells only that something differs may find out what.
  private static func differences(
    of dataset: DatasetManifest, from content: DatasetContent,
    in worktree: borrowing RootDirectory
  ) -> [DatasetDifference] {
    guard content.shape != .absent else { return [DatasetDifference(.missing, at: nil)] }
    guard let record = dataset.record else { return [] }
    let differences = record.differences(from: content)
    guard !differences.isEmpty, content.shape == .folder,
      let named = record.files(recordedFor: dataset.manifest, in: worktree)?
        .differences(from: content), !named.isEmpty
    else { return differences }
    return named
  }

  /// What comes of a folder with a native manifest when all is as listed; else what was read.
  private func sweep(_ dataset: DatasetManifest, in worktree: borrowing RootDirectory)
    -> (check: DatasetCheck?, read: KnownDigests?)
  {
    guard digests.isEmpty, let manifest = (dataset.record as? NativeRecord)?.manifest,
      let root = try? worktree.openDirectory(dataset.path)
    else { return (nil, nil) }
    do {
      let digest = HeadStart { manifest.datasetDigest }
      let selection = try DatasetPatterns.readWithStatus(in: root)
      let sweep = ManifestSweep(
        manifest, selection?.patterns, cache, isToSeal: seals != nil, progress: progress)
      let (total, read, blocks) = sweep.prove(root)
      guard let total, try selection?.status == DatasetPatterns.readWithStatus(in: root)?.status
      else { return (nil, read) }
      if let blocks { seals?.add(dataset, digest.value, total, blocks, in: worktree) }
      let check = DatasetCheck(
        dataset: dataset, shape: .folder, digest: digest.value, native: manifest,
        fileCount: total.files, byteCount: total.bytes, differences: [], errors: [])
      return (check, read)
    } catch {
      // Patterns that cannot be read are for the reader to tell.
      return (nil, nil)
    }
  }

  /// What comes of a folder of DVC's whose files are all known, when their list is the recorded one.
  private func known(
    _ dataset: DatasetManifest, leavingOut ignored: IgnoredNames?,
    in worktree: borrowing RootDirectory
  ) -> DatasetCheck? {
    guard digests.isEmpty, let cache, let record = dataset.record as? DVCDirectoryRecord else {
      return nil
    }
    let known = cache.table(DigestCache.native + record.digests)
    guard !known.isEmpty, let root = try? worktree.openDirectory(dataset.path),
      let folder = KnownDVCFolder(root, known, listing: record.digests, leavingOut: ignored),
      folder.lists.contains(record.digest), record.agrees(folder.byteCount)
    else { return nil }
    return DatasetCheck(
      dataset: dataset, shape: .folder, digest: folder.native.datasetDigest,
      native: folder.native, fileCount: folder.native.count, byteCount: folder.byteCount,
      differences: [], errors: [])
  }

  /// What lists no file covers nothing, but for DVC's record of a folder without any.
  private static func native(_ content: DatasetContent, mayBeEmpty: Bool) -> NativeManifest? {
    let isEmptyFolder = content.files.isEmpty && content.shape == .folder
    guard content.isComplete, !content.files.isEmpty || isEmptyFolder && mayBeEmpty else {
      return nil
    }
    return try? content.manifest()
  }

  /// A listed file that could not be read, or whose folder could not, is not also missing.
  private static func removingUnread(
    _ content: DatasetContent, _ root: FilePath, _ differences: [DatasetDifference]
  ) -> [DatasetDifference] {
    if content.errors.isEmpty { return differences }
    let places = Set(content.errors.map(\.path))
    return differences.filter { difference in
      guard difference.kind == .missing, var place = difference.path else { return true }
      if places.contains(root.printable) { return false }
      while !places.contains(root.appending(place).printable) {
        guard let folder = place.parent else { return true }
        place = folder
      }
      return false
    }
  }

  /// A listed file that is irregular is not also missing.
  private static func removing(
    _ irregular: [DatasetContent.Irregular], from differences: [DatasetDifference]
  ) -> [DatasetDifference] {
    let paths = Set(irregular.map(\.path))
    return differences.filter { difference in
      difference.kind != .missing || difference.path.map { !paths.contains($0) } ?? true
    }
  }
}
