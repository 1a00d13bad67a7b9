// SPDX-License-Identifier: Apache-2.0

import Configuration
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage
import Worktree

/// Judges the files of a worktree, or the index that is about to be committed.
struct WorktreeGate {
  let request: GateRequest

  func judge() async throws -> GateOutcome {
    // A large one is parsed while the repository is opened, and remotes and settings are asked.
    let early = EarlyIndex.reading(below: request.repository, keepsSeen: keepsSeen).index
    let repository = try Repository(at: request.repository)
    let root = try Self.worktree(of: repository)
    let directories = (own: repository.gitDirectory, common: repository.commonDirectory)
    async let parsed = index(of: directories.own, directories.common, early)
    let head = try repository.head()
    let configuration = try self.configuration(root, of: repository)
    var policy = Policy()
    var snapshot = Snapshot(
      subject: .worktree, preset: request.effectivePreset, commit: head.commit,
      repository: try RepositoryFacts(of: repository))
    snapshot.repository.redirection = try Redirection(from: request.repository, to: repository)
    if let commit = head.commit {
      let tree = try repository.commit(commit).tree
      // An index that agrees with HEAD by id alone would hide that the commit cannot be read.
      _ = try repository.entries(of: tree)
      if snapshot.preset >= .build { try repository.walk(tree: tree) { _ in true } }
      policy = try PolicySource(request: request).policy(ofWorktreeAt: tree, in: repository)
      var history = HistoryCollector()
      try await history.complete(&snapshot, under: policy, at: request.now, in: repository)
      let (index, seen) = try await parsed
      let collector = collector(configuration, root, index, seen)
      let report = try collector.scan(picking: Self.query, of: repository)
      let named = report.picked.map(index.path)
      snapshot.datasets = try datasets(configuration, tree, root, named, of: repository)
      snapshot.remotes = await StorageCollector.reports(
        of: try StorageCollector(preset: snapshot.preset, policy: policy)
          .data(in: tree, configuration, of: repository), from: root)
      snapshot.changes = try await collector.changes(report, since: tree, of: repository)
      snapshot.changes = VersionedData(snapshot.datasets).removing(snapshot.changes, in: root)
      let git = GitProgram(gitDirectory: repository.gitDirectory, worktree: root)
      snapshot.changes = try await UntrackedFolders(policy, git).expanding(snapshot.changes)
      snapshot.pipelines = try declarations(configuration, tree, root, of: repository)
        .pipelines(in: repository)
      snapshot.contents = try ContentCollector(
        readsSmallFiles: snapshot.preset >= .build, readsNotebooks: policy.wantsNotebooks
      ).facts(
        of: index, picked: report.picked, judgesPointers: snapshot.preset >= .push, in: repository)
      snapshot.contents += try LockCollector(tree: tree, configuration: configuration)
        .facts(in: repository)
      for path in named where DVCLock.claims(path) {
        snapshot.contents += try DVCLock(tree: tree).facts(of: path, in: repository)
      }
    }
    return outcome(snapshot, configuration, policy)
  }

  /// Entries that some collector looks into: few, out of any number.
  private static let query = IndexQuery(
    names: NameSieve(
      endings: ManifestFormats.endings + ContentCollector.endings + [DVCLock.name],
      beginnings: [PrivateKey.beginning]),
    largeSize: UInt32(ContentCollector.largeFile))

  /// Judges the tree that git is about to commit, from the index that git hands to its hook.
  func judgeIndex() async throws -> GateOutcome {
    do {
      return try judge(index: nil)
    } catch let error as GitError where error.isIndexOfAnotherForm {
      let (file, gitDirectory) = try Repository.indexPlace(
        at: request.repository, request.discovery)
      let whole = try await WholeIndex(of: file, in: gitDirectory)
      // The copy is gone with its last use, and would be opened later than that.
      return try withExtendedLifetime(whole) { try judge(index: whole.file) }
    }
  }

  private func judge(index: FilePath?) throws -> GateOutcome {
    let repository = try Repository(at: request.repository, request.discovery, index: index)
    let root = try Self.worktree(of: repository)
    let tree = try repository.writeTreeOfIndex()
    let configuration =
      try request.configuration.map(ConfigurationSource.file)
      ?? ConfigurationSource.tree(tree, of: repository)
    let head = try repository.head()
    var snapshot = Snapshot(
      subject: .index, preset: request.effectivePreset, commit: head.commit,
      repository: try RepositoryFacts(of: repository))
    let collector = declarations(configuration, tree, root, of: repository)
    snapshot.datasets = try collector.datasets(in: repository)
    snapshot.pipelines = try collector.pipelines(in: repository)
    let policy = try PolicySource(request: request)
      .policy(configuration, of: tree, in: repository)
    snapshot.contents = try contents(of: tree, since: head, policy, in: repository)
    snapshot.contents += try LockCollector(tree: tree, configuration: configuration)
      .facts(in: repository)
    return outcome(snapshot, configuration, policy)
  }

