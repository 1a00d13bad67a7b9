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
  public func claims(_ path: RelativePath) -> Bool { ChecksumListName(path)?.isCertain ?? false }

  /// Every name that a list may have beside its files.
  public func mayBe(_ path: RelativePath) -> Bool { ChecksumListName(path)?.isSearched ?? false }

  /// Whether the name claims it, or may be that of a list and its first line is one's.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    guard let name = ChecksumListName(path) else { return false }
    if name.isCertain { return true }
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
      file == own || ChecksumListName.isOtherList(file)
        || ChecksumListName.isSignature(file, of: own)
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
    if let what = ChecksumLines.encoding(of: bytes) { throw ManifestError(what, line: 1) }
    var tables: [DigestTable] = []
    var isReversed: Bool?
    var lines = ChecksumLines(bytes)
    while let text = lines.next() {
      let line: ChecksumLine
      do {
        line = try ChecksumLine(text, isReversed: isReversed)
      } catch {
        throw ManifestError(error.reason, line: lines.number)
      }
      isReversed = isReversed ?? line.isReversed
      let named = expected.map { ChecksumTag.algorithm($0, digits: line.hex.count) }
      let algorithm = line.algorithm ?? named ?? ChecksumTag.algorithm(digits: line.hex.count)
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

  private static let signedStart = Array("-----BEGIN PGP SIGNED MESSAGE-----".utf8)
  private static let signatureStart = Array("-----BEGIN PGP SIGNATURE-----".utf8)

  private let bytes: [UInt8]
  /// Whether a list stands in a signed message (RFC 9580, section 7); who signed is not asked here.
  private let isSigned: Bool
  /// Whether the first line ends in CR LF; then every CR before LF is a part of the line's end.
  private let hasCarriageReturns: Bool
  private var position = 0
  /// The line that was given last, from 1.
  private(set) var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isSigned = bytes.starts(with: Self.signedStart)
    let end = bytes.firstIndex(of: Self.newline) ?? 0
    hasCarriageReturns = end > 0 && bytes[end - 1] == Self.carriageReturn
  }

  /// What a text starts with that is no line, as Windows' shells write it.
  static func encoding(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return "it starts with a byte order mark" }
    let isWide = bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    return isWide ? "it is UTF-16, which no tool for checksums reads" : nil
  }

  mutating func next() -> ArraySlice<UInt8>? {
    if isSigned, number == 0 { while let line = nextAny(), !line.isEmpty {} }
    while let line = nextAny() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard isSigned, line.first == UInt8(ascii: "-") else { return line }
      if line.elementsEqual(Self.signatureStart) { return nil }
      // A dash at the start of a signed line has another one, and a blank, before it.
      return line.starts(with: "- ".utf8) ? line.dropFirst(2) : line
    }
    return nil
  }

  private mutating func nextAny() -> ArraySlice<UInt8>? {
    guard position < bytes.count else { return nil }
    let end = bytes[position...].firstIndex(of: Self.newline) ?? bytes.count
    var line = bytes[position..<end]
    position = end + 1
    number += 1
    if hasCarriageReturns, line.last == Self.carriageReturn { line = line.dropLast() }
    return line
  }
}
