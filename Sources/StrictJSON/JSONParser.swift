// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
  /// Reads one JSON text (RFC 8259) in which no two readers can see different things.
  ///
  /// Refused beyond the grammar: duplicate names (compared as bytes, after unescaping), bytes that
  /// are not UTF-8, escaped lone surrogates, a byte order mark, and whatever exceeds the limits.
  ///
  /// - Parameters:
  ///   - bytes: The text, UTF-8.
  ///   - limits: What to take at most; time and memory are linear in the text.
  /// - Returns: The value, with nothing lost but whitespace and the spelling of strings.
  /// - Throws: ``JSONError``, which says what is wrong and where.
  public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError)
    -> JSONValue
  {
    var parser = JSONParser(bytes, limits)
    return try parser.text()
  }
}

/// A recursive descent over the bytes, one function for each rule of the grammar.
///
/// The depth limit bounds the recursion.
struct JSONParser {
  let bytes: [UInt8]
  let limits: JSONLimits
  var index = 0
  private var depth = 0
  private var values = 0

  init(_ bytes: [UInt8], _ limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func text() throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else { throw error(.tooManyBytes(limit: limits.bytes)) }
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { throw error(.byteOrderMark) }
    let result = try value()
    skipWhitespace()
    guard index == bytes.count else { throw error(.trailingBytes) }
    return result
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipWhitespace()
    values += 1
    guard values <= limits.values else { throw error(.tooManyValues(limit: limits.values)) }
    switch current {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try keyword("true", .bool(true))
    case UInt8(ascii: "f"): return try keyword("false", .bool(false))
    case UInt8(ascii: "n"): return try keyword("null", .null)
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return .number(try number())
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    var object = JSONObject()
    try enter()
    skipWhitespace()
    if take(UInt8(ascii: "}")) { return leave(object) }
    repeat {
      skipWhitespace()
      guard current == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
      let start = index
      let name = try string()
      skipWhitespace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
      guard object.append(name, try value()) else { throw error(.duplicateName(name), at: start) }
      skipWhitespace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    return leave(object)
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var values: [JSONValue] = []
    try enter()
    skipWhitespace()
    if take(UInt8(ascii: "]")) { return leave(values) }
    repeat {
      values.append(try value())
      skipWhitespace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    return leave(values)
  }

  private mutating func number() throws(JSONError) -> JSONNumber {
    let start = index
    guard let end = JSONNumber.end(in: bytes, from: start) else { throw error(.badNumber) }
    index = end
    // `01` would otherwise be reported as something odd after a `0`.
    if let next = current, next >= 0x30, next <= 0x39 { throw error(.badNumber, at: start) }
    return JSONNumber(checked: String(decoding: bytes[start..<end], as: UTF8.self))
  }

  private mutating func keyword(_ word: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    let word = word.description
    guard bytes[index...].starts(with: word.utf8) else { throw unexpected("a value") }
    index += word.utf8.count
    return value
  }
}

extension JSONParser {
  /// The byte at the cursor; nil at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      index += 1
    }
  }

  func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
    JSONError(problem, at: offset ?? index, in: bytes)
  }

  func unexpected(_ expected: String) -> JSONError {
    error(
      current.map { .unexpected($0, expected: expected) } ?? .unexpectedEnd(expected: expected))
  }

  private mutating func enter() throws(JSONError) {
    guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    depth += 1
    index += 1
  }

  private mutating func leave<Result>(_ result: Result) -> Result {
    depth -= 1
    return result
  }
}
