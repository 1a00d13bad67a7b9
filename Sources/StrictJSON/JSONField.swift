// SPDX-License-Identifier: Apache-2.0

public import Findings

/// A value of the wrong shape for its place, by the way to it.
public struct JSONFieldError: ExplainedError, Hashable {
  /// What is wrong: `'predicate.buildDefinition' lacks 'buildType'`.
  public let message: String

  /// Makes an error from its words.
  public init(_ message: String) {
    self.message = message
  }
}

/// A value together with the way to it, for readers that know what they expect.
///
/// Every question either answers or throws an error that names the place, so a reader of a format
/// is a list of what the format holds.
public struct JSONField: Sendable {
  /// The value.
  public let value: JSONValue
  /// The way from the root: `subject[0].digest`; empty for the root itself.
  public let path: String
  private let root: String

  /// Wraps a whole text; `root` names it in errors, for example `statement`.
  public init(_ value: JSONValue, root: String) {
    self.init(value, path: "", root: root)
  }

  private init(_ value: JSONValue, path: String, root: String) {
    self.value = value
    self.path = path
    self.root = root
  }

  /// The path for people; names from a foreign text never reach it unless the reader asked for them.
  public var place: String { path.isEmpty ? "the \(root)" : "'\(path)'" }

  /// An error about this place: the words follow its name.
  public func error(_ words: String) -> JSONFieldError {
    JSONFieldError("\(place) \(words)")
  }
}

extension JSONField {
  /// The object; when `allowed` is given, no other member may be there.
  public func object(only allowed: [String]? = nil) throws(JSONFieldError) -> JSONObject {
    guard let object = value.object else { throw error("is not an object") }
    guard let allowed else { return object }
    // The reader's own few names: looking at each costs less than making a table of them.
    let stranger = object.names.first { name in
      !allowed.contains { UTF8Name($0) == UTF8Name(name) }
    }
    guard let stranger else { return object }
    throw error("has a member '\(JSONError.Problem.printable(stranger))' that is not known")
  }

  /// A member that may be absent; `null` does not count as absent.
  public func optional(_ name: String) throws(JSONFieldError) -> JSONField? {
    try object()[name].map { child($0, path.isEmpty ? name : "\(path).\(name)") }
  }

  /// A member that must be there.
  public func required(_ name: String) throws(JSONFieldError) -> JSONField {
    guard let field = try optional(name) else { throw error("lacks '\(name)'") }
    return field
  }

  /// The elements of a list.
  public func elements() throws(JSONFieldError) -> [JSONField] {
    guard let values = value.array else { throw error("is not a list") }
    return values.enumerated().map { child($1, "\(path)[\($0)]") }
  }

  /// A string, possibly empty.
  public func string() throws(JSONFieldError) -> String {
    guard let text = value.string else { throw error("is not a string") }
    return text
  }

  /// A string with something in it.
  public func nonemptyString() throws(JSONFieldError) -> String {
    let text = try string()
    guard !text.isEmpty else { throw error("is empty") }
    return text
  }

  /// An integer of at most 64 bits, written as one.
  public func integer() throws(JSONFieldError) -> Int64 {
    guard let integer = value.integer else { throw error("is not an integer") }
    return integer
  }

  /// Demands this very string, byte by byte.
  public func expect(_ text: String) throws(JSONFieldError) {
    guard value == .string(text) else {
      let found = value.string.map { "'\(JSONError.Problem.printable($0))'" } ?? "no string"
      throw error("is \(found), not '\(text)'")
    }
  }

  private func child(_ value: JSONValue, _ path: String) -> JSONField {
    JSONField(value, path: path, root: root)
  }
}
