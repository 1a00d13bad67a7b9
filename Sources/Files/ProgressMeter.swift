// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts bytes from several threads and reports them at most ten times a second.
final class ProgressMeter: Sendable {
  private static let interval = Duration.milliseconds(100)

  private let report: @Sendable (Int64) -> Void
  private let total = Atomic<Int64>(0)
  private let last = Mutex(ContinuousClock.now)

  init(_ report: @escaping @Sendable (Int64) -> Void) {
    self.report = report
  }

  func add(_ bytes: Int) {
    let total = total.wrappingAdd(Int64(bytes), ordering: .relaxed).newValue
    _ = last.withLockIfAvailable { last in
      let now = ContinuousClock.now
      guard last.duration(to: now) >= Self.interval else { return }
      last = now
      report(total)
    }
  }
}
