// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// Gathers what the threads of a scan found.
final class ScanResults: Sendable {
  private struct State {
    var report = WorktreeReport()
    var failure: WorktreeError?
  }

  private let state = Mutex(State())

  func set(twins: [[RelativePath]]) { state.withLock { $0.report.twins = twins } }
  func set(picked: [Int]) { state.withLock { $0.report.picked = picked } }
  func set(tree: ObjectID?) { state.withLock { $0.report.indexTree = tree } }
  func set(failure: WorktreeError) { state.withLock { $0.failure = failure } }

  func merge(_ part: WorktreeReport) {
    state.withLock { state in
      state.report.deviations += part.deviations
      state.report.candidates += part.candidates
      state.report.gitlinks += part.gitlinks
      state.report.sparse += part.sparse
      state.report.trustedFiles += part.trustedFiles
      state.report.readFiles += part.readFiles
      state.report.listedFolders += part.listedFolders
    }
  }

  /// The whole report, sorted.
  func take() throws(WorktreeError) -> WorktreeReport {
    var (report, failure) = state.withLock { ($0.report, $0.failure) }
    if let failure { throw failure }
    report.deviations.sort { left, right in
      (left.path?.bytes ?? []).lexicographicallyPrecedes(right.path?.bytes ?? [])
    }
    report.candidates.sort { $0.entry < $1.entry }
    report.gitlinks.sort { $0.entry < $1.entry }
    report.sparse.sort()
    return report
  }
}
