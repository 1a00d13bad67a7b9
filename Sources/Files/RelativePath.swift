// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A path below some root, as the bytes that git and the kernel use.
///
/// Bytes are the identity: names that differ only in Unicode normalization or in case are different
/// paths. It never starts with `/`, and no component is empty, `.` or `..`; so joining it to a root
/// stays beneath that root as far as names go (links are another matter).
public struct RelativePath: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The bytes, components separated by `/`.
  public let bytes: [UInt8]

  /// Checks and wraps bytes, or returns nil when they are not a path beneath a root.
  public init?(bytes: [UInt8]) {
    guard Self.isBeneathRoot(bytes[...]) else { return nil }
    self.bytes = bytes
  }

  /// Checks and wraps UTF-8 text, or returns nil when it is not a path beneath a root.
  public init?(_ text: some StringProtocol) {
    self.init(bytes: Array(text.utf8))
  }

  /// Wraps bytes that are known to be a path beneath a root, such as names the kernel listed.
  package init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether bytes are a path beneath a root; it allocates nothing.
  public static func isBeneathRoot(_ bytes: ArraySlice<UInt8>) -> Bool {
    isBeneathRoot(bytes.span)
  }

  /// The same of bytes that somebody else keeps.
  public static func isBeneathRoot(_ bytes: Span<UInt8>) -> Bool {
    var length = 0
    var dots = 0
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case 0: return false
      case UInt8(ascii: "/"):
        guard length > 2 || length > dots else { return false }
        length = 0
        dots = 0
      default:
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return length > 2 || length > dots
  }

  /// The components, at least one.
  public var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  /// The last component.
  public var name: ArraySlice<UInt8> {
    bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[($0 + 1)...] } ?? bytes[...]
  }

  /// Everything before the last component; nil at the top level.
  public var parent: RelativePath? {
    bytes.lastIndex(of: UInt8(ascii: "/")).map { RelativePath(unchecked: Array(bytes[..<$0])) }
  }

  /// This path with another below it.
  public func appending(_ other: RelativePath) -> RelativePath {
    RelativePath(unchecked: bytes + [UInt8(ascii: "/")] + other.bytes)
  }

  /// Whether this is `other` or lies below it.
  public func isAtOrBelow(_ other: RelativePath) -> Bool {
    bytes.starts(with: other.bytes)
      && (bytes.count == other.bytes.count || bytes[other.bytes.count] == UInt8(ascii: "/"))
  }

  /// What remains of this path below `root`; nil when it is not strictly below it.
  public func relative(to root: RelativePath) -> RelativePath? {
    guard isAtOrBelow(root), bytes.count > root.bytes.count else { return nil }
    return RelativePath(unchecked: Array(bytes[(root.bytes.count + 1)...]))
  }

  /// The path as UTF-8 text, or nil when its bytes are something else.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The path for people: as it is when it is plain UTF-8, else quoted as git's `core.quotePath`.
  public var description: String { Self.quoted(bytes) }

  /// Quotes bytes as git does: `"` around, `\n`, `\t`, `\"`, `\\` and three octal digits inside.
  public static func quoted(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self),
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0x22 || $0 == 0x5c })
    {
      return text
    }
    return "\"" + bytes.map(escape).joined() + "\""
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\n"): return "\\n"
    case UInt8(ascii: "\t"): return "\\t"
    case UInt8(ascii: "\r"): return "\\r"
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case 0x20...0x7e: return String(UnicodeScalar(byte))
    default:
      let octal = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - octal.count) + octal
    }
  }

  /// Orders paths by their bytes, as git and `LC_ALL=C sort` do.
  public static func < (left: RelativePath, right: RelativePath) -> Bool {
    ByteOrder.compare(left.bytes[...], right.bytes[...]) < 0
  }
}

/// The order of byte strings that git, `memcmp` and `LC_ALL=C sort` have in common.
public enum ByteOrder {
  /// Negative, zero or positive as the left one comes first, both are equal, or it comes last; a
  /// prefix comes before what it begins.
  public static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    compare(left.span, right.span)
  }

  /// The same of bytes that somebody else keeps.
  public static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    let common = unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return CInt(0) }
        return unsafe memcmp(a, b, min(left.count, right.count))
      }
    }
    return common != 0 ? Int(common) : left.count - right.count
  }

  /// Where a byte stands first at or after a place; nil when it does not.
  public static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard start >= 0, start < bytes.count, let base = bytes.baseAddress,
        let found = unsafe memchr(base + start, CInt(byte), bytes.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }
}
