// SPDX-License-Identifier: Apache-2.0

import Digests

/// A block of textual encoding, RFC 7468.
struct PEM: Equatable {
  /// What stands between `BEGIN` and the dashes: `PUBLIC KEY`.
  let label: String
  /// The DER bytes.
  let content: [UInt8]

  private static let lineLength = 64
  private static let dashes = "-----"

  init(label: String, content: [UInt8]) {
    self.label = label
    self.content = content
  }

  /// The block with lines of 64 columns and a newline at the end, as openssl writes it.
  var text: String {
    var rest = Base64.encode(content)[...]
    var lines = ["-----BEGIN \(label)-----"]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(Self.lineLength)))
      rest = rest.dropFirst(Self.lineLength)
    }
    lines.append("-----END \(label)-----")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads every block of a text, or returns nil when one is broken.
  ///
  /// Text outside of the blocks is explanatory and passed over, as RFC 7468 section 2 allows.
  static func blocks(in text: [UInt8]) -> [PEM]? {
    var blocks: [PEM] = []
    var open: (label: [UInt8], base64: [UInt8])?
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).map(trimmed) {
      if let label = boundary("BEGIN ", line) {
        guard open == nil else { return nil }
        open = (label, [])
      } else if let label = boundary("END ", line) {
        guard let (began, base64) = open, began == label, let block = PEM(label, base64) else {
          return nil
        }
        blocks.append(block)
        open = nil
      } else {
        open?.base64 += line
      }
    }
    return open == nil ? blocks : nil
  }

  private init?(_ label: [UInt8], _ base64: [UInt8]) {
    guard let label = String(validating: label, as: UTF8.self),
      let content = Base64.decode(base64), !content.isEmpty
    else { return nil }
    self.init(label: label, content: content)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    return line.drop(while: isSpace).reversed().drop(while: isSpace).reversed()[...]
  }

  private static func boundary(_ word: String, _ line: ArraySlice<UInt8>) -> [UInt8]? {
    let start = Array((dashes + word).utf8)
    let end = Array(dashes.utf8)
    guard line.starts(with: start), line.count >= start.count + end.count,
      line.suffix(end.count).elementsEqual(end)
    else { return nil }
    return Array(line.dropFirst(start.count).dropLast(end.count))
  }
}
