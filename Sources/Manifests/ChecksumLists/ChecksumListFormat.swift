// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// Checksum lists of coreutils, b3sum, BSD's tools and OpenSSL: `SHA256SUMS`, `B3SUMS`, `x.md5`.
///
/// Unlike a native manifest, a list may be in any order, have comments, CR LF at its line ends and
/// several hash functions. One named after its function describes the folder that it stands in;
/// `NAME.md5` describes `NAME` beside it, in paths that start there or at its own folder.
public struct ChecksumListFormat: SelfContainedFormat {
  /// The format.
  public init() {}

  /// `checksums`.
  public var name: String { "checksums" }

  /// Its own.
  public var endings: [String] { ChecksumListName.endings }

  /// `SHA256SUMS` and the like; `NAME.md5` may be anything.
  public func claims(_ path: RelativePath) -> Bool { ChecksumListName(path)?.base == .folder }

  /// Every name that a list may have.
  public func mayBe(_ path: RelativePath) -> Bool { ChecksumListName(path) != nil }

  /// Whether the name claims it, or may be that of a list and its first line is one's.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    guard let name = ChecksumListName(path) else { return false }
    if name.base == .folder { return true }
    var lines = ChecksumLines(bytes)
    guard let line = lines.next() else { return false }
    return (try? ChecksumLine(line)) != nil
  }

  /// The list's folder, what stands beside it, or each name at the repository's root.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    let name = ChecksumListName(path)
    let tables = try Self.tables(bytes, name?.algorithm)
    if case .sibling(let sibling) = name?.base {
      let record = try TableRecord(Self.rebased(tables, to: sibling.lastComponent))
      return [
        DatasetManifest(
          manifest: path, format: self.name, path: sibling, coverage: .content(record))
      ]
    }
    let own = path.lastComponent
    // Two lists of one folder cannot name each other.
    let unlisted = UnlistedFiles { file in
      file == own || file.parent == nil && ChecksumListName(file)?.base == .folder
    }
    return try ListedFolder(of: path, format: self.name).datasets(tables, unlisted: unlisted)
  }

  /// One table for each hash function.
  private static func tables(_ bytes: [UInt8], _ expected: DigestAlgorithm?)
    throws(ManifestError) -> [DigestTable]
  {
    guard bytes.count <= NativeManifest.byteLimit else {
      throw ManifestError("it is larger than \(NativeManifest.byteLimit) bytes")
    }
    var tables: [DigestTable] = []
    var lines = ChecksumLines(bytes)
    while let text = lines.next() {
      let line: ChecksumLine
      do {
        line = try ChecksumLine(text)
      } catch {
        throw ManifestError(error.reason, line: lines.number)
      }
      let algorithm = line.algorithm ?? expected ?? ChecksumTag.algorithm(digits: line.hex.count)
      guard let algorithm, add(line, algorithm, to: &tables) else {
        throw ManifestError("its digest has \(line.hex.count) digits", line: lines.number)
      }
    }
    return tables
  }

  private static func add(
    _ line: ChecksumLine, _ algorithm: DigestAlgorithm, to tables: inout [DigestTable]
  ) -> Bool {
    let index = tables.firstIndex { $0.algorithm == algorithm }
    if index == nil { tables.append(DigestTable(algorithm)) }
    return tables[index ?? tables.count - 1].append(hex: line.hex, name: line.name)
  }

  /// Paths that all start with the folder's name were written from the folder that it stands in.
  private static func rebased(_ tables: [DigestTable], to name: RelativePath) -> [DigestTable] {
    let inner = tables.map { $0.below(name.bytes) }
    let isInner = zip(tables, inner).allSatisfy { $0.count == $1.count }
    return isInner ? inner : tables
  }
}

/// The lines of a list that say something: no blank ones, no comments.
struct ChecksumLines {
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let bytes: [UInt8]
  /// Whether the first line ends in CR LF; then every CR before LF is a part of the line's end.
  private let hasCarriageReturns: Bool
  private var position = 0
  /// The line that was given last, from 1.
  private(set) var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let end = bytes.firstIndex(of: Self.newline) ?? 0
    hasCarriageReturns = end > 0 && bytes[end - 1] == Self.carriageReturn
  }

  mutating func next() -> ArraySlice<UInt8>? {
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: Self.newline) ?? bytes.count
      var line = bytes[position..<end]
      position = end + 1
      number += 1
      if hasCarriageReturns, line.last == Self.carriageReturn { line = line.dropLast() }
      if !line.isEmpty, line.first != UInt8(ascii: "#") { return line }
    }
    return nil
  }
}
