// SPDX-License-Identifier: Apache-2.0

/// Foreign text made fit for a terminal: what can't be seen is written out.
///
/// Control characters could move the cursor or recolour a report, and the bidirectional controls
/// could show a line in another order than it is read (CVE-2021-42574); both become `\u{…}`.
public enum PrintableText {
  /// The text with everything invisible written out, except line feeds where they are to be kept.
  public static func escape(_ text: String, keepsNewlines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isInvisible) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      if keepsNewlines && scalar == "\n" || !isInvisible(scalar) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += escape(scalar)
      }
    }
    return escaped
  }

  /// Whether a scalar has no shape of its own, or steers how others are shown.
  ///
  /// The joiners of Indic scripts and emoji (U+200C, U+200D) and variation selectors are kept.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format: scalar != "\u{200c}" && scalar != "\u{200d}"
    default: false
    }
  }

  /// A scalar by its number.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// How many columns of a terminal a scalar takes: 0, 1 or 2.
  ///
  /// An approximation of Unicode Standard Annex 11; ambiguous characters are narrow.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97c,
    0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6,
    0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]
}
