// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// One line of a checksum list as coreutils, b3sum, BSD's tools and OpenSSL write it.
///
/// Either digits, a blank, a space or `*` (read as binary), and a name; or `ALGORITHM (NAME) =
/// DIGITS`, there also in Base64. In a reversed list, as BSD's `md5 -r` writes it, one blank is all
/// that stands before the names. A backslash at the start says that `\\`, `\n` and `\r` in the name
/// are escapes; blanks before it mean nothing.
struct ChecksumLine {
  private static let backslash = UInt8(ascii: "\\")
  private static let space = UInt8(ascii: " ")

  /// The hash function that the line itself names.
  let algorithm: DigestAlgorithm?
  /// The digits, in lower or upper case.
  let hex: ArraySlice<UInt8>
  /// Whether one blank is all that stands between digits and name; nil where they stand otherwise.
  let isReversed: Bool?
  /// The path from the list's folder, `./` at its start left out.
  let name: ArraySlice<UInt8>

  /// Reads a line without its line end, in a list of which lines before have told whether it is
  /// reversed, or not yet.
  init(_ line: ArraySlice<UInt8>, isReversed: Bool? = nil) throws(Defect) {
    let line = line.drop { Self.isBlank($0) }
    let isEscaped = line.first == Self.backslash
    let text = isEscaped ? line.dropFirst() : line
    let written: ArraySlice<UInt8>
    if let digits = Self.leadingDigits(text) {
      (algorithm, hex) = (nil, digits)
      (written, self.isReversed) = try Self.name(after: digits, of: text, isReversed)
    } else {
      (algorithm, written, hex) = try Self.tagged(text)
      self.isReversed = nil
    }
    name = try Self.path(written, isEscaped)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == UInt8(ascii: "\t") }

  /// At least the 32 of MD5, up to a blank.
  private static func leadingDigits(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let digits = text.prefix { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
      default: false
      }
    }
    return digits.count >= 32 && text.dropFirst(digits.count).first.map(isBlank) == true
      ? digits : nil
  }

  /// The first line tells for all, as coreutils has it: a name may start with a space or `*` itself.
  private static func name(
    after digits: ArraySlice<UInt8>, of text: ArraySlice<UInt8>, _ isReversed: Bool?
  ) throws(Defect) -> (ArraySlice<UInt8>, isReversed: Bool) {
    let rest = text[(digits.endIndex + 1)...]
    let hasMark = rest.first == space || rest.first == UInt8(ascii: "*")
    if isReversed ?? !hasMark { return (rest, true) }
    guard hasMark else { throw .separator }
    return (rest.dropFirst(), false)
  }

  private static func tagged(_ text: ArraySlice<UInt8>) throws(Defect)
    -> (DigestAlgorithm, ArraySlice<UInt8>, ArraySlice<UInt8>)
  {
    guard let open = text.firstIndex(of: UInt8(ascii: "(")),
      let close = text.lastIndex(of: UInt8(ascii: ")")), open < close
    else { throw .shape }
    var tag = text[..<open]
    if tag.last == space { tag = tag.dropLast() }
    var after = text[(close + 1)...]
    if after.first == space { after = after.dropFirst() }
    guard after.starts(with: "= ".utf8) else { throw .shape }
    after = after.dropFirst()
    let written = text[(open + 1)..<close]
    let digest = after.dropFirst()
    let name = String(decoding: tag, as: UTF8.self)
    if let algorithm = ChecksumTag.algorithm(name, digest.count) {
      return (algorithm, written, digest)
    }
    // As `cksum --base64` and OpenBSD's tools write it.
    guard let bytes = Base64.decode(digest),
      let algorithm = ChecksumTag.algorithm(name, bytes.count * 2)
    else { throw .algorithm }
    return (algorithm, written, Array(Hex.encode(bytes).utf8)[...])
  }

  private static func path(_ written: ArraySlice<UInt8>, _ isEscaped: Bool) throws(Defect)
    -> ArraySlice<UInt8>
  {
    guard written.count <= NativeLine.longestName else { throw .length }
    for byte in written where byte < 0x20 || byte == 0x7f { throw .control(byte) }
    var path = isEscaped ? try unescaped(written)[...] : written
    while path.starts(with: "./".utf8) { path = path.dropFirst(2) }
    guard RelativePath.isBeneathRoot(path) else { throw .path }
    return path
  }

  private static func unescaped(_ written: ArraySlice<UInt8>) throws(Defect) -> [UInt8] {
    var name: [UInt8] = []
    var rest = written
    while let byte = rest.popFirst() {
      guard byte == backslash else {
        name.append(byte)
        continue
      }
      switch rest.popFirst() {
      case backslash: name.append(backslash)
      case UInt8(ascii: "n"): name.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): name.append(UInt8(ascii: "\r"))
      default: throw .escape
      }
    }
    return name
  }
}

extension ChecksumLine {
  /// What is wrong with a line.
  enum Defect: Error {
    case shape, separator, algorithm, escape, path, length
    case control(UInt8)

    var reason: String {
      switch self {
      case .shape: "it is neither 'DIGEST  NAME' nor 'ALGORITHM (NAME) = DIGEST'"
      case .separator:
        "two spaces, or a space and '*', must follow the digest, as in the lines before"
      case .algorithm: "its hash function is not known, or its digest is not of that function"
      case .escape: "a backslash in the path must be followed by a backslash, 'n' or 'r'"
      case .path: "the path is absolute, or has an empty, '.' or '..' component"
      case .length: "the path is longer than \(NativeLine.longestName) bytes"
      case .control(let byte): "the path holds the control byte \(byte), which is not escaped"
      }
    }
  }
}

/// The names of hash functions in checksum lists.
enum ChecksumTag {
  /// The function of a tag such as `SHA256` or `BLAKE2b-256`, whose digest has so many digits.
  static func algorithm(_ tag: String, _ digits: Int) -> DigestAlgorithm? {
    let plain = tag.lowercased().filter { $0 != "-" && $0 != "_" }
    let name =
      switch plain {
      case "blake2b", "b2", "blake2": "blake2b512"
      case "b3": "blake3"
      // As OpenSSL 3 writes it.
      case "sha2224", "sha2256", "sha2384", "sha2512": "sha" + plain.dropFirst(4)
      case let plain where plain.hasPrefix("sha3") && plain.count == 7:
        "sha3_" + plain.dropFirst(4)
      default: plain
      }
    guard let algorithm = DigestAlgorithm(rawValue: name), algorithm.byteCount * 2 == digits
    else { return nil }
    return algorithm
  }

  /// The function of a list, where one of its length may be cut: `b2sum --length`.
  static func algorithm(_ algorithm: DigestAlgorithm, digits: Int) -> DigestAlgorithm {
    guard algorithm == .blake2b512 else { return algorithm }
    return DigestAlgorithm(rawValue: "blake2b\(digits * 4)") ?? algorithm
  }

  /// The function that a list in no particular function has digests of, by their length.
  static func algorithm(digits: Int) -> DigestAlgorithm? {
    switch digits {
    case 32: .md5
    case 40: .sha1
    case 56: .sha224
    case 64: .sha256
    case 96: .sha384
    case 128: .sha512
    default: nil
    }
  }
}
