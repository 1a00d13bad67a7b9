// SPDX-License-Identifier: Apache-2.0

/// A string whose identity is its UTF-8 bytes.
struct UTF8Name: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: UTF8Name, right: UTF8Name) -> Bool {
    // Most names differ in their length, which is known.
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Hashes bytes, eight at a time.
  ///
  /// Hashing the string itself would be consistent too, but anyone could then make a text full of
  /// names that collide because they are canonically equivalent.
  func hash(into hasher: inout Hasher) {
    var word: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      count += 1
      if count.isMultiple(of: 8) {
        hasher.combine(word)
        word = 0
      }
    }
    hasher.combine(word)
    hasher.combine(count)
  }
}
