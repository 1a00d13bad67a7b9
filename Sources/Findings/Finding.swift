// SPDX-License-Identifier: Apache-2.0

/// How much a finding weighs in the verdict.
public enum Severity: String, Sendable, Comparable, CaseIterable {
  /// Said, but does not refuse.
  case warning = "warn"
  /// Refuses.
  case error
  /// Could not be judged; the tool exits 2 and never passes.
  case undecided

  private var rank: Int {
    switch self {
    case .warning: 0
    case .error: 1
    case .undecided: 2
    }
  }

  /// Orders warnings before errors before what could not be judged.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A place in a repository or in a file.
public struct Location: Hashable, Sendable {
  /// A printable path, relative to the repository's root; quoted as git does when it is not UTF-8.
  public var path: String
  /// The line, from 1.
  public var line: Int?
  /// The column in UTF-8 bytes, from 1.
  public var column: Int?

  /// Names a file, and a position in it where one is known.
  public init(_ path: String, line: Int? = nil, column: Int? = nil) {
    self.path = path
    self.line = line
    self.column = column
  }
}

/// One thing that a rule found: what, where, why, and what to type.
public struct Finding: Hashable, Sendable {
  /// The rule's id, for example `worktree/modified`.
  public var rule: String
  /// How much it weighs.
  public var severity: Severity
  /// Where it was found; nil when it concerns the repository as a whole.
  public var location: Location?
  /// What was found: lower case, no full stop, the subject quoted.
  public var message: String
  /// Commands that mend it, each fit to paste.
  public var hints: [String]

  /// Makes a finding of a rule at a place.
  public init(
    rule: String, severity: Severity, location: Location? = nil, message: String,
    hints: [String] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.location = location
    self.message = message
    self.hints = hints
  }
}
