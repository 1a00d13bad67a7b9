// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage
import Worktree

/// Gathers how the files of a worktree differ from the judged commit.
struct WorktreeCollector {
  let root: FilePath
  let index: GitIndex
  /// Whether every file is read, whatever its times say.
  let isParanoid: Bool
  /// What need not be found out again.
  var seen: SeenBefore?
  /// Declared inputs: ignored files inside are reported.
  let inputs: [RelativePath]
  /// Whether everything here is a declared input.
  var isInput = false
  /// Where this worktree lies in the outermost one, when it is a submodule's.
  var prefix: RelativePath?
  /// The outermost worktree.
  var top: FilePath

  /// Compares the index with the files, and picks entries out of it meanwhile.
  func scan(picking query: IndexQuery? = nil, of repository: borrowing Repository) throws
    -> WorktreeReport
  {
    var options = try ScanSettings(
      index: index, isParanoid: isParanoid, inputs: inputs, isInput: isInput
    ).options(of: repository)
    options.query = query
    options.knownFolders = seen?.folders
    options.knownIndexes = seen?.indexes
    return try WorktreeScan.run(root: root, index: index, options: options)
  }

  /// What differs from a commit's tree: what is staged, then what a scan saw; what the scan leaves
  /// to its caller is settled.
  func changes(
    _ report: WorktreeReport, since tree: ObjectID, of repository: borrowing Repository
  ) async throws -> [FileChange] {
    let git = GitProgram(gitDirectory: repository.gitDirectory, worktree: root)
    var changes = try StagedChanges.collect(
      index, committedAs: report.indexTree, against: tree, of: repository)
    changes += report.deviations.compactMap { FileChange($0) }.map(placed)
    let lineEnds = report.deviations.filter { $0.kind == .lineEnds(isCheckout: false) }
    changes += try await settle(lineEnds: lineEnds.compactMap(\.path), git)
    changes += try await settle(report.candidates, of: repository, git)
    changes += try leftOut(report.sparse, of: repository)
    for group in report.twins {
      guard let first = group.first else { continue }
      changes += group.dropFirst().map { FileChange(.twin(of: first), at: $0) }
    }
    changes += try annex.changes(of: index, in: repository)
    changes += try LinkCollector(top: top, prefix: prefix, index: index).changes(of: repository)
    changes += try await SubmoduleCollector(outer: self).changes(report.gitlinks)
    return changes
  }

  /// Files that are not here and that the index has git not look for: by a sparse checkout, or by a
  /// flag that somebody set over a file that was deleted.
  private func leftOut(_ entries: [Int], of repository: borrowing Repository) throws
    -> [FileChange]
  {
    guard !entries.isEmpty else { return [] }
    var kept = try sparsePatterns(of: repository)
    return entries.map { entry in
      let path = index[entry].path
      return FileChange(kept?.includes(path) == false ? .sparse : .deletedUnseen, at: path)
    }
  }

  /// What the sparse checkout of this worktree keeps; nil where there is none, as for git where its
  /// patterns are missing.
  private func sparsePatterns(of repository: borrowing Repository) throws -> SparsePatterns? {
    guard try repository.flag("core.sparseCheckout") == true else { return nil }
    let file = repository.gitDirectory.appending("info").appending("sparse-checkout")
    guard let content = try? SmallFile.read(file, limit: IgnoreFile.maximumSize) else { return nil }
    return SparsePatterns(content, foldsCase: try repository.flag("core.ignorecase") ?? false)
  }

  /// Tells a repository over files of this one from one beside them.
  private func placed(_ change: FileChange) -> FileChange {
    guard change.kind == .nestedRepository, let path = change.path,
      (0..<index.count).contains(where: { index.path($0).isAtOrBelow(path) })
    else { return change }
    return FileChange(.repositoryOverTracked, at: path)
  }

  private var annex: AnnexCollector { AnnexCollector(root: root, inputs: inputs) }

