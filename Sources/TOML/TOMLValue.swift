// SPDX-License-Identifier: Apache-2.0

/// A value of a TOML document (version 1.0.0), or the whole document, which is a table.
public enum TOMLValue: Sendable, Equatable {
  /// Text of any of the four kinds.
  case string(String)
  /// An integer of at most 64 bits.
  case integer(Int64)
  /// A number with a fraction or an exponent, `inf` or `nan`.
  case float(Double)
  /// `true` or `false`.
  case bool(Bool)
  /// A date, a time or both, as written.
  case time(String)
  /// A list; an array of tables too.
  case array([TOMLValue])
  /// Values by their keys, in no order.
  case table([String: TOMLValue])

  /// The text; nil for anything else.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The items; nil for anything else.
  public var array: [TOMLValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The values by their keys; nil for anything else.
  public var table: [String: TOMLValue]? {
    if case .table(let values) = self { values } else { nil }
  }

  /// The value under a key; nil when there is none, or this is no table.
  public subscript(key: String) -> TOMLValue? { table?[key] }
}

/// Why a text is no TOML.
public struct TOMLError: Error, Hashable, Sendable {
  /// What is wrong, in words without a full stop.
  public var problem: String
  /// The line, from 1.
  public var line: Int

  /// Says what is wrong, and where.
  public init(problem: String, line: Int) {
    self.problem = problem
    self.line = line
  }
}

/// What is taken at most.
public struct TOMLLimits: Hashable, Sendable {
  /// Bytes of the text.
  public var bytes: Int
  /// Tables and arrays within each other.
  public var depth: Int

  /// Sets limits.
  public init(bytes: Int = 32 << 20, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }
}

extension TOMLValue {
  /// Reads a document; time and memory are linear in the text.
  ///
  /// - Throws: ``TOMLError`` for whatever TOML 1.0.0 forbids, integers beyond 64 bits, and what
  ///   exceeds the limits.
  public static func parse(_ bytes: [UInt8], limits: TOMLLimits = TOMLLimits())
    throws(TOMLError) -> TOMLValue
  {
    guard bytes.count <= limits.bytes else {
      throw TOMLError(problem: "it has more than \(limits.bytes) bytes", line: 1)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw TOMLError(problem: "it is not UTF-8", line: 1)
    }
    var parser = TOMLParser(bytes, limits)
    return try parser.document()
  }
}
