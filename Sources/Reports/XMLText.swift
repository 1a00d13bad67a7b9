// SPDX-License-Identifier: Apache-2.0

import Findings

/// Text fit for XML 1.0.
///
/// Control characters are not allowed in XML even as references, so they are written out as
/// ``PrintableText`` does.
enum XMLText {
  /// Text between tags.
  static func content(_ text: String) -> String { escape(text, keepsNewlines: true) }

  /// An attribute with its name and quotes, and a space before it.
  static func attribute(_ name: String, _ value: String) -> String {
    // Readers turn a bare line feed in an attribute into a space.
    let escaped = escape(value, keepsNewlines: true).split(
      separator: "\n", omittingEmptySubsequences: false)
    return " \(name)=\"\(escaped.joined(separator: "&#10;"))\""
  }

  private static func escape(_ text: String, keepsNewlines: Bool) -> String {
    var escaped = ""
    let printable = PrintableText.escape(text, keepsNewlines: keepsNewlines)
    for scalar in printable.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&apos;"
      case "\u{fffe}", "\u{ffff}": escaped += "\u{fffd}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
