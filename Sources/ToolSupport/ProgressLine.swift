// SPDX-License-Identifier: Apache-2.0

import Findings
import Synchronization

/// Says how far something is that takes longer than a second: on a terminal one line that changes,
/// elsewhere one line a minute, and nothing at all under `--quiet`.
public final class ProgressLine: Sendable {
  private struct State: Sendable {
    var start = ContinuousClock.now
    var last: ContinuousClock.Instant?
  }

  private static let clearLine = "\r\u{1b}[K"

  private let console: Console
  private let isInteractive = Terminal.isInteractive
  private let state = Mutex(State())

  /// Starts the clock.
  public init(_ console: Console) { self.console = console }

  /// Takes note of the bytes done and to do; `label` names what is read.
  public func update(_ label: String, done: Int64, total: Int64) {
    guard !console.isQuiet else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let (first, next): (Duration, Duration) =
        isInteractive ? (.seconds(1), .milliseconds(200)) : (.seconds(60), .seconds(60))
      let isDue = state.last.map { $0.duration(to: now) >= next }
      guard isDue ?? (state.start.duration(to: now) >= first) else { return }
      state.last = now
      show(Self.text(label, done, total, state.start.duration(to: now)))
    }
  }

  /// Clears the line, so that what follows starts on a clean one.
  public func finish() {
    state.withLock { state in
      if state.last != nil, isInteractive { console.draw(Self.clearLine) }
      state = State()
    }
  }

  private func show(_ text: String) {
    if isInteractive { console.draw(Self.clearLine + text) } else { console.note(text) }
  }

  /// For example `data/churn: 1.2 GB of 4.0 GB, 950.0 MB/s, 3 s left`.
  static func text(_ label: String, _ done: Int64, _ total: Int64, _ elapsed: Duration) -> String {
    let seconds = max(elapsed / .seconds(1), 0.001)
    let rate = max(Double(done) / seconds, 1)
    let left = max(Double(total - done), 0) / rate
    return "\(label): \(ByteCount.text(done)) of \(ByteCount.text(total)), "
      + "\(ByteCount.text(Int64(min(rate, 1e18))))/s, \(Int64(min(left, 1e9)) + 1) s left"
  }
}
