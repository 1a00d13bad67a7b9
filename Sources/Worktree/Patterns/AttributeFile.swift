// SPDX-License-Identifier: Apache-2.0

/// What gitattributes(5) says of one attribute.
public enum AttributeState: Hashable, Sendable {
  /// `name`
  case set
  /// `-name`
  case unset
  /// `name=value`
  case value([UInt8])
  /// `!name`, or never mentioned.
  case unspecified
}

/// The lines of one file in the format of gitattributes(5).
public struct AttributeFile: Sendable {
  /// A larger file says nothing, as in git.
  public static let maximumSize = 100 << 20
  /// A longer line says nothing, as in git.
  static let maximumLine = 2048

  /// One assignment of a line.
  struct Assignment: Sendable {
    let name: [UInt8]
    let state: AttributeState
  }

  /// A pattern with its assignments.
  struct Rule: Sendable {
    let pattern: PathPattern
    let assignments: [Assignment]
  }

  let rules: [Rule]
  /// `[attr]NAME …` definitions; the last of a name counts.
  let macros: [[UInt8]: [Assignment]]

  /// Reads the lines.
  ///
  /// - Parameters:
  ///   - content: the whole file.
  ///   - allowsMacros: whether `[attr]` lines count: at the root, in `info/attributes` and in the
  ///     user's file, not in the `.gitattributes` of a folder.
  ///   - foldsCase: whether ASCII letters match in either case (`core.ignoreCase`).
  public init(_ content: [UInt8], allowsMacros: Bool, foldsCase: Bool = false) {
    var rules: [Rule] = []
    var macros: [[UInt8]: [Assignment]] = [:]
    for line in Self.lines(content) {
      guard let parsed = AttributeLine(line) else { continue }
      if let macro = parsed.macroName {
        if allowsMacros { macros[macro] = parsed.assignments }
        continue
      }
      let pattern = PathPattern(parsed.pattern[...], foldsCase: foldsCase)
      if !pattern.isNegative {
        rules.append(Rule(pattern: pattern, assignments: parsed.assignments))
      }
    }
    self.rules = rules
    self.macros = macros
  }

  private static func lines(_ content: [UInt8]) -> [ArraySlice<UInt8>] {
    guard content.count < maximumSize else { return [] }
    let hasMark = content.starts(with: [0xef, 0xbb, 0xbf])
    let text = content[(hasMark ? 3 : 0)...].prefix { $0 != 0 }
    return text.split(separator: UInt8(ascii: "\n")).filter { $0.count < maximumLine }
  }
}

/// One line, taken apart.
private struct AttributeLine {
  private static let blanks: Set<UInt8> = Set(" \t\r\n".utf8)
  private static let macroPrefix = Array("[attr]".utf8)

  private(set) var pattern: [UInt8] = []
  private(set) var macroName: [UInt8]?
  private(set) var assignments: [AttributeFile.Assignment] = []

  /// Nil for blank lines, comments, and lines with an attribute whose name is not allowed.
  init?(_ line: ArraySlice<UInt8>) {
    var rest = line.drop(while: Self.blanks.contains)
    guard let first = rest.first, first != UInt8(ascii: "#") else { return nil }
    if first == UInt8(ascii: "\""), let (text, after) = CQuoted.read(rest) {
      (pattern, rest) = (text, after)
    } else {
      (pattern, rest) = Self.word(rest)
    }
    if pattern.count > Self.macroPrefix.count, pattern.starts(with: Self.macroPrefix) {
      var name = pattern[Self.macroPrefix.count...].drop(while: Self.blanks.contains)
      name = name.prefix { !Self.blanks.contains($0) }
      guard Self.isName(name) else { return nil }
      macroName = Array(name)
    }
    while case let trimmed = rest.drop(while: Self.blanks.contains), !trimmed.isEmpty {
      let (text, after) = Self.word(trimmed)
      guard let assignment = Self.assignment(text) else { return nil }
      assignments.append(assignment)
      rest = after
    }
  }

  private static func word(_ text: ArraySlice<UInt8>) -> ([UInt8], ArraySlice<UInt8>) {
    let word = text.prefix { !blanks.contains($0) }
    return (Array(word), text[word.endIndex...])
  }

  private static func assignment(_ text: [UInt8]) -> AttributeFile.Assignment? {
    let equals = text.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
    var name = text[..<equals]
    let sign = name.first
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "!")
    if isSigned { name = name.dropFirst() }
    guard isName(name), !name.starts(with: "builtin_".utf8) else { return nil }
    let state: AttributeState =
      if isSigned {
        sign == UInt8(ascii: "-") ? .unset : .unspecified
      } else if equals < text.endIndex {
        .value(Array(text[(equals + 1)...]))
      } else {
        .set
      }
    return AttributeFile.Assignment(name: Array(name), state: state)
  }

  private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, first != UInt8(ascii: "-") else { return false }
    return name.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

/// Text in double quotes with the escapes of C, as git writes unusual paths.
enum CQuoted {
  /// The text, and what follows the closing quote; nil when it is malformed.
  static func read(_ quoted: ArraySlice<UInt8>) -> ([UInt8], ArraySlice<UInt8>)? {
    guard quoted.first == UInt8(ascii: "\"") else { return nil }
    var text: [UInt8] = []
    var rest = quoted.dropFirst()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return (text, rest)
      case UInt8(ascii: "\\"):
        guard let escaped = escape(&rest) else { return nil }
        text.append(escaped)
      default: text.append(byte)
      }
    }
    return nil
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let letter = rest.popFirst() else { return nil }
    switch letter {
    case UInt8(ascii: "a"): return 7
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "v"): return 11
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): return letter
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      guard let second = octal(&rest), let third = octal(&rest) else { return nil }
      return (letter - UInt8(ascii: "0")) << 6 | second << 3 | third
    default: return nil
    }
  }

  private static func octal(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let digit = rest.popFirst(), (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit)
    else { return nil }
    return digit - UInt8(ascii: "0")
  }
}
