// SPDX-License-Identifier: Apache-2.0

/// A compiled wildcard pattern that agrees with git's wildmatch byte by byte.
///
/// `*` and `?` and brackets never match a slash when paths are matched; `**` between slashes matches
/// any number of folders. Only the last `*` of a component and the last `**` are ever tried again,
/// which finds every match (an earlier one could only leave less), so the time is bounded by the
/// lengths of pattern and path times the number of folders, never exponential.
struct Wildmatch: Sendable {
  private enum Token: Sendable {
    case byte(UInt8)
    case anyByte
    case set(ByteSet)
    /// Any bytes; no slash among them when paths are matched.
    case star
    /// `**/`: nothing, or anything up to and with a slash.
    case folders(mayBeNone: Bool)
    /// `**` at the end: everything.
    case rest
  }

  private let tokens: [Token]
  /// Whether a slash is special.
  private let isPath: Bool
  private let foldsCase: Bool
  /// A pattern with a bracket that does not end matches nothing.
  private let isMalformed: Bool

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - pattern: the bytes.
  ///   - isPath: whether a slash in the text is matched only by a slash (`WM_PATHNAME`).
  ///   - foldsCase: whether ASCII letters match in either case (`WM_CASEFOLD`).
  init(_ pattern: ArraySlice<UInt8>, isPath: Bool, foldsCase: Bool) {
    var compiler = Compiler(Array(pattern), isPath: isPath, foldsCase: foldsCase)
    isMalformed = !compiler.run()
    tokens = compiler.tokens
    self.isPath = isPath
    self.foldsCase = foldsCase
  }

