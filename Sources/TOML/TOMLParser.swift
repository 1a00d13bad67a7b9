// SPDX-License-Identifier: Apache-2.0

/// A recursive descent over the bytes of a document.
///
/// The depth limit bounds the recursion, and that over the tables it makes.
struct TOMLParser {
  let bytes: [UInt8]
  let limits: TOMLLimits
  var index = 0
  private let root = TOMLTable()
  /// How many headers were read.
  private var section = 0

  init(_ bytes: [UInt8], _ limits: TOMLLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(TOMLError) -> TOMLValue {
    var table = root
    var depth = 0
    try skipLines()
    while let byte = current {
      if byte == UInt8(ascii: "[") {
        (table, depth) = try header()
      } else {
        try pair(into: table, depth: depth)
      }
      skipBlanks()
      try skipComment()
      guard current == nil || isAtLineEnd else { throw error("the line goes on") }
      try skipLines()
    }
    return root.value
  }

  private mutating func header() throws(TOMLError) -> (TOMLTable, depth: Int) {
    section += 1
    index += 1
    let isArray = take("[")
    let path = try keys()
    guard take("]"), !isArray || take("]") else { throw error("a header does not end") }
    guard path.count < limits.depth else { throw error("it is nested too deeply") }
    var table = root
    for key in path.dropLast() {
      guard let child = table.child(key, reachesArrays: true) else {
        throw error("'\(key)' is no table")
      }
      table = child
    }
    guard let last = path.last,
      let target = isArray ? table.append(last) : table.child(last, reachesArrays: false),
      target.origin == .passing
    else { throw error("'\(path.joined(separator: "."))' is defined twice") }
    target.origin = .header
    return (target, path.count)
  }

  private mutating func pair(into table: TOMLTable, depth: Int) throws(TOMLError) {
    let path = try keys()
    guard take("=") else { throw error("'=' is missing behind a key") }
    guard depth + path.count < limits.depth else { throw error("it is nested too deeply") }
    var table = table
    for key in path.dropLast() {
      let origin = TOMLTable.Origin.dotted(section: section)
      guard let child = table.child(key, reachesArrays: false),
        child.origin == .passing || child.origin == origin
      else { throw error("'\(path.joined(separator: "."))' is defined twice") }
      child.origin = origin
      table = child
    }
    skipBlanks()
    let value = try value(depth: depth + path.count)
    guard let last = path.last, table.set(last, value) else {
      throw error("'\(path.joined(separator: "."))' is defined twice")
    }
  }

  /// Keys with dots between them, and the blanks around.
  private mutating func keys() throws(TOMLError) -> [String] {
    var keys: [String] = []
    repeat {
      skipBlanks()
      switch current {
      case UInt8(ascii: "\""): keys.append(try basicString())
      case UInt8(ascii: "'"): keys.append(try literalString())
      default:
        let word = takeWhile { Self.isKeyByte($0) }
        guard !word.isEmpty else { throw error("a key is missing") }
        keys.append(String(decoding: word, as: UTF8.self))
      }
      skipBlanks()
    } while take(".")
    return keys
  }

  private mutating func value(depth: Int) throws(TOMLError) -> TOMLValue {
    guard depth < limits.depth else { throw error("it is nested too deeply") }
    switch current {
    case UInt8(ascii: "\""):
      return .string(try startsWith("\"\"\"") ? longString(isBasic: true) : basicString())
    case UInt8(ascii: "'"):
      return .string(try startsWith("'''") ? longString(isBasic: false) : literalString())
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "{"): return try inlineTable(depth: depth)
    default: return try scalar()
    }
  }

  private mutating func array(depth: Int) throws(TOMLError) -> [TOMLValue] {
    index += 1
    var items: [TOMLValue] = []
    try skipLines()
    while !take("]") {
      items.append(try value(depth: depth + 1))
      try skipLines()
      if take("]") { break }
      guard take(",") else { throw error("a list does not end") }
      try skipLines()
    }
    return items
  }

  private mutating func inlineTable(depth: Int) throws(TOMLError) -> TOMLValue {
    index += 1
    let table = TOMLTable()
    skipBlanks()
    guard !take("}") else { return table.value }
    repeat {
      try pair(into: table, depth: depth)
      skipBlanks()
    } while take(",")
    guard take("}") else { throw error("an inline table does not end") }
    return table.value
  }

  /// A number, a Boolean or a time.
  private mutating func scalar() throws(TOMLError) -> TOMLValue {
    var word = takeWhile { Self.isKeyByte($0) || $0 == UInt8(ascii: "+") || ".:".utf8.contains($0) }
    if TOMLScalar.isDate(word), startsWith(" "), index + 1 < bytes.count,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index + 1])
    {
      index += 1
      word += [UInt8(ascii: "T")] + takeWhile { Self.isKeyByte($0) || "+.:".utf8.contains($0) }
    }
    guard let value = TOMLScalar.value(word) else {
      throw error("'\(String(decoding: word.prefix(40), as: UTF8.self))' is no value")
    }
    return value
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
