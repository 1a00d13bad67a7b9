// SPDX-License-Identifier: Apache-2.0

/// Reads the data types of SSH, RFC 4251 section 5.
struct SSHReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// Big-endian.
  mutating func uint32() -> UInt32? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Bytes after their length.
  mutating func string() -> [UInt8]? {
    guard let length = uint32(), Int(length) <= rest.count else { return nil }
    defer { rest = rest.dropFirst(Int(length)) }
    return Array(rest.prefix(Int(length)))
  }

  mutating func text() -> String? {
    string().flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// A number that is not negative, big-endian and filled up with zeros to a length; nil when it is
  /// longer, or not written in the shortest way.
  mutating func number(length: Int) -> [UInt8]? {
    guard let bytes = string(), let first = bytes.first, first < 0x80 else { return nil }
    if first == 0, bytes.count > 1, bytes[1] < 0x80 { return nil }
    let digits = first == 0 ? Array(bytes.dropFirst()) : bytes
    guard digits.count <= length else { return nil }
    return [UInt8](repeating: 0, count: length - digits.count) + digits
  }

  mutating func take(_ bytes: [UInt8]) -> Bool {
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }
}

/// Writes the data types of SSH.
struct SSHWriter {
  private(set) var bytes: [UInt8] = []

  mutating func uint32(_ value: Int) {
    bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  mutating func string(_ content: some Collection<UInt8>) {
    uint32(content.count)
    bytes += content
  }

  mutating func string(_ text: String) { string(text.utf8) }

  /// A number that is not negative, big-endian.
  mutating func number(_ digits: some Collection<UInt8>) {
    let significant = Array(digits.drop { $0 == 0 })
    string(significant.first.map { $0 >= 0x80 } ?? false ? [0] + significant : significant)
  }

  mutating func raw(_ content: [UInt8]) { bytes += content }
}
