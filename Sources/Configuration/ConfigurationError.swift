// SPDX-License-Identifier: Apache-2.0

public import Findings

/// Everything that is wrong with a configuration, not the first thing only.
public struct ConfigurationError: ExplainedError {
  /// One thing that is wrong.
  public struct Problem: Sendable, Equatable {
    /// Where.
    public var location: Location
    /// What: lower case, no full stop.
    public var message: String
    /// The line with a caret under the place; nil when there is no such line.
    public var excerpt: String?
  }

  /// More than these are only counted.
  static let shown = 50

  /// What is wrong, in the order of the file; at least one.
  public let problems: [Problem]
  /// What to do about it.
  public let hints: [String]

  /// The configuration is wrong.
  public var status: ExitStatus { .badConfiguration }

  /// Each problem as `modelgate.yaml:LINE:COLUMN: problem`, with its line and a caret.
  public var message: String {
    let name = problems.first?.location.path ?? Configuration.fileName
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    var lines = ["'\(name)' has \(count)"]
    for problem in problems.prefix(Self.shown) { lines.append(problem.rendered) }
    if problems.count > Self.shown { lines.append("and \(problems.count - Self.shown) more") }
    return lines.joined(separator: "\n")
  }
}

extension ConfigurationError.Problem {
  fileprivate var rendered: String {
    let place = "\(location.path):\(location.line ?? 1):\(location.column ?? 1)"
    return ["\(place): \(PrintableText.escape(message))", excerpt].compactMap(\.self)
      .joined(separator: "\n")
  }
}
