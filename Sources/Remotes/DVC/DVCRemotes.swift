// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage

/// Asks DVC's remotes for outputs, each remote once for all that it should hold.
struct DVCRemotes: Sendable {
  let worktree: FilePath
  let environment: [String: String]

  /// An entry whose remote is known.
  private struct Job {
    let index: Int
    let entry: DVCOutputs.Entry
    let remote: Int
    /// The folder that holds `.dvc`, from the repository's root.
    let base: RelativePath?
  }

  /// An object, and the file that it is for.
  private struct Want {
    let path: RelativePath
    /// Nil when what is recorded says already that it is not there.
    let object: StoredObject?

    init(_ path: RelativePath, _ object: StoredObject?) {
      (self.path, self.object) = (path, object)
    }
  }

  /// One report for each entry, in order.
  func reports(of entries: [DVCOutputs.Entry]) async -> [RemoteReport] {
    var resolver = DVCResolver(worktree: worktree, environment: environment)
    var reports = entries.map(Self.undecided)
    var jobs: [Job] = []
    for (index, entry) in entries.enumerated() {
      switch entry.content {
      case .exempt(let reason): reports[index].outcome = .exempt(reason: reason)
      case .unreadable(let reason): reports[index].outcome = .unreadable(reason: reason)
      case .file, .folder, .versioned:
        switch resolver.remote(of: entry) {
        case .success(nil):
          reports[index].outcome = .noRemote
          reports[index].hints = ["dvc remote add --default NAME URL"]
        case .success(let found?):
          reports[index].remote = resolver.title(found.remote)
          jobs.append(Job(index: index, entry: entry, remote: found.remote, base: found.base))
        case .failure(let failure):
          reports[index].outcome = .undecided(reason: failure.message)
          reports[index].hints = failure.hints
        }
      }
    }
    for (number, remote) in resolver.remotes.enumerated() {
      let group = jobs.filter { $0.remote == number }
      let caches = group.map { resolver.cache($0.base) }
      let found = await outcomes(of: group, caches, in: remote)
      for (job, outcome) in zip(group, found) { reports[job.index].outcome = outcome }
    }
    return reports
  }

  private static func undecided(_ entry: DVCOutputs.Entry) -> RemoteReport {
    RemoteReport(
      entry.path.description, manifest: entry.manifest, format: "dvc", .undecided(reason: ""),
      hints: ["dvc push \(ShellWord.quote(entry.manifest))"])
  }

  /// Asks one remote for all; folders' lists come from the cache, or else from the remote.
  private func outcomes(of jobs: [Job], _ caches: [FilePath], in remote: DVCRemote) async
    -> [RemoteReport.Outcome]
  {
    let lists = await self.lists(of: jobs, caches, in: remote)
    var wants: [Want] = []
    var shares: [Range<Int>] = []
    for (job, list) in zip(jobs, lists) {
      let own = Self.wants(job, list, remote)
      shares.append(wants.count..<wants.count + own.count)
      wants += own
    }
    let answers = await answers(for: wants, in: remote)
    return zip(zip(jobs, lists), shares).map { pair, share in
      var objects = share.map { RemoteReport.Object(wants[$0].path, answers[$0]) }
      let (job, list) = pair
      if case .folder = job.entry.content, list == nil, objects.first?.presence.reason == nil {
        let reason = "the list of its files is damaged, or can't be read, there and in the cache"
        objects.append(.init(job.entry.path, .undecided(reason: reason)))
      }
      if case .folder(_, let size?, _) = job.entry.content, list != nil,
        let found = Self.size(of: objects.dropFirst()), found != size
      {
        let reason =
          "its files have \(found) bytes there, not the \(size) that are recorded; "
          + "remove what was cut off or damaged there, and push again"
        objects.append(.init(job.entry.path, .absent(reason: reason)))
      }
      return .judged(objects)
    }
  }

  /// The bytes of a folder's files together; nil where those of one are not known.
  private static func size(of files: ArraySlice<RemoteReport.Object>) -> Int64? {
    var sum: Int64 = 0
    for file in files {
      guard case .present(_, let size?) = file.presence else { return nil }
      let (next, overflow) = sum.addingReportingOverflow(size)
      if overflow { return nil }
      sum = next
    }
    return sum
  }

  /// Asks for each object once, although many files may have the same content.
  private func answers(for wants: [Want], in remote: DVCRemote) async -> [Presence] {
    var numbers: [StoredObject: Int] = [:]
    var distinct: [StoredObject] = []
    for case let object? in wants.map(\.object) where numbers[object] == nil {
      numbers[object] = distinct.count
      distinct.append(object)
    }
    let answers = await remote.store.presence(of: distinct)
    return wants.map { want in
      want.object.flatMap { numbers[$0] }.map { answers[$0] }
        ?? .absent(reason: "no version in '\(remote.name)' is recorded: it was never pushed there")
    }
  }

