// SPDX-License-Identifier: Apache-2.0

import Digests

extension Stamp {
  /// What all keys and values may hold together, in bytes; official readers take any length.
  static let sizeLimit = 1 << 22

  func check() throws(StampError) {
    try checkVersion()
    try Self.checkText(StampKey.repository, repository)
    try Self.checkText(StampKey.pipeline, pipeline)
    try Self.checkText(StampKey.build, build)
    try Self.checkDigests(StampKey.data, data)
    try Self.checkDigests(StampKey.dependencies, dependencies)
    try checkExtras()
    let size = keyValues.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    guard size <= Self.sizeLimit else { throw .tooLarge }
  }

  private func checkVersion() throws(StampError) {
    let digits = version.utf8.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let rest = version.utf8.dropFirst(digits.count)
    guard version.utf8.count <= 64, rest.first == nil || rest.first == UInt8(ascii: "."),
      rest.allSatisfy(Self.isVersionByte), let major = Int(String(digits) ?? "")
    else {
      throw .invalid(key: StampKey.version.rawValue, reason: "is not a version")
    }
    guard major <= Self.supportedMajor else { throw .unsupportedVersion(version) }
  }

  private static func isVersionByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }

  private static func checkText(_ key: StampKey, _ text: String?) throws(StampError) {
    guard let text else { return }
    guard !text.isEmpty else { throw .invalid(key: key.rawValue, reason: "is empty") }
    guard isPrintable(text) else {
      throw .invalid(key: key.rawValue, reason: "has control characters")
    }
  }

  private static func checkDigests(_ key: StampKey, _ digests: NamedDigests) throws(StampError) {
    if let name = digests.duplicate {
      throw .invalid(key: key.rawValue, reason: "names '\(name)' twice")
    }
    for entry in digests {
      guard !entry.name.isEmpty, isPrintable(entry.name) else {
        throw .invalid(key: key.rawValue, reason: "has a name that is empty or not printable")
      }
      guard entry.digest.algorithm == .sha256 else {
        throw .invalid(
          key: key.rawValue,
          reason: "has \(entry.digest.algorithm.rawValue) for '\(entry.name)' where sha256 is due")
      }
    }
  }

  private func checkExtras() throws(StampError) {
    for extra in extras {
      guard StampEntry.isReserved(extra.key.utf8), StampKey(rawValue: extra.key) == nil else {
        throw .invalid(key: extra.key, reason: "is not an extra key")
      }
      guard Self.isPrintable(extra.key), Self.isPrintable(extra.value) else {
        throw .invalid(key: Self.printable(extra.key), reason: "has control characters")
      }
    }
    for (left, right) in zip(extras, extras.dropFirst())
    where left.key.utf8.elementsEqual(right.key.utf8) {
      throw .duplicate(left.key)
    }
  }

  /// Whether text is free of what moves a cursor or hides text: C0, DEL, C1, line and paragraph
  /// separators, and the bidirectional controls.
  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: false
      default: true
      }
    }
  }

  /// Text for a message, with `?` for what is not printable.
  static func printable(_ text: String) -> String {
    String(text.prefix(80).map { isPrintable(String($0)) ? $0 : "?" })
  }
}
