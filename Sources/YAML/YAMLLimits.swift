// SPDX-License-Identifier: Apache-2.0

/// How much of a foreign document is taken on.
///
/// All counts are of the document after its aliases are expanded, so that a short text that unfolds
/// into a huge value (a "billion laughs") is refused before anything is unfolded.
public struct YAMLLimits: Hashable, Sendable {
  /// Bytes of text.
  public var bytes: Int
  /// Collections within collections.
  public var depth: Int
  /// Scalars and collections together.
  public var nodes: Int
  /// Bytes of all scalars together.
  public var scalarBytes: Int
  /// Whether `*alias` is understood at all.
  public var allowsAliases: Bool

  /// Makes limits; what is left out is as in ``standard``.
  public init(
    bytes: Int = 16 << 20, depth: Int = 64, nodes: Int = 1_000_000, scalarBytes: Int = 32 << 20,
    allowsAliases: Bool = true
  ) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
    self.scalarBytes = scalarBytes
    self.allowsAliases = allowsAliases
  }

  /// For files that tools write, such as lock files: 16 MiB of text, a million nodes, depth 64.
  public static let standard = YAMLLimits()
  /// For files that people write: 1 MiB of text, 50,000 nodes, depth 64.
  public static let handwritten = YAMLLimits(bytes: 1 << 20, nodes: 50_000, scalarBytes: 2 << 20)
}
