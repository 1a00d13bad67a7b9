// SPDX-License-Identifier: Apache-2.0

/// Names texts such as URLs and pipelines' names by their bytes: `*` does not cross a slash, `**`
/// between slashes does, and everything else is as in a `RefPattern`.
public struct TextPattern: Sendable, Hashable, CustomStringConvertible {
  private let glob: Glob
  /// The pattern as it was written.
  public let description: String

  /// Reads a pattern; nil when it is none.
  public init?(_ text: String) {
    guard let pattern = try? TextPattern(checking: text) else { return nil }
    self = pattern
  }

  package init(checking text: String) throws(GlobError) {
    guard !text.isEmpty else { throw GlobError(problem: "the pattern is empty") }
    glob = Glob(steps: try GlobCompiler.steps(of: Array(text.utf8)), reach: .whole)
    description = text
  }

  /// Whether it names a text.
  public func matches(_ text: String) -> Bool { glob.matches(Array(text.utf8)) }
}
