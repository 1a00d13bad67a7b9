// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands out indices of files: large ones singly and largest first, then small ones by the batch.
final class WorkQueue: Sendable {
  private static let largeSize: Int64 = 1 << 20
  private static let batch = 64

  private let order: [Int]
  private let largeCount: Int
  private let position = Mutex(0)

  init(sizes: [Int64]) {
    let large = sizes.indices.filter { sizes[$0] >= Self.largeSize }
    let small = sizes.indices.filter { sizes[$0] < Self.largeSize }
    order = large.sorted { sizes[$0] > sizes[$1] } + small
    largeCount = large.count
  }

  /// The next indices to work on; nil when all are taken.
  func next() -> ArraySlice<Int>? {
    position.withLock { position in
      guard position < order.count else { return nil }
      let start = position
      position = start < largeCount ? start + 1 : min(start + Self.batch, order.count)
      return order[start..<position]
    }
  }
}

/// Gathers what several threads made, in no order.
final class Collector<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  func append(_ more: [Element]) {
    elements.withLock { $0 += more }
  }

  /// Everything gathered so far, which is then forgotten.
  func take() -> [Element] {
    elements.withLock { elements in
      defer { elements = [] }
      return elements
    }
  }
}
