// SPDX-License-Identifier: Apache-2.0

import Findings

/// The word after `modelgate`: letters, digits, `-` and `_`, so that it is never a path.
struct ToolName {
  /// What the executables' names start with.
  static let prefix = "modelgate-"
  /// Longer than any command, shorter than what a file system refuses.
  private static let limit = 64

  let text: String

  init(_ bytes: [UInt8]) throws(Failure) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.first != UInt8(ascii: "-") else {
      throw Self.refuse("unknown option '\(PrintableText.escape(text))'")
    }
    guard !bytes.isEmpty, bytes.count <= Self.limit, bytes.allSatisfy(Self.isAllowed) else {
      let shown = PrintableText.escape(String(text.prefix(Self.limit)))
      throw Self.refuse("'\(shown)' is not a command: its name has letters, digits, '-' and '_'")
    }
    self.text = text
  }

  /// The file to look for.
  var executable: String { Self.prefix + text }

  private static func refuse(_ message: String) -> Failure {
    Failure(message, hints: ["modelgate --help"], status: .usage)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
