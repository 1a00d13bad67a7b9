// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// Parses an index on one thread and sums it up on another; each takes about as long.
final class IndexLoader: Sendable {
  private static let checksumSize = 20
  /// A smaller index is not worth a thread.
  private static let largeSize = 1 << 20

  private let file: RawBytes
  private let name: String
  private let nextJob = Atomic<Int>(0)
  private let parsed = Mutex<Result<IndexStorage, WorktreeError>?>(nil)
  private let isSumRight = Mutex<Bool?>(nil)

  init(_ file: RawBytes, name: String) {
    self.file = file
    self.name = name
  }

  /// What the index holds; a large one is summed up meanwhile, where that is asked for.
  func load(verifyChecksum: Bool) throws(WorktreeError) -> IndexStorage {
    if verifyChecksum && file.count >= Self.largeSize {
      Threads.run(2) { self.work() }
    }
    return try parse().get()
  }

  private func work() {
    switch nextJob.wrappingAdd(1, ordering: .relaxed).oldValue {
    case 0:
      _ = parse()
      work()
    case 1:
      _ = isChecksumRight
      work()
    default: break
    }
  }

  private func parse() -> Result<IndexStorage, WorktreeError> {
    parsed.withLock { parsed in
      if let known = parsed { return known }
      var parser = IndexParser(file, name: name)
      let result = Result { () throws(WorktreeError) in try parser.parse() }
      parsed = result
      return result
    }
  }

  /// Whether the bytes are those that were summed up, or no sum was written (`index.skipHash`).
  var isChecksumRight: Bool {
    isSumRight.withLock { isRight in
      if let known = isRight { return known }
      let computed = compare()
      isRight = computed
      return computed
    }
  }

  private func compare() -> Bool {
    guard file.count >= Self.checksumSize else { return true }
    let body = 0..<file.count - Self.checksumSize
    let expected = file.array(body.upperBound..<file.count)
    guard expected.contains(where: { $0 != 0 }) else { return true }
    var hasher = StreamHasher(.sha1)
    unsafe file.withBytes(body) { unsafe hasher.update(bufferPointer: $0) }
    return hasher.finalize().bytes == expected
  }
}