  private func lists(of jobs: [Job], _ caches: [FilePath], in remote: DVCRemote) async
    -> [DVCFolderList?]
  {
    var lists: [DVCFolderList?] = []
    var missing: [(index: Int, key: RelativePath, digest: Digest)] = []
    for (index, job) in jobs.enumerated() {
      lists.append(nil)
      guard case .folder(let digest, _, let isLegacy) = job.entry.content else { continue }
      let key = DVCLayout.key(digest, isFolder: true, isLegacy: isLegacy)
      let bytes = try? SmallFile.read(
        caches[index].appending(key), limit: DVCFolderList.byteLimit)
      lists[index] = bytes.flatMap { DVCFolderList($0, digest: digest) }
      if lists[index] == nil { missing.append((index, key, digest)) }
    }
    guard !missing.isEmpty else { return lists }
    let found = await remote.store.contents(
      of: missing.map(\.key), limit: DVCFolderList.byteLimit)
    for (missing, bytes) in zip(missing, found) {
      lists[missing.index] = bytes.flatMap { DVCFolderList($0, digest: missing.digest) }
    }
    return lists
  }

  private static func wants(_ job: Job, _ list: DVCFolderList?, _ remote: DVCRemote) -> [Want] {
    let path = job.entry.path
    switch job.entry.content {
    case .exempt, .unreadable: return []
    case .file where remote.isVersioned, .folder where remote.isVersioned: return [Want(path, nil)]
    case .file(let digest, let size, let isLegacy):
      let key = DVCLayout.key(digest, isFolder: false, isLegacy: isLegacy)
      return [Want(path, StoredObject(key: key, size: size))]
    case .folder(let digest, _, let isLegacy):
      let own = StoredObject(key: DVCLayout.key(digest, isFolder: true, isLegacy: isLegacy))
      let files = (list?.files ?? []).map { file -> Want in
        let key = DVCLayout.key(file.digest, isFolder: false, isLegacy: isLegacy)
        return Want(path.appending(file.path), StoredObject(key: key))
      }
      return [Want(path, own)] + files
    case .versioned(let files): return files.map { want(for: $0, job, remote) }
    }
  }

  /// A remote with versions has the file under its own path, others under its MD5.
  private static func want(
    for file: DVCOutputs.VersionedFile, _ job: Job, _ remote: DVCRemote
  ) -> Want {
    let path = file.path.map(job.entry.path.appending) ?? job.entry.path
    guard remote.isVersioned else {
      let key = file.digest.map { DVCLayout.key($0, isFolder: false, isLegacy: false) }
      return Want(path, key.map { StoredObject(key: $0, size: file.size) })
    }
    guard let version = file.versions.first(where: { $0.remote == remote.name }) else {
      return Want(path, nil)
    }
    let key = job.base.flatMap(path.relative) ?? path
    return Want(
      path,
      StoredObject(
        key: key, naming: .byPath, size: file.size,
        md5: file.digest, version: version.versionID))
  }
}

/// Finds the DVC repository and the remote of outputs, and reads each setting once.
struct DVCResolver {
  private let worktree: FilePath
  private let environment: [String: String]
  private var settings: [RelativePath?: Result<DVCSettings, Failure>] = [:]
  private var numbers: [Key: Result<Int, Failure>] = [:]
  private(set) var remotes: [DVCRemote] = []

  private struct Key: Hashable {
    let base: RelativePath?
    let name: String
  }

  init(worktree: FilePath, environment: [String: String]) {
    (self.worktree, self.environment) = (worktree, environment)
  }

  /// The number of the remote, and the folder that holds `.dvc`; nil when none is configured.
  mutating func remote(of entry: DVCOutputs.Entry)
    -> Result<(remote: Int, base: RelativePath?)?, Failure>
  {
    // A manifest outside of every DVC repository has no settings, so no remote either.
    guard let base = DVCSettings.root(above: entry.manifest, in: worktree) else {
      return .success(nil)
    }
    return settings(at: base).flatMap { settings in
      guard let name = entry.remote ?? settings.defaultRemote else { return .success(nil) }
      return number(of: Key(base: base, name: name), settings).map { ($0, base) }
    }
  }

  /// For example `store (s3://bucket/data)`.
  func title(_ number: Int) -> String { "\(remotes[number].name) (\(remotes[number].place))" }

  /// Where copies are kept by DVC itself.
  mutating func cache(_ base: RelativePath?) -> FilePath {
    guard case .success(let settings) = settings(at: base) else { return worktree }
    return settings.cache
  }

  private mutating func settings(at base: RelativePath?) -> Result<DVCSettings, Failure> {
    if let known = settings[base] { return known }
    let root = base.map(worktree.appending) ?? worktree
    let read = Result { () throws(Failure) in
      try DVCSettings(root: root, environment: environment)
    }
    settings[base] = read
    return read
  }

  private mutating func number(of key: Key, _ settings: DVCSettings) -> Result<Int, Failure> {
    if let known = numbers[key] { return known }
    do throws(Failure) {
      remotes.append(try DVCRemote(key.name, settings, environment: environment))
      numbers[key] = .success(remotes.count - 1)
    } catch {
      numbers[key] = .failure(error)
    }
    return numbers[key] ?? .failure(Failure("no remote '\(key.name)'"))
  }
}
