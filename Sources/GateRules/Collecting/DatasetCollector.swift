// SPDX-License-Identifier: Apache-2.0

import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

/// Gathers what is so of datasets, as the judged commit has them and as their files are.
struct DatasetCollector {
  /// A dataset that someone declared.
  struct Declaration {
    let name: String
    let path: RelativePath
    let manifest: RelativePath?
    let place: Location?
  }

  let tree: ObjectID
  /// Where the files are; nil when only the commit counts.
  let worktree: FilePath?
  /// Whether the bytes are read.
  let readsData: Bool
  /// What need not be read again; nil when every byte counts.
  var cache: DigestCache?

  func facts(of declaration: Declaration, in repository: borrowing Repository) throws
    -> DatasetFacts
  {
    var facts = DatasetFacts(
      name: declaration.name, path: declaration.path, declaration: declaration.place,
      versioning: .none)
    do {
      try fill(&facts, try committed(declaration, in: repository), declaration, in: repository)
    } catch let error as ManifestError {
      facts.versioning = .manifest(try defect(error, declaration, in: repository))
    } catch let error as DatasetError where error.isWithoutDigest {
      var undigested = UndigestedFacts(
        manifest: declaration.manifest ?? error.manifest, reason: error.message)
      (undigested.hints, undigested.isUndecided) = (error.hints, error.status == .couldNotJudge)
      facts.versioning = .undigested(undigested)
    } catch let error as DatasetError {
      facts.versioning = .manifest(
        ManifestFacts(
          path: declaration.manifest ?? declaration.path, format: "", blob: tree,
          defect: error.message))
    }
    return facts
  }

  /// Facts of the datasets whose committed manifest was found and that nobody declared.
  func facts(ofManifest path: RelativePath, in repository: borrowing Repository) throws
    -> [DatasetFacts]
  {
    guard let entry = try repository.entry(at: path, in: tree), entry.kind != .symbolicLink else {
      return []
    }
    var facts = ManifestFacts(path: path, format: "", blob: entry.id)
    let datasets: [DatasetManifest]
    let surroundings = CommittedSurroundings(tree: tree, of: repository)
    do {
      let bytes = try repository.manifest(entry)
      datasets = try ManifestFormats.datasets(in: bytes, at: path, beside: surroundings) ?? []
    } catch let error as ManifestError {
      // A name that may stand for anything is no promise.
      guard ManifestFormats.claims(path) else { return [] }
      (facts.defect, facts.line) = (error.reason, error.line)
      return [
        DatasetFacts(name: path.description, path: path, versioning: .manifest(facts))
      ]
    }
    // What nobody named and proves nothing may have been written for anything.
    let meant = datasets.filter { $0.gap == nil || ManifestFormats.claims(path) }
    return try meant.map { dataset in
      if case .none(let reason) = dataset.coverage {
        return DatasetFacts(
          name: dataset.path.description, path: dataset.path,
          versioning: .undigested(UndigestedFacts(manifest: path, reason: reason)),
          content: isHere(dataset.path) ? .notRead : .absent)
      }
      let dataset = try dataset.adding(filesOf: tree, of: repository)
      facts.format = dataset.format
      facts.isCollisionResistant = dataset.record?.isCollisionResistant ?? true
      var found = DatasetFacts(
        name: dataset.path.description, path: dataset.path, versioning: .manifest(facts),
        content: try content(of: dataset, in: repository))
      found.trackedFiles = try TrackedData(tree: tree).count(of: dataset, in: repository)
      return found
    }
  }

  /// What versions a dataset, submodules in it aside.
  ///
  /// Their commits are recorded; whether their files are those commits' is for other rules to say.
  private func committed(_ declaration: Declaration, in repository: borrowing Repository) throws
    -> CommittedDataset
  {
    do {
      return try CommittedDataset(
        at: declaration.path, manifest: declaration.manifest, tree: tree, of: repository)
    } catch DatasetError.submodule(let path) {
      let others = try GitDataset(
        at: declaration.path, tree: tree, of: repository, leavingOutSubmodules: true)
      // Keys are compared with the whole folder as it is here, to which submodules belong.
      guard let others, others.format != "annex" else { throw DatasetError.submodule(path) }
      return .git(others)
    }
  }

