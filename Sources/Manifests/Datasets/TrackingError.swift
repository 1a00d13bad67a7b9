// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// Why no manifest can be made of a path.
public struct TrackingError: ExplainedError {
  /// What stands in the way.
  public enum Reason: Sendable {
    /// Nothing is there.
    case absent
    /// A folder without any file; its manifest would cover nothing.
    case empty
    /// A folder of whose files its patterns leave none.
    case unselected
    /// Something in it is no file, or cannot be read.
    case incomplete([DatasetContent.Irregular], [FileError])
    /// The manifest cannot be written.
    case unwritable(any ExplainedError)
  }

  /// The path, from the repository's root.
  public let dataset: RelativePath
  /// What stands in the way.
  public let reason: Reason

  init(_ dataset: RelativePath, _ reason: Reason) {
    self.dataset = dataset
    self.reason = reason
  }

  /// Every obstacle, one a line.
  public var message: String {
    let lead = "cannot track '\(dataset)': "
    return switch reason {
    case .absent: lead + "nothing is there"
    case .empty: lead + "the folder holds no file, so a manifest would cover nothing"
    case .unselected:
      lead + "the patterns leave no file of the folder, so a manifest would cover nothing"
    case .unwritable(let error): lead + error.message
    case .incomplete(let irregular, let errors):
      lead + "it cannot be listed completely\n"
        + (irregular.map { "  '\($0.path)' is a \($0.what)" } + errors.map { "  \($0.message)" })
        .joined(separator: "\n")
    }
  }

  /// What mends it.
  public var hints: [String] {
    switch reason {
    case .incomplete(let irregular, _):
      Self.hints(irregular.filter { $0.path != dataset.lastComponent })
    default: []
    }
  }

  private static func hints(_ irregular: [DatasetContent.Irregular]) -> [String] {
    if irregular.isEmpty { return [] }
    let hasLinks = irregular.contains { $0.what.hasPrefix("symbolic link") }
    return (hasLinks ? ["replace links that leave the dataset by the files that they lead to"] : [])
      + ["leave names out of the dataset: modelgate data track PATH --exclude PATTERN"]
  }

  /// What is there and cannot be tracked is refused; what cannot be read is not judged.
  public var status: ExitStatus {
    switch reason {
    case .absent, .empty, .unselected: .refused
    case .incomplete(_, let errors): errors.isEmpty ? .refused : .couldNotJudge
    case .unwritable(let error): error.status
    }
  }
}