  /// Whether the pattern matches all of the text.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    if isMalformed { return false }
    var matcher = Matcher(position: text.startIndex)
    while true {
      if step(&matcher, text) { continue }
      if matcher.token == tokens.count && matcher.position == text.endIndex { return true }
      if case .rest? = token(matcher.token) { return true }
      guard retry(&matcher, text) else { return false }
    }
  }

  /// Where the match stands, and where it can be taken up again.
  private struct Matcher {
    var position: Int
    var token = 0
    var star: (token: Int, position: Int)?
    var folders: (token: Int, position: Int)?
  }

  @inline(__always) private func token(_ number: Int) -> Token? {
    number < tokens.count ? tokens[number] : nil
  }

  /// Matches one token; false when it does not match or none is left.
  private func step(_ matcher: inout Matcher, _ text: ArraySlice<UInt8>) -> Bool {
    switch token(matcher.token) {
    case .star?:
      matcher.star = (matcher.token + 1, matcher.position)
    case .folders(let mayBeNone)?:
      matcher.star = nil
      matcher.folders = (matcher.token + 1, matcher.position)
      if !mayBeNone { return retryFolders(&matcher, text) }
    case .byte(let byte)?:
      guard matcher.position < text.endIndex, folded(text[matcher.position]) == byte else {
        return false
      }
      matcher.position += 1
      if isPath && byte == UInt8(ascii: "/") { matcher.star = nil }
    case .anyByte?:
      guard matcher.position < text.endIndex, !isSlash(text[matcher.position]) else { return false }
      matcher.position += 1
    case .set(let set)?:
      guard matcher.position < text.endIndex, !isSlash(text[matcher.position]),
        set.contains(folded(text[matcher.position]))
      else { return false }
      matcher.position += 1
    case .rest?, nil: return false
    }
    matcher.token += 1
    return true
  }

  @inline(__always) private func isSlash(_ byte: UInt8) -> Bool {
    isPath && byte == UInt8(ascii: "/")
  }

  @inline(__always) private func folded(_ byte: UInt8) -> UInt8 {
    foldsCase ? ASCII.lowercased(byte) : byte
  }

  /// Gives one more byte to the last star, or one more folder to the last `**/`.
  private func retry(_ matcher: inout Matcher, _ text: ArraySlice<UInt8>) -> Bool {
    if let star = matcher.star {
      if star.position < text.endIndex, !isSlash(text[star.position]) {
        matcher.star = (star.token, star.position + 1)
        (matcher.token, matcher.position) = (star.token, star.position + 1)
        return true
      }
      matcher.star = nil
    }
    return retryFolders(&matcher, text)
  }

  private func retryFolders(_ matcher: inout Matcher, _ text: ArraySlice<UInt8>) -> Bool {
    guard let folders = matcher.folders,
      let slash = text[folders.position...].firstIndex(of: UInt8(ascii: "/"))
    else {
      matcher.folders = nil
      return false
    }
    matcher.folders = (folders.token, slash + 1)
    (matcher.token, matcher.position) = (folders.token, slash + 1)
    return true
  }

  /// Reads the pattern.
  private struct Compiler {
    private let pattern: [UInt8]
    private let isPath: Bool
    private let foldsCase: Bool
    private var position = 0
    var tokens: [Token] = []

    init(_ pattern: [UInt8], isPath: Bool, foldsCase: Bool) {
      self.pattern = pattern
      self.isPath = isPath
      self.foldsCase = foldsCase
    }

    private func byte(_ offset: Int) -> UInt8 { offset < pattern.count ? pattern[offset] : 0 }

    /// Whether the pattern is well formed.
    mutating func run() -> Bool {
      while position < pattern.count {
        switch pattern[position] {
        case UInt8(ascii: "*"): stars()
        case UInt8(ascii: "?"):
          tokens.append(.anyByte)
          position += 1
        case UInt8(ascii: "["):
          guard bracket() else { return false }
        case UInt8(ascii: "\\"):
          guard position + 1 < pattern.count else { return false }
          tokens.append(.byte(pattern[position + 1]))
          position += 2
        default:
          tokens.append(.byte(foldsCase ? ASCII.lowercased(pattern[position]) : pattern[position]))
          position += 1
        }
      }
      return true
    }

    private mutating func stars() {
      let start = position
      while byte(position) == UInt8(ascii: "*") { position += 1 }
      let slash = UInt8(ascii: "/")
      guard isPath, position - start > 1, start == 0 || pattern[start - 1] == slash else {
        tokens.append(.star)
        return
      }
      if position == pattern.count {
        tokens.append(.rest)
      } else if byte(position) == slash {
        position += 1
        tokens.append(.folders(mayBeNone: true))
      } else if byte(position) == UInt8(ascii: "\\") && byte(position + 1) == slash {
        position += 2
        tokens.append(.folders(mayBeNone: false))
      } else {
        tokens.append(.star)
      }
    }

    /// A bracket expression, with all the leniency that git has.
    private mutating func bracket() -> Bool {
      var set = ByteSet()
      position += 1
      let isNegated = byte(position) == UInt8(ascii: "!") || byte(position) == UInt8(ascii: "^")
      if isNegated { position += 1 }
      var previous: UInt8 = 0
      repeat {
        var current = byte(position)
        switch current {
        case 0: return false
        case UInt8(ascii: "\\"):
          position += 1
          current = byte(position)
          if current == 0 { return false }
          set.insert(current)
        case UInt8(ascii: "-")
        where previous != 0 && byte(position + 1) != 0 && byte(position + 1) != UInt8(ascii: "]"):
          guard range(from: previous, &set) else { return false }
          current = 0
        case UInt8(ascii: "[") where byte(position + 1) == UInt8(ascii: ":"):
          switch namedClass(&set) {
          case .malformed: return false
          case .plain: set.insert(current)
          case .named: current = 0
          }
        default: set.insert(current)
        }
        previous = current
        position += 1
      } while byte(position) != UInt8(ascii: "]")
      position += 1
      if isNegated { set.invert() }
      tokens.append(.set(set))
      return true
    }

    private mutating func range(from low: UInt8, _ set: inout ByteSet) -> Bool {
      position += 1
      if byte(position) == UInt8(ascii: "\\") { position += 1 }
      let high = byte(position)
      if high == 0 { return false }
      guard low <= high else { return true }
      set.insert(low...high)
      guard foldsCase else { return true }
      for letter in low...high where ASCII.lowercased(letter) != letter {
        set.insert(ASCII.lowercased(letter))
      }
      return true
    }

    private enum ClassResult { case malformed, plain, named }

    private mutating func namedClass(_ set: inout ByteSet) -> ClassResult {
      let start = position + 2
      var stop = start
      while byte(stop) != 0 && byte(stop) != UInt8(ascii: "]") { stop += 1 }
      if byte(stop) == 0 { return .malformed }
      guard stop - start >= 1, byte(stop - 1) == UInt8(ascii: ":") else { return .plain }
      guard let named = ByteSet(className: pattern[start..<stop - 1], foldsCase: foldsCase) else {
        return .malformed
      }
      set.formUnion(named)
      position = stop
      return .named
    }
  }
}

/// The letters of ASCII, without any locale.
enum ASCII {
  @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
