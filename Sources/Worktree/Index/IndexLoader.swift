// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// Parses an index, and sums it up on another thread; each takes about as long.
final class IndexLoader: Sendable {
  private static let checksumSize = 20
  /// A smaller index is not worth a thread.
  private static let largeSize = 1 << 20

  private let file: RawBytes
  private let name: String
  private let isSumRight: Mutex<Bool?>

  /// `isKnown` says that this very file was summed up before.
  init(_ file: RawBytes, name: String, isKnown: Bool) {
    self.file = file
    self.name = name
    isSumRight = Mutex(isKnown ? true : nil)
  }

  var isLarge: Bool { file.count >= Self.largeSize }

  /// What the index holds; a large one begins to be summed up, and nobody waits for that here.
  func load() throws(WorktreeError) -> IndexStorage {
    if isLarge, isSumRight.withLock({ $0 == nil }) {
      Threads.begin { _ = self.isChecksumRight }
    }
    var parser = IndexParser(file, name: name)
    return try parser.parse()
  }

  /// Whether the bytes are those that were summed up, or no sum was written (`index.skipHash`);
  /// found out once, by whoever asks first.
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
