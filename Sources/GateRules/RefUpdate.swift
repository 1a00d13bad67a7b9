// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Findings

/// One reference that a push changes, as git tells its hooks on standard input.
public struct RefUpdate: Equatable, Sendable {
  /// What is pushed, by the name that the user gave: a reference, `HEAD`, an id, `(delete)`.
  public var source: String
  /// The object that the reference will name; nil when it is deleted.
  public var new: ObjectID?
  /// The reference on the other side.
  public var reference: String
  /// The object that it names now; nil when it is new.
  public var old: ObjectID?

  /// Names an update.
  public init(source: String, new: ObjectID?, reference: String, old: ObjectID?) {
    self.source = source
    self.new = new
    self.reference = reference
    self.old = old
  }

  /// Reads a line of `pre-push`: `<local ref> <local id> <remote ref> <remote id>`.
  public static func prePush(line: some StringProtocol) throws(HookInputError) -> RefUpdate {
    // The local name is what somebody typed, and may have blanks in it: 'HEAD@{1 day ago}'.
    let all = line.split(separator: " ", omittingEmptySubsequences: false)
    let fields = [all.dropLast(3).joined(separator: " ")[...]] + all.suffix(3).map { Substring($0) }
    guard all.count >= 4, !fields[2].isEmpty else { throw HookInputError(line: String(line)) }
    return RefUpdate(
      source: String(fields[0]), new: try object(fields[1], of: line),
      reference: String(fields[2]), old: try object(fields[3], of: line))
  }

  /// Reads a line of `pre-receive`: `<old id> <new id> <ref>`.
  public static func preReceive(line: some StringProtocol) throws(HookInputError) -> RefUpdate {
    let fields = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3, !fields[2].isEmpty else { throw HookInputError(line: String(line)) }
    return RefUpdate(
      source: String(fields[2]), new: try object(fields[1], of: line),
      reference: String(fields[2]), old: try object(fields[0], of: line))
  }

  /// All zeros mean "no object", however long the repository's ids are.
  private static func object(_ text: some StringProtocol, of line: some StringProtocol)
    throws(HookInputError) -> ObjectID?
  {
    if !text.isEmpty, text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return nil }
    guard let id = ObjectID(hex: text) else { throw HookInputError(line: String(line)) }
    return id
  }
}

/// What a hook got on standard input is not what git sends.
public struct HookInputError: ExplainedError, Equatable {
  /// The line.
  public let line: String

  /// What is wrong.
  public var message: String {
    "cannot read a reference update from standard input: '\(line.prefix(200))'"
  }
}