  private func fill(
    _ facts: inout DatasetFacts, _ committed: CommittedDataset, _ declaration: Declaration,
    in repository: borrowing Repository
  ) throws {
    switch committed {
    case .manifest(let dataset, let blob):
      var manifest = ManifestFacts(path: dataset.manifest, format: dataset.format, blob: blob)
      manifest.isCollisionResistant = dataset.record?.isCollisionResistant ?? true
      facts.versioning =
        dataset.gap.map { .undigested(UndigestedFacts(manifest: dataset.manifest, reason: $0)) }
        ?? .manifest(manifest)
      facts.content = try content(of: dataset, in: repository)
      facts.trackedFiles = try TrackedData(tree: tree).count(of: dataset, in: repository)
    case .git(let dataset) where dataset.format == "annex":
      let described = try dataset.described(from: repository)
      var manifest = ManifestFacts(
        path: dataset.path, format: described.format,
        blob: try repository.entry(at: dataset.path, in: tree)?.id ?? tree)
      manifest.isCollisionResistant = described.record?.isCollisionResistant ?? true
      facts.versioning = .manifest(manifest)
      facts.content = try content(of: described, in: repository)
    case .git(let dataset):
      facts.versioning = .git(files: dataset.files.count)
    // Whether the worktree has these very bytes is what the comparison of files says.
    case .none:
      facts.versioning = try other(declaration, in: repository)
    }
  }

  /// What versions a dataset of which the commit itself has nothing.
  private func other(_ declaration: Declaration, in repository: borrowing Repository) throws
    -> DatasetFacts.Versioning
  {
    let path = declaration.path
    let holding =
      isHere(path) ? try CommittedSubmodules.holding(path, in: tree, of: repository) : nil
    switch holding {
    // Whether its files are those of its commit is what the comparison of submodules says.
    case .has: return .git(files: 1)
    case .unknown(let reason):
      var facts = UndigestedFacts(reason: reason)
      facts.hints = ["git submodule update --init --recursive"]
      facts.isUndecided = true
      return .undigested(facts)
    case .lacks, nil:
      return uncommittedManifest(declaration).map { .uncommitted(manifest: $0) } ?? .none
    }
  }

  private func uncommittedManifest(_ declaration: Declaration) -> RelativePath? {
    guard let worktree else { return nil }
    let candidates =
      declaration.manifest.map { [$0] } ?? CommittedDataset.manifests(beside: declaration.path)
    return candidates.first { (try? FileStatus(worktree.appending($0))) != nil }
  }

  private func isHere(_ path: RelativePath) -> Bool {
    guard let worktree else { return true }
    return (try? FileStatus(worktree.appending(path))) != nil
  }

  /// What is ignored is as the commit says: no file that git does not know can hide another.
  private func content(of dataset: DatasetManifest, in repository: borrowing Repository) throws
    -> DatasetFacts.Content
  {
    guard let worktree, readsData else { return .notRead }
    let ignored = try dataset.ignoredNames(
      in: CommittedSurroundings(tree: tree, of: repository))
    let check = DatasetVerifier(cache: cache).check(
      dataset, leavingOut: ignored, in: try RootDirectory(worktree))
    if case .absent = check.shape { return .absent }
    if let error = check.errors.first {
      return .unreadable(path: error.path, reason: error.errno.description)
    }
    guard check.differences.isEmpty, let digest = check.digest else {
      return .differs(check.differences.map { difference($0, of: dataset) })
    }
    return .verified(digest: digest, files: check.fileCount, bytes: check.byteCount)
  }

  private func difference(_ difference: DatasetDifference, of dataset: DatasetManifest)
    -> DatasetFacts.Difference
  {
    let kind: DatasetFacts.Difference.Kind =
      switch difference.kind {
      case .missing: .missing
      case .extra: .extra
      case .changed(let recorded, let actual): .changed(recorded: recorded, actual: actual)
      case .irregular(let what): .irregular(what)
      }
    return DatasetFacts.Difference(kind, at: place(of: difference.path, in: dataset))
  }

  /// The path of a dataset that is one file is its name already.
  private func place(of path: RelativePath?, in dataset: DatasetManifest) -> RelativePath {
    guard let path else { return dataset.path }
    if dataset.path.name.elementsEqual(path.bytes), isFile(dataset.path) { return dataset.path }
    return dataset.path.appending(path)
  }

  private func isFile(_ path: RelativePath) -> Bool {
    guard let worktree else { return false }
    return (try? FileStatus(worktree.appending(path)))?.kind != .directory
  }

  private func defect(
    _ error: ManifestError, _ declaration: Declaration, in repository: borrowing Repository
  ) throws -> ManifestFacts {
    let path = error.manifest ?? declaration.manifest ?? declaration.path
    return ManifestFacts(
      path: path, format: "", blob: try repository.entry(at: path, in: tree)?.id ?? tree,
      defect: error.reason, line: error.line)
  }
}
