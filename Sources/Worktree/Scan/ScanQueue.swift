// SPDX-License-Identifier: Apache-2.0

/// A folder of the index to be compared with the disk.
struct FolderTask {
  let place: FolderPlace
  /// Its position among the index's folders.
  let folder: Int
  /// The ignore rules of the folder around it.
  let outerRules: IgnoreRules
}

/// Files of one folder whose content has to be read.
struct ReadTask {
  let handle: DirectoryHandle
  /// Bytes of the folder's path with its final slash.
  let prefix: Int
  /// Positions in the index.
  let entries: [Int]
}

/// Something that a thread can do by itself.
enum ScanWork {
  case folder(FolderTask)
  case read(ReadTask)
  case job(@Sendable () -> Void)
}

/// Work for several threads, the latest first: so folders are finished before new ones are begun,
/// and few stay open.
///
/// Jobs take long and cannot be divided. All threads but one begin with them, so that none is left
/// with a job at the end while the others have nothing to do.
final class ScanQueue: @unchecked Sendable {
  private let monitor = Monitor()
  private var waiting: [ScanWork] = []
  private var jobs: [@Sendable () -> Void]
  /// Waiting or being worked on.
  private var unfinished: Int
  private var hasWalker = false

  init(_ jobs: [@Sendable () -> Void]) {
    self.jobs = jobs
    unfinished = jobs.count
  }

  /// Says that a thread begins; whether it should take jobs before anything else.
  func enter() -> Bool {
    monitor.lock()
    defer {
      hasWalker = true
      monitor.unlock()
    }
    return hasWalker
  }

  func push(_ work: [ScanWork]) {
    guard !work.isEmpty else { return }
    monitor.lock()
    waiting += work
    unfinished += work.count
    monitor.signalAll()
    monitor.unlock()
  }

  /// The next work, when there is any or somebody may still find some; else nil.
  func take(jobsFirst: Bool) -> ScanWork? {
    monitor.lock()
    defer { monitor.unlock() }
    while waiting.isEmpty && jobs.isEmpty && unfinished > 0 { monitor.wait() }
    if jobsFirst || waiting.isEmpty, let job = jobs.popLast() { return .job(job) }
    return waiting.popLast()
  }

  /// Says that a piece of work that was taken is done.
  func finish() {
    monitor.lock()
    unfinished -= 1
    if unfinished == 0 { monitor.signalAll() }
    monitor.unlock()
  }
}
