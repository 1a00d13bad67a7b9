// SPDX-License-Identifier: Apache-2.0

/// What a tool tells its caller; a published contract.
public enum ExitStatus: Int32, Sendable {
  /// The tool looked, and the answer is yes.
  case passed = 0
  /// The tool looked, and the answer is no: refused, not verified, drifted.
  case refused = 1
  /// The tool could not look: I/O, a missing object, an unsupported repository.
  case couldNotJudge = 2
  /// The command line is wrong (sysexits `EX_USAGE`).
  case usage = 64
  /// The configuration is wrong (sysexits `EX_CONFIG`).
  case badConfiguration = 78
  /// The user interrupted (128 + SIGINT).
  case interrupted = 130
}

/// An error that can say what failed, on what, why, and what to type.
///
/// Every error type of modelgate conforms, so that a tool renders them all in one place.
public protocol ExplainedError: Error, Sendable {
  /// What failed, on what and why: lower case, no full stop, subjects quoted. May span lines.
  var message: String { get }
  /// Commands or advice that mend it, without the `hint:` prefix.
  var hints: [String] { get }
  /// What the tool exits with.
  var status: ExitStatus { get }
}

extension ExplainedError {
  /// None, unless the error knows better.
  public var hints: [String] { [] }
  /// An error means that the tool could not look.
  public var status: ExitStatus { .couldNotJudge }
}

/// An explained error that needs no type of its own.
public struct Failure: ExplainedError {
  /// What failed, on what and why.
  public let message: String
  /// What to type.
  public let hints: [String]
  /// What the tool exits with.
  public let status: ExitStatus

  /// Makes an error from its words.
  public init(_ message: String, hints: [String] = [], status: ExitStatus = .couldNotJudge) {
    self.message = message
    self.hints = hints
    self.status = status
  }
}
