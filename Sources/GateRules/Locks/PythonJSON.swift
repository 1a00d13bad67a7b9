// SPDX-License-Identifier: Apache-2.0

import TOML

/// A value as Python's `json.dumps(value, sort_keys=True)` writes it, byte by byte.
///
/// Poetry and Pipenv put the SHA-256 of such a text into their lock files.
struct PythonJSON {
  /// Between the items of a list, and between the members of an object.
  var comma = ", "
  /// Between a name and its value.
  var colon = ": "

  /// Nil for dates and times, which Python's writer refuses.
  func text(_ value: TOMLValue) -> String? {
    switch value {
    case .string(let text): return quoted(text)
    case .integer(let number): return String(number)
    case .float(let number): return number.description
    case .bool(let flag): return flag ? "true" : "false"
    case .time: return nil
    case .array(let items):
      let texts = items.compactMap(text)
      return texts.count == items.count ? "[\(texts.joined(separator: comma))]" : nil
    case .table(let members):
      let names = members.keys.sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      let texts = names.compactMap { name in
        members[name].flatMap(text).map { "\(quoted(name))\(colon)\($0)" }
      }
      return texts.count == members.count ? "{\(texts.joined(separator: comma))}" : nil
    }
  }

  /// ASCII alone: everything else as UTF-16 escapes.
  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: quoted += "\\\""
      case 0x5c: quoted += "\\\\"
      case 0x0a: quoted += "\\n"
      case 0x0d: quoted += "\\r"
      case 0x09: quoted += "\\t"
      case 0x08: quoted += "\\b"
      case 0x0c: quoted += "\\f"
      case 0x20...0x7f: quoted += String(UnicodeScalar(UInt8(unit)))
      default:
        let hex = String(unit, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }
    }
    return quoted + "\""
  }
}