  /// Other line ends are honest when a checkout would write these very bytes; the scan knows that of
  /// most.
  private func settle(lineEnds paths: [RelativePath], _ git: GitProgram) async throws
    -> [FileChange]
  {
    let files = paths.compactMap { path in
      index.firstIndex(of: path).map { (path: path, blob: index[$0].id) }
    }
    let expected = try await CheckoutBytes(git: git).of(files)
    let here = try RootDirectory(root)
    var changes: [FileChange] = []
    for (file, bytes) in zip(files, expected) {
      var change = Self.change(at: file.path, in: here, from: bytes)
      if change?.kind == .modified { change?.kind = .misconverted }
      changes.append(change ?? FileChange(.lineEnds, at: file.path))
    }
    return changes
  }

  private func settle(
    _ candidates: [FilterCandidate], of repository: borrowing Repository, _ git: GitProgram
  ) async throws -> [FileChange] {
    let here = try RootDirectory(root)
    var changes: [FileChange] = []
    for candidate in candidates
    where candidate.isBlobItself != true || candidate.isLargeFile || candidate.isAnnexed {
      if candidate.isAnnexed {
        if let change = try annex.change(of: candidate, in: repository) { changes.append(change) }
      } else if candidate.isLargeFile {
        let judge = LargeFileJudge(candidate: candidate)
        if let change = try judge.change(in: here, of: repository) { changes.append(change) }
      } else if let name = candidate.filterName, try Self.isDefined(name, in: repository) {
        changes.append(FileChange(.filtered(by: name), at: candidate.path))
      } else {
        let expected = try await CheckoutBytes(git: git).of([(candidate.path, candidate.id)])
        let change = Self.change(at: candidate.path, in: here, from: expected.first ?? nil)
        if let change { changes.append(change) }
      }
    }
    return changes
  }

  /// Whether the settings here say what a filter does; git leaves files alone where they do not.
  private static func isDefined(_ filter: String, in repository: borrowing Repository) throws
    -> Bool
  {
    for key in ["clean", "smudge", "process", "required"] {
      if try repository.setting("filter.\(filter).\(key)") != nil { return true }
    }
    return false
  }

  /// What became of a file since git checked it out; nil when it has those very bytes.
  ///
  /// What git cannot give out, or is not to be read here, is not known to be the same.
  private static func change(
    at path: RelativePath, in here: borrowing RootDirectory, from expected: [UInt8]?
  ) -> FileChange? {
    guard let expected else {
      return FileChange(.unreadable("git converts no file whose name is not UTF-8"), at: path)
    }
    do throws(FileError) {
      // Of another size it is another file, however long.
      guard try here.status(path).size == Int64(expected.count) else {
        return FileChange(.modified, at: path)
      }
      return try here.read(path, limit: expected.count) == expected
        ? nil : FileChange(.modified, at: path)
    } catch {
      return FileChange(.unreadable(error.message), at: path)
    }
  }
}

extension FilterCandidate {
  fileprivate var filterName: String? {
    attributes.filter.map { String(decoding: $0, as: UTF8.self) }
  }

  fileprivate var isLargeFile: Bool { passes(through: "lfs") }

  fileprivate var isAnnexed: Bool { passes(through: "annex") }

  private func passes(through filter: String) -> Bool {
    attributes.filter.map { $0.elementsEqual(filter.utf8) } ?? false
  }
}

/// Compares a large file with the LFS pointer that the commit has for it.
private struct LargeFileJudge {
  let candidate: FilterCandidate

  func change(in worktree: borrowing RootDirectory, of repository: borrowing Repository) throws
    -> FileChange?
  {
    let text = try repository.blob(candidate.id, limit: 1 << 30)
    guard text.count <= LFSPointer.byteLimit, let pointer = try? LFSPointer(parsing: text) else {
      // Committed as it is, before or beside LFS: then its own bytes count.
      return candidate.isBlobItself == true || matches(Digest.of(text), in: worktree)
        ? nil : FileChange(.modified, at: candidate.path)
    }
    guard pointer.extensions.isEmpty else {
      return FileChange(.filtered(by: "lfs"), at: candidate.path)
    }
    if matches(pointer.digest, in: worktree) { return nil }
    if candidate.isBlobItself == true { return FileChange(.pointerNotExpanded, at: candidate.path) }
    return FileChange(
      .pointerDiffers(expected: pointer.digest.description), at: candidate.path)
  }

  private func matches(_ digest: Digest, in worktree: borrowing RootDirectory) -> Bool {
    let content = DatasetReader().read(candidate.path, in: worktree)
    return content.isComplete && content.files.first?.digests.first == digest
  }
}
