// SPDX-License-Identifier: Apache-2.0

/// Names git references: branches by their short name, or anything by a full name.
///
/// `main` and `release/*` are branches; `refs/tags/v*` is what it says. `*` does not cross a slash,
/// `**` does.
public struct RefPattern: Sendable, Hashable, CustomStringConvertible {
  private let glob: Glob
  /// The pattern as it was written.
  public let description: String

  /// Reads a pattern; nil when it is none.
  public init?(_ text: String) {
    guard let pattern = try? RefPattern(checking: text) else { return nil }
    self = pattern
  }

  package init(checking text: String) throws(GlobError) {
    guard !text.isEmpty else { throw GlobError(problem: "the pattern is empty") }
    let full = text.utf8.starts(with: "refs/".utf8) ? text : "refs/heads/" + text
    glob = Glob(steps: try GlobCompiler.steps(of: Array(full.utf8)), reach: .whole)
    description = text
  }

  /// Whether it names a reference, given by its full name such as `refs/heads/main`.
  public func matches(_ reference: String) -> Bool { glob.matches(Array(reference.utf8)) }
}
