// SPDX-License-Identifier: Apache-2.0

import Files

/// One thread of a scan, with the memory that it uses again and again.
final class ScanWorker {
  let context: ScanContext
  let index: GitIndex
  let storage: IndexStorage
  var report = WorktreeReport()
  var table: NameTable
  let hasher = BlobHasher()
  let workingFolder: ThreadFolder

  init(_ context: ScanContext, _ workingFolder: ThreadFolder) {
    self.context = context
    self.workingFolder = workingFolder
    index = context.index
    storage = context.index.storage
    table = NameTable(storage)
  }

  /// Works until there is nothing left to do for anybody.
  func run() {
    let jobsFirst = context.queue.enter()
    while let work = context.queue.take(jobsFirst: jobsFirst) {
      switch work {
      case .folder(let task): scan(task)
      case .read(let task): read(task)
      case .job(let job): job()
      }
      context.queue.finish()
    }
  }

  func add(_ kind: Deviation.Kind, _ path: [UInt8]) {
    report.deviations.append(
      Deviation(kind, at: path.isEmpty ? nil : RelativePath(unchecked: path)))
  }

  func add(_ kind: Deviation.Kind, entry: Int) { add(kind, index.pathBytes(entry)) }

  /// Says that a tracked path is not there.
  func addMissing(_ entry: Int) {
    guard context.options.scope.contains(index.pathBytes(entry)) else { return }
    if index.stage(entry) != 0 { return add(.unmerged, entry: entry) }
    let flags = index.flags(entry)
    if flags.contains(.intentToAdd) { add(.intentToAdd, entry: entry) }
    if flags.contains(.assumeUnchanged) { add(.assumeUnchanged, entry: entry) }
    if flags.contains(.skipWorktree) {
      report.sparse.append(entry)
    } else if index.mode(entry) == .gitlink {
      addGitlink(entry, .missing)
    } else {
      add(.deleted, entry: entry)
    }
  }

  /// Says that everything tracked below a folder is not there.
  func addMissing(folder: Int) {
    for entry in storage.folders[folder].entries where !storage.isLaterStage(.entry(entry)) {
      addMissing(entry)
    }
  }

  func addGitlink(_ entry: Int, _ presence: GitlinkState.Presence) {
    report.gitlinks.append(
      GitlinkState(
        entry: entry, path: index.path(entry), id: index.id(entry), presence: presence))
  }
}
