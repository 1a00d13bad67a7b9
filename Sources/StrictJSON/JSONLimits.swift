// SPDX-License-Identifier: Apache-2.0

/// How much JSON a reader is willing to take from a stranger.
public struct JSONLimits: Sendable {
  /// The depth that no limits exceed, so that no text can exhaust the stack.
  public static let maximumDepth = 512

  /// The longest text, in bytes.
  public var bytes: Int
  /// The deepest nesting of lists and objects; 1 allows a list of plain values.
  public let depth: Int
  /// The most values in one text, counting every element, member and container.
  public var values: Int

  /// Sets limits.
  ///
  /// - Parameters:
  ///   - bytes: The longest text.
  ///   - depth: The deepest nesting; ``maximumDepth`` when larger.
  ///   - values: The most values.
  public init(bytes: Int = 16 << 20, depth: Int = 64, values: Int = 1_000_000) {
    self.bytes = bytes
    self.depth = min(depth, Self.maximumDepth)
    self.values = values
  }

  /// 16 MiB, 64 levels, a million values: more than any attestation or manifest needs.
  public static let standard = JSONLimits()
}
