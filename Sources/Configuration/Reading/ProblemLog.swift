// SPDX-License-Identifier: Apache-2.0

package import Findings
package import YAML

/// Collects what is wrong while a configuration is read, so that all of it is said at once.
///
/// A reader that can't make its value says so here and returns nil; the configuration is given to
/// nobody unless the log is empty.
package final class ProblemLog {
  let file: String
  private let source: [UInt8]
  private var problems: [(mark: YAMLMark, message: String)] = []
  private var hints: [String] = []

  package init(file: String, source: [UInt8]) {
    self.file = file
    self.source = source
  }

  package func report(_ message: String, at mark: YAMLMark, hints: [String] = []) {
    problems.append((mark, message))
    for hint in hints where !self.hints.contains(hint) { self.hints.append(hint) }
  }

  package func location(_ mark: YAMLMark) -> Location {
    Location(file, line: mark.line, column: mark.column)
  }

  /// The error that says all; nil when nothing is wrong.
  package func error() -> ConfigurationError? {
    guard !problems.isEmpty else { return nil }
    let sorted = problems.sorted {
      ($0.mark.line, $0.mark.column) < ($1.mark.line, $1.mark.column)
    }
    return ConfigurationError(
      problems: sorted.enumerated().map { index, problem in
        explain(problem.message, at: problem.mark, isShown: index < ConfigurationError.shown)
      }, hints: hints)
  }

  private func explain(_ message: String, at mark: YAMLMark, isShown: Bool)
    -> ConfigurationError.Problem
  {
    let excerpt =
      isShown ? SourceExcerpt(source, line: mark.line, column: mark.column)?.rendered() : nil
    return ConfigurationError.Problem(
      location: location(mark), message: message, excerpt: excerpt)
  }
}
