// SPDX-License-Identifier: Apache-2.0

/// The name of a git object: SHA-1 over `type SP size NUL content`.
///
/// It stands below the object store on purpose, so that a verifier of model files needs no libgit2.
public struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 20 raw bytes.
  public let bytes: [UInt8]

  /// Wraps 20 raw bytes, or returns nil.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 20 else { return nil }
    self.bytes = bytes
  }

  /// Wraps bytes that are known to be 20.
  package init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads 40 hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex.utf8) else { return nil }
    self.init(bytes: bytes)
  }

  /// The id that git gives an object with this content.
  ///
  /// The type is `blob`, `tree`, `commit` or `tag`.
  public init(hashing content: [UInt8], type: String) {
    var hasher = StreamHasher(.sha1)
    hasher.update(Array("\(type) \(content.count)\0".utf8))
    hasher.update(content)
    bytes = hasher.finalize().bytes
  }

  /// Whether every byte is zero, which is how git writes "no object" in hook input.
  public var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

  /// 40 lower-case hexadecimal digits.
  public var description: String { Hex.encode(bytes) }

  /// The first 12 digits, for people.
  public var short: String { String(description.prefix(12)) }

  /// Orders ids by their bytes.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
