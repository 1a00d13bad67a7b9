// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object in the order of the text, each name once.
///
/// Names are compared by their UTF-8 bytes, so composed and decomposed spellings are two members.
/// As in JSON, the order of members does not take part in equality.
public struct JSONObject: Sendable {
  /// A name with its value.
  public typealias Element = (name: String, value: JSONValue)

  /// Up to this many members a scan is faster than a table.
  private static let scanLimit = 8

  private var members: [Element] = []
  /// Positions by name; empty while there are few members.
  private var positions: [UTF8Name: Int] = [:]

  /// Makes an object without members.
  public init() {}

  /// Makes an object, or returns nil when two members have one name.
  public init?(_ members: [Element]) {
    for (name, value) in members {
      guard append(name, value) else { return nil }
    }
  }

  init(replacing members: [(String, JSONValue)]) {
    for (name, value) in members { self[name] = value }
  }

  /// The names, in order.
  public var names: [String] { members.map(\.name) }

  /// The value of a member; setting nil removes the member.
  public subscript(name: String) -> JSONValue? {
    get { position(of: name).map { members[$0].value } }
    set {
      switch (position(of: name), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): remove(at: position)
      case (nil, let value?): append(name, value)
      case (nil, nil): break
      }
    }
  }

  /// Adds a member at the end, unless one of that name is there already.
  ///
  /// - Returns: Whether the member was added.
  @discardableResult
  public mutating func append(_ name: String, _ value: JSONValue) -> Bool {
    guard position(of: name) == nil else { return false }
    members.append((name, value))
    if members.count > Self.scanLimit {
      if positions.isEmpty { index() } else { positions[UTF8Name(name)] = members.count - 1 }
    }
    return true
  }

  private func position(of name: String) -> Int? {
    guard positions.isEmpty else { return positions[UTF8Name(name)] }
    return members.firstIndex { UTF8Name($0.name) == UTF8Name(name) }
  }

  private mutating func remove(at position: Int) {
    members.remove(at: position)
    positions = [:]
    if members.count > Self.scanLimit { index() }
  }

  private mutating func index() {
    for (position, member) in members.enumerated() { positions[UTF8Name(member.name)] = position }
  }
}

extension JSONObject: RandomAccessCollection {
  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of members.
  public var endIndex: Int { members.count }
  /// The member at a position.
  public subscript(position: Int) -> Element { members[position] }
}

extension JSONObject: Hashable {
  /// Whether both have the same members, in whatever order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }

  /// Hashes the members so that their order does not matter.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for (name, value) in members {
      var member = Hasher()
      member.combine(UTF8Name(name))
      member.combine(value)
      sum ^= member.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}