  /// What the commit that is about to be made would add to those of its parents.
  private func contents(
    of tree: ObjectID, since head: Head, _ policy: Policy, in repository: borrowing Repository
  ) throws -> [ContentFact] {
    var older: [ObjectID] = []
    for commit in try [head.commit].compactMap({ $0 }) + merged(in: repository) {
      older.append(try repository.commit(commit).tree)
    }
    return try ContentCollector(readsSmallFiles: true, readsNotebooks: policy.wantsNotebooks)
      .facts(of: tree, since: older, in: repository)
  }

  /// The commits that are being merged into HEAD's; none but in a merge.
  private func merged(in repository: borrowing Repository) throws(FileError) -> [ObjectID] {
    do throws(FileError) {
      let file = repository.gitDirectory.appending("MERGE_HEAD")
      let text = String(decoding: try SmallFile.read(file, limit: 1 << 16), as: UTF8.self)
      return text.split(whereSeparator: \.isNewline).compactMap { ObjectID(hex: String($0)) }
    } catch {
      guard error.errno == .noSuchFileOrDirectory else { throw error }
      return []
    }
  }

  private static func worktree(of repository: borrowing Repository) throws -> FilePath {
    guard let root = repository.worktree else {
      throw Failure(
        "a bare repository has no worktree to judge",
        hints: ["modelgate check --commit HEAD"])
    }
    guard (try? FileStatus(following: root)) != nil || !repository.isLinkedWorktree else {
      throw Failure(
        "the repository says that this worktree is at '\(root.printable)', where nothing is",
        hints: ["git worktree repair"])
    }
    return root
  }

  private func configuration(_ root: FilePath, of repository: borrowing Repository) throws
    -> Configuration
  {
    if let file = request.configuration { return try ConfigurationSource.file(file) }
    return try ConfigurationSource.worktree(root)
  }

  /// By hand and before a commit, what nobody changed since it was read is not read again.
  private func cache(of repository: borrowing Repository) -> DigestCache? {
    guard request.effectivePreset == .develop else { return nil }
    return DigestCache(commonDirectory: repository.commonDirectory)
  }

  /// By hand, folders that nobody changed since they were listed are not listed again.
  private var keepsSeen: Bool { request.effectivePreset == .develop }

  private func index(
    of gitDirectory: FilePath, _ commonDirectory: FilePath, _ early: Task<EarlyIndex?, Never>
  ) async throws -> (GitIndex, SeenBefore?) {
    if let content = await early.value?.content(of: gitDirectory) { return content }
    let seen = keepsSeen ? SeenBefore(commonDirectory: commonDirectory) : nil
    let index = try await WholeIndex.read(
      gitDirectory.appending("index"), in: gitDirectory, verifyChecksum: false,
      known: seen?.indexes)
    return (index, seen)
  }

  private func declarations(
    _ configuration: Configuration, _ tree: ObjectID, _ root: FilePath,
    of repository: borrowing Repository
  ) -> DeclarationCollector {
    DeclarationCollector(
      configuration: configuration, inputs: request.inputs, tree: tree, worktree: root,
      readsData: request.readsData, cache: cache(of: repository))
  }

  /// Those declared, and those whose committed manifests are found and whose data is here.
  private func datasets(
    _ configuration: Configuration, _ tree: ObjectID, _ root: FilePath, _ named: [RelativePath],
    of repository: borrowing Repository
  ) throws -> [DatasetFacts] {
    let declared = try declarations(configuration, tree, root, of: repository)
      .datasets(in: repository)
    let covered = Set(declared.compactMap(\.manifestPath))
    let collector = DatasetCollector(
      tree: tree, worktree: root, readsData: request.readsData, cache: cache(of: repository))
    var found: [DatasetFacts] = []
    for path in named where ManifestFormats.mayBe(path) && !covered.contains(path) {
      found += try collector.facts(ofManifest: path, in: repository)
    }
    return declared + found.filter { $0.content != .absent }
  }

  private func collector(
    _ configuration: Configuration, _ root: FilePath, _ index: GitIndex, _ seen: SeenBefore?
  ) -> WorktreeCollector {
    WorktreeCollector(
      root: root, index: index, isParanoid: request.effectivePreset >= .build, seen: seen,
      inputs: configuration.data.map(\.path.path) + request.inputs,
      isInput: request.readsWholeWorktree, top: root)
  }

  private func outcome(_ snapshot: Snapshot, _ configuration: Configuration, _ policy: Policy)
    -> GateOutcome
  {
    GateOutcome(
      subject: snapshot.subject.description, preset: snapshot.preset, commit: snapshot.commit,
      judgement: Judgement(of: snapshot, under: policy), configuration: configuration)
  }
}

extension DatasetFacts {
  /// The manifest that covers it.
  var manifestPath: RelativePath? {
    switch versioning {
    case .manifest(let manifest): manifest.path
    case .uncommitted(let manifest): manifest
    case .undigested(let facts): facts.manifest
    case .git, .none: nil
    }
  }
}
