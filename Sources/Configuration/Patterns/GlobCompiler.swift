// SPDX-License-Identifier: Apache-2.0

/// Why a text is no pattern.
package struct GlobError: Error {
  /// What is wrong: lower case, no full stop.
  package var problem: String
}

/// Reads shell patterns.
struct GlobCompiler {
  /// Longer patterns are refused; no path needs them.
  static let longest = 4096

  private let bytes: [UInt8]
  private var position = 0
  private var steps: [Glob.Step] = []

  /// Reads a pattern's steps.
  static func steps(of bytes: [UInt8]) throws(GlobError) -> [Glob.Step] {
    guard bytes.count <= longest else {
      throw GlobError(problem: "the pattern is longer than \(longest) bytes")
    }
    var compiler = GlobCompiler(bytes: bytes)
    while compiler.position < bytes.count { try compiler.step() }
    return compiler.steps
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func step() throws(GlobError) {
    switch take() {
    case UInt8(ascii: "?"): steps.append(.one)
    case UInt8(ascii: "*"): stars()
    case UInt8(ascii: "["): steps.append(.among(try bracket()))
    case UInt8(ascii: "\\"): steps.append(.byte(try escaped()))
    case let byte: steps.append(.byte(byte))
    }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take() -> UInt8 {
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func escaped() throws(GlobError) -> UInt8 {
    guard next != nil else { throw GlobError(problem: "a '\\' at the end escapes nothing") }
    return take()
  }

  /// One star, or two or more: folders where slashes stand on both sides, else the same as one.
  private mutating func stars() {
    let start = position - 1
    while next == UInt8(ascii: "*") { position += 1 }
    let opens = start == 0 || bytes[start - 1] == UInt8(ascii: "/")
    guard position - start >= 2, opens else { return steps.append(.many) }
    if next == nil {
      steps.append(.all)
    } else if next == UInt8(ascii: "/") {
      position += 1
      steps += [.optional(count: 2), .all, .byte(UInt8(ascii: "/"))]
    } else {
      steps.append(.many)
    }
  }

  private mutating func bracket() throws(GlobError) -> Set<UInt8> {
    let isNegated = next == UInt8(ascii: "!") || next == UInt8(ascii: "^")
    if isNegated { position += 1 }
    var members: Set<UInt8> = []
    var isFirst = true
    while true {
      guard next != nil else { throw GlobError(problem: "a '[' is not closed with ']'") }
      if next == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      members.formUnion(try range(from: try member()))
    }
    position += 1
    return isNegated ? Set(UInt8.min...UInt8.max).subtracting(members) : members
  }

  private mutating func member() throws(GlobError) -> UInt8 {
    let byte = take()
    if byte == UInt8(ascii: "["), next == UInt8(ascii: ":") {
      throw GlobError(problem: "classes such as '[:alpha:]' are not understood")
    }
    return byte == UInt8(ascii: "\\") ? try escaped() : byte
  }

  /// A member alone, or the range that a `-` makes of it.
  private mutating func range(from first: UInt8) throws(GlobError) -> Set<UInt8> {
    guard next == UInt8(ascii: "-"), position + 1 < bytes.count,
      bytes[position + 1] != UInt8(ascii: "]")
    else { return [first] }
    position += 1
    let last = try member()
    return first <= last ? Set(first...last) : []
  }
}
