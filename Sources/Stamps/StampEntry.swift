// SPDX-License-Identifier: Apache-2.0

/// One provenance field as a model file stores it: a key and a value, both text.
public struct StampEntry: Hashable, Sendable {
  /// What every key of a stamp begins with; metadata under other keys belongs to somebody else.
  public static let prefix = "modelgate."

  /// The key, for example `modelgate.commit`.
  public let key: String
  /// The value.
  public let value: String

  /// Pairs a key with its value.
  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }

  /// Whether a metadata key is reserved for the stamp.
  static func isReserved(_ key: some Sequence<UInt8>) -> Bool {
    key.starts(with: prefix.utf8)
  }
}
