// SPDX-License-Identifier: Apache-2.0

/// What the findings add up to.
public enum Verdict: String, Sendable {
  /// Nothing refuses.
  case passed
  /// At least one error.
  case refused
  /// Something could not be judged, so nothing may be passed.
  case couldNotJudge = "could-not-judge"

  /// Judges findings: what could not be judged outweighs an error, which outweighs a warning.
  public init(_ findings: some Sequence<Finding>) {
    switch findings.lazy.map(\.severity).max() {
    case nil, .warning: self = .passed
    case .error: self = .refused
    case .undecided: self = .couldNotJudge
    }
  }

  /// The exit status that says it.
  public var status: ExitStatus {
    switch self {
    case .passed: .passed
    case .refused: .refused
    case .couldNotJudge: .couldNotJudge
    }
  }
}
