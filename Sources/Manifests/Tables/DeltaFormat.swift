// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON

/// A Delta Lake table at one version, named by that version's file of the log.
///
/// `_delta_log/00000000000000000003.json` and those before it, from version 0 on, are read. The log
/// has the path and the size of each file and no digest, so that it is no proof of the content: what
/// it lists is compared, and refused as proof. Files of other versions may stand in the folder;
/// entries of the log after the named one may not, because readers would take the table at those.
public struct DeltaFormat: ManifestFormat {
  /// Digits of a version in a file name, Delta's protocol, section "Delta Log Entries".
  private static let digits = 20

  /// The format.
  public init() {}

  /// `delta`.
  public var name: String { "delta" }

  /// No search looks for it by name.
  public var endings: [String] { [] }

  /// None: a table has one file for each version, and only one is meant.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// The place decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    path.parent?.lastComponent.text == "_delta_log" && Self.version(path) != nil
  }

  /// The table's folder.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    guard let log = path.parent, let table = log.parent, let version = Self.version(path) else {
      throw ManifestError("it is no entry of a Delta log below a table's folder")
    }
    var state = DeltaState()
    for earlier in 0..<version {
      let path = log.appending(Self.name(earlier))
      guard let entry = try surroundings.read(path, limit: DeltaState.entryLimit) else {
        throw ManifestError(
          "'\(path)' is not there; without every entry from version 0 on the files of the table "
            + "are not known, and checkpoints in Parquet are not read")
      }
      try state.apply(entry, path)
    }
    try state.apply(bytes, path)
    let unlisted = UnlistedFiles { !Self.isLater($0, version) }
    let record = try ListedRecord(state.files, unlisted: unlisted)
    return [
      DatasetManifest(
        manifest: path, format: name, path: table,
        coverage: .listing(
          record, reason: "a Delta log has the sizes of files and no digest of their content"))
    ]
  }

  private static func name(_ version: Int) -> RelativePath {
    let text = String(version)
    let zeros = String(repeating: "0", count: digits - text.utf8.count)
    return RelativePath(unchecked: Array((zeros + text + ".json").utf8))
  }

  /// The version of a log entry; at most a billion, so that no name makes for an endless loop.
  private static func version(_ path: RelativePath) -> Int? {
    guard let stem = path.lastComponent.removingSuffix(".json")?.text, stem.utf8.count == digits,
      stem.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let version = Int(stem),
      version < 1_000_000_000
    else { return nil }
    return version
  }

  private static func isLater(_ path: RelativePath, _ version: Int) -> Bool {
    guard path.parent?.text == "_delta_log", let other = Self.version(path) else { return false }
    return other > version
  }
}

/// The files of a table after some entries of its log.
struct DeltaState {
  /// The largest entry that is read, in bytes.
  static let entryLimit = 256 << 20
  private static let lineLimits = JSONLimits(bytes: 16 << 20, depth: 64, values: 100_000)

  private var sizes: [RelativePath: Int64] = [:]

  var files: [ListedRecord.File] {
    sizes.map { ListedRecord.File(path: $0.key, [], size: $0.value) }
  }

  /// Applies an entry: one action a line, each an object with one member.
  mutating func apply(_ entry: [UInt8], _ path: RelativePath) throws(ManifestError) {
    var number = 0
    for line in entry.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty else { continue }
      do throws(JSONFieldError) {
        try apply(try .parsing(Array(line), root: "action", limits: Self.lineLimits))
      } catch {
        throw ManifestError("'\(path)': \(error.message)", line: number)
      }
    }
  }

  private mutating func apply(_ action: JSONField) throws(JSONFieldError) {
    if let add = try action.optional("add") {
      try Self.refuseDeletionVector(add)
      let size = try add.required("size")
      guard let bytes = try size.size() else { throw size.error("is null") }
      sizes[try Self.path(add)] = bytes
    } else if let remove = try action.optional("remove") {
      sizes[try Self.path(remove)] = nil
    }
  }

  private static func refuseDeletionVector(_ file: JSONField) throws(JSONFieldError) {
    guard let vector = try file.optional("deletionVector"), !vector.value.isNull else { return }
    throw vector.error("deletes rows of a file, which is not supported")
  }

  /// A path from the table's folder, which is written as in a URL.
  private static func path(_ file: JSONField) throws(JSONFieldError) -> RelativePath {
    let field = try file.required("path")
    let text = try field.nonemptyString()
    guard !text.contains("://"), let bytes = PercentEncoding.decode(text),
      let path = RelativePath(bytes: bytes), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f })
    else { throw field.error("is no path below the table's folder") }
    return path
  }
}

/// `%` and two digits for a byte, RFC 3986 section 2.1.
enum PercentEncoding {
  /// The bytes; nil when a `%` stands before anything else.
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, Hex.decode(rest.prefix(2), into: &bytes) else { return nil }
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
