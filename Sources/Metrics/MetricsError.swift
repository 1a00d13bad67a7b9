// SPDX-License-Identifier: Apache-2.0

import Findings

/// Why a file holds no metrics that can be kept.
///
/// The words follow the file's name: `holds no number`.
public enum MetricsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is larger than a signed record should be.
  case tooLarge(Int)
  /// It is not what its name says.
  case malformed(format: String, reason: String)
  /// A number is NaN, infinite, or beyond what a double can hold.
  case notFinite(name: String, literal: String)
  /// Two numbers have one name.
  case duplicate(String)
  /// A number has no name, or one too long to show.
  case badName(String)
  /// There is no number in it.
  case noNumber

  /// The reason in words.
  public var description: String {
    switch self {
    case .tooLarge(let size):
      "has \(size) bytes, more than the \(MetricsFormat.byteLimit) that the signed record keeps"
    case .malformed(let format, let reason): "is not valid \(format): \(reason)"
    case .notFinite(let name, let literal):
      "gives '\(Self.short(name))' as \(Self.short(literal)), which is no finite number"
    case .duplicate(let name): "gives '\(Self.short(name))' twice"
    case .badName(let reason): "has a number whose name \(reason)"
    case .noNumber: "holds no number"
    }
  }

  private static func short(_ text: String) -> String {
    PrintableText.escape(String(text.unicodeScalars.prefix(60)))
      + (text.unicodeScalars.count > 60 ? "…" : "")
  }
}
