// SPDX-License-Identifier: Apache-2.0

public import Findings

/// Why fields are not a stamp.
public enum StampError: ExplainedError, Equatable {
  /// Mandatory keys are absent.
  case missing([String])
  /// A key comes twice.
  case duplicate(String)
  /// A value is not what its key stands for.
  case invalid(key: String, reason: String)
  /// A later modelgate wrote it, and its fields may mean something else.
  case unsupportedVersion(String)
  /// There are more fields, or longer ones, than any modelgate writes.
  case tooLarge

  /// Which field is wrong, and why.
  public var message: String {
    switch self {
    case .missing(let keys): "the stamp lacks \(keys.map { "'\($0)'" }.joined(separator: ", "))"
    case .duplicate(let key): "the stamp has '\(key)' twice"
    case .invalid(let key, let reason): "the stamp's '\(key)' \(reason)"
    case .unsupportedVersion(let version):
      "the stamp was written by modelgate '\(version)', which this version does not understand"
    case .tooLarge: "the stamp is larger than 4 MiB"
    }
  }

  /// An update for a stamp from the future, otherwise none.
  public var hints: [String] {
    switch self {
    case .unsupportedVersion: ["update modelgate, then try again"]
    default: []
    }
  }

  /// The answer is no: this is no provenance.
  public var status: ExitStatus { .refused }
}
