// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// A bag as its tag files describe it.
struct Bag {
  private static let tagFileLimit = 16 << 20
  private static let payload = Array("data/".utf8)

  private let folder: RelativePath
  private let declaration: BagDeclaration
  private var payloadTables: [DigestTable] = []
  private var tagTables: [DigestTable] = []
  private var total: BagTotal?
  private var sizes: [RelativePath: Int64] = [:]

  init<Surroundings: ManifestSurroundings & ~Copyable>(
    at folder: RelativePath, in surroundings: borrowing Surroundings
  ) throws {
    self.folder = folder
    guard let text = try Self.read("bagit.txt", in: folder, surroundings) else {
      throw ManifestError("'\(folder)' is no bag: it has no 'bagit.txt'")
    }
    declaration = try BagDeclaration(text)
    for path in try surroundings.names(in: folder) {
      guard let name = BagManifestName(path.lastComponent), let algorithm = name.algorithm else {
        continue
      }
      let bytes = try surroundings.read(path, limit: NativeManifest.byteLimit) ?? []
      let table = try table(bytes, algorithm, isPayload: name.isPayload, path)
      if name.isPayload { payloadTables.append(table) } else { tagTables.append(table) }
    }
    if let text = try Self.read("bag-info.txt", in: folder, surroundings) {
      total = try BagTotal(bagInfo: text)
    }
    if let text = try Self.read("fetch.txt", in: folder, surroundings) { try take(fetch: text) }
    try checkPayloadManifests()
  }

  private static func read<Surroundings: ManifestSurroundings & ~Copyable>(
    _ name: String, in folder: RelativePath, _ surroundings: borrowing Surroundings
  ) throws -> [UInt8]? {
    let path = folder.appending(RelativePath(unchecked: Array(name.utf8)))
    return try surroundings.read(path, limit: tagFileLimit)
  }

  private func table(
    _ bytes: [UInt8], _ algorithm: DigestAlgorithm, isPayload: Bool, _ manifest: RelativePath
  ) throws(ManifestError) -> DigestTable {
    var table = DigestTable(algorithm)
    try declaration.check(bytes, of: manifest)
    var lines = Self.lines(bytes)
    while let line = lines.next() {
      let name = try name(of: line, lines.number, manifest)
      guard name.starts(with: Self.payload) == isPayload else {
        let place = isPayload ? "not below 'data/'" : "below 'data/'"
        throw ManifestError(
          "'\(manifest)' lists '\(RelativePath.quoted(name))', which is \(place)",
          line: lines.number)
      }
      guard table.append(hex: line.prefix { !Self.isBlank($0) }, name: name[...]) else {
        throw ManifestError(
          "a digest in '\(manifest)' is not \(algorithm.byteCount * 2) hexadecimal digits",
          line: lines.number)
      }
    }
    if let twice = table.sort() { throw ManifestError("'\(manifest)' lists '\(twice)' twice") }
    return table
  }

  /// Lines may end with CR alone, too: one in a name is encoded.
  private static func lines(_ bytes: [UInt8]) -> ChecksumLines {
    guard !bytes.contains(0x0a) else { return ChecksumLines(bytes) }
    return ChecksumLines(bytes.map { $0 == 0x0d ? 0x0a : $0 })
  }

  private func name(of line: ArraySlice<UInt8>, _ number: Int, _ manifest: RelativePath)
    throws(ManifestError) -> [UInt8]
  {
    var written = line.drop { !Self.isBlank($0) }.drop(while: Self.isBlank)
    if written.first == UInt8(ascii: "*") { written = written.dropFirst() }
    if written.starts(with: "./".utf8) { written = written.dropFirst(2) }
    let name = declaration.decoded(written)
    guard RelativePath.isBeneathRoot(name[...]), !written.contains(where: { $0 < 0x20 }) else {
      throw ManifestError(
        "'\(manifest)' lists '\(RelativePath.quoted(name))', which is no path in the bag",
        line: number)
    }
    return name
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func checkPayloadManifests() throws(ManifestError) {
    guard let first = payloadTables.first else {
      throw ManifestError("the bag has no payload manifest in a hash function that is known")
    }
    guard declaration.isAtLeast1 else { return }
    for table in payloadTables where !table.hasSamePaths(as: first) {
      throw ManifestError(
        "the payload manifests in \(first.algorithm) and \(table.algorithm) list different files")
    }
  }

  /// Lines of a URL, a length or `-`, and a path that some payload manifest lists.
  private mutating func take(fetch text: [UInt8]) throws(ManifestError) {
    var lines = Self.lines(text)
    while let line = lines.next() {
      let fields = line.split(
        maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: Self.isBlank)
      guard fields.count == 3 else {
        throw ManifestError("'fetch.txt' has a line without three fields", line: lines.number)
      }
      let path = declaration.decoded(fields[2].drop(while: Self.isBlank))
      guard payloadTables.contains(where: { $0.index(of: path[...]) != nil }) else {
        throw ManifestError(
          "'fetch.txt' names '\(RelativePath.quoted(path))', which no payload manifest lists",
          line: lines.number)
      }
      if fields[1].elementsEqual("-".utf8) { continue }
      guard let size = Int64(String(decoding: fields[1], as: UTF8.self)), size >= 0 else {
        throw ManifestError("'fetch.txt' has a length that is no number", line: lines.number)
      }
      sizes[RelativePath(unchecked: path)] = size
    }
  }

  /// Everything that is in the bag: the payload without exception, the tag files that a tag
  /// manifest can list, and without one those that make it a bag.
  func record() throws(ManifestError) -> BagRecord {
    let hasTagManifest = !tagTables.isEmpty
    let unlisted = UnlistedFiles { file in
      guard file.parent == nil else { return false }
      if let name = BagManifestName(file) { return !name.isPayload || !hasTagManifest }
      return !hasTagManifest
        && ["bagit.txt", "bag-info.txt", "fetch.txt"].contains(file.text ?? "")
    }
    let tables = try TableRecord(payloadTables + tagTables, unlisted: unlisted)
    let payload = try TableRecord(payloadTables)
    if let total, total.files != payload.fileCount {
      throw ManifestError(
        "'bag-info.txt' says that there are \(total.files) payload files, the manifests list "
          + "\(payload.fileCount ?? 0)")
    }
    return BagRecord(tables: tables, payload: payload, total: total, sizes: sizes)
  }
}
