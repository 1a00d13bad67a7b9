// SPDX-License-Identifier: Apache-2.0

/// Where something stands in a YAML text.
public struct YAMLMark: Hashable, Sendable {
  /// The line, from 1; lines end with LF, CR LF or CR.
  public var line: Int
  /// The column in UTF-8 bytes, from 1.
  public var column: Int

  /// Names a place; the first byte stands at line 1, column 1.
  public init(line: Int = 1, column: Int = 1) {
    self.line = line
    self.column = column
  }
}

/// One value of a YAML 1.2 document, and where it stands.
///
/// Aliases and merge keys (`<<`) are already resolved. How a plain scalar is understood is asked for
/// when it is read (``string``, ``bool``, ``integer``, …), by the core schema of YAML 1.2 chapter
/// 10.3: `yes`, `on` and `0777` are not what YAML 1.1 made of them.
public struct YAMLNode: Sendable {
  /// The three kinds of values.
  public enum Value: Sendable {
    /// A text; `isPlain` when it was written without quotes, so that it may be a number or null.
    case scalar(String, isPlain: Bool)
    /// An ordered list.
    case sequence([YAMLNode])
    /// Keys, which are scalars and differ from each other, with their values in written order.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// What it is.
  public let value: Value
  /// Where it starts; for an alias, where the anchored value starts.
  public let mark: YAMLMark

  /// Makes a node.
  public init(_ value: Value, at mark: YAMLMark = YAMLMark()) {
    self.value = value
    self.mark = mark
  }
}

extension YAMLNode {
  /// Reads one document.
  ///
  /// Bytes that are not UTF-8, duplicate keys, keys that are not scalars, tags outside the core
  /// schema, a second document and everything over a limit are errors. An empty text is null.
  public static func parse(_ bytes: [UInt8], limits: YAMLLimits = .standard) throws(YAMLError)
    -> YAMLNode
  {
    let source = try SourceMap(bytes, limit: limits.bytes)
    var composer = Composer(source: source, limits: limits)
    return try composer.document()
  }
}
