// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same random numbers in every run, so that a failure can be repeated.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts a sequence.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }

  /// The text with a few bytes changed, removed, repeated or inserted.
  public mutating func mutated(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let position = Int.random(in: 0...text.count, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0 where position < text.count:
        text[position] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1 where position < text.count: text.remove(at: position)
      case 2: text.insert(UInt8.random(in: .min ... .max, using: &self), at: position)
      case 3: text.removeSubrange(position..<min(position + 9, text.count))
      default:
        let source = Int.random(in: 0...text.count, using: &self)
        text.insert(contentsOf: text[source..<min(source + 9, text.count)], at: position)
      }
    }
    return text
  }
}
