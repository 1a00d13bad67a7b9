// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// Compares a worktree with its index, on all processors.
///
/// One thread takes one folder at a time, lists it once, and looks at each tracked name in it
/// (`fstatat`, beneath the open folder; no link is followed). A folder whose names are known to be
/// those of the index is not listed. A file is believed unchanged only
/// when size, inode and both times, to the nanosecond, are those in the index, both times are
/// older than the index, and no flag is set. Every other file is read and its blob id compared.
/// What git is configured to overlook plays no part. The device number is not compared: it changes
/// at a reboot under many file systems, and git would never write the new one.
public enum WorktreeScan {
  /// Compares the files below a folder with an index.
  ///
  /// - Parameters:
  ///   - root: the top of the worktree.
  ///   - index: what is staged; its checksum is verified meanwhile.
  ///   - options: what is looked at, and what is believed.
  /// - Returns: everything that differs.
  /// - Throws: when the root cannot be opened or the index is corrupt. What goes wrong with a single
  ///   file is a deviation in the report.
  public static func run(root: FilePath, index: GitIndex, options: ScanOptions = ScanOptions())
    throws(WorktreeError) -> WorktreeReport
  {
    let budget = HandleBudget()
    let handle: DirectoryHandle
    do throws(Errno) {
      handle = try CString(root.byteArray).withView { view throws(Errno) in
        try unsafe DirectoryHandle.open(
          FileProbe.workingDirectory, view.cString, followLink: true, budget: budget)
      }
    } catch {
      throw .file(FileError("open", root, error))
    }
    let results = ScanResults()
    let queue = ScanQueue(jobs(index, options, results))
    let context = ScanContext(index, options, root: handle, budget: budget, queue: queue)
    queue.push([
      .folder(
        FolderTask(
          place: FolderPlace([], in: handle, budget), folder: 0, outerRules: context.outerRules))
    ])
    Threads.runApart(options.threads ?? max(2, Threads.processors)) { isApart in
      let worker = ScanWorker(context, isApart ? .separate() : .shared)
      worker.run()
      results.merge(worker.report)
    }
    let report = try results.take()
    context.knownFolders?.save()
    if options.findsTwins { options.knownIndexes?.add(index, report) }
    return report
  }

  /// What can be computed from the index alone, beside the walk, as far as it is not known.
  private static func jobs(_ index: GitIndex, _ options: ScanOptions, _ results: ScanResults)
    -> [@Sendable () -> Void]
  {
    var jobs: [@Sendable () -> Void] = []
    if let query = options.query {
      jobs.append { results.set(picked: index.entries(for: query)) }
    }
    if let tree = index.knownTree {
      if options.computesTree { results.set(tree: tree) }
      return jobs
    }
    if options.findsTwins { jobs.append { results.set(twins: index.twins()) } }
    if options.computesTree { jobs.append { results.set(tree: index.treeID()) } }
    jobs.append {
      do throws(WorktreeError) {
        try index.verifyChecksum()
      } catch {
        results.set(failure: error)
      }
    }
    return jobs
  }
}
