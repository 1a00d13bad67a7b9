// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// A dataset that one or more lists describe, each in its own hash function.
///
/// A file has to agree with every list that names it, and to stand in at least one.
struct TableRecord: DatasetRecord {
  /// Sorted, and each without a path that stands there twice.
  let tables: [DigestTable]
  private let unlisted: UnlistedFiles
  let fileCount: Int?
  let isCollisionResistant: Bool

  /// Takes lists in any order of their lines; a path that one names twice, or no line at all, is
  /// refused.
  init(_ tables: [DigestTable], unlisted: UnlistedFiles = .refused) throws(ManifestError) {
    var sorted: [DigestTable] = []
    for var table in tables where table.count > 0 {
      if let twice = table.sort() { throw ManifestError("the path '\(twice)' is listed twice") }
      sorted.append(table)
    }
    guard !sorted.isEmpty else { throw ManifestError("it lists no file, so it covers nothing") }
    self.tables = sorted
    self.unlisted = unlisted
    fileCount = Self.paths(sorted)
    isCollisionResistant = Self.paths(sorted.filter(\.algorithm.isCollisionResistant)) == fileCount
  }

  var digests: [ContentDigest] { tables.map { .plain($0.algorithm) } }
  var byteCount: Int64? { nil }

  /// Each path once, with its digest of the function that tells most.
  var recorded: [RecordedFile] {
    let ordered =
      tables.filter(\.algorithm.isCollisionResistant)
      + tables.filter { !$0.algorithm.isCollisionResistant }
    if let first = ordered.first, first.count == fileCount { return Self.recorded(first) }
    var files: [RelativePath: RecordedFile] = [:]
    for file in ordered.flatMap(Self.recorded) where files[file.path] == nil {
      files[file.path] = file
    }
    return files.values.sorted { $0.path < $1.path }
  }

  private static func recorded(_ table: DigestTable) -> [RecordedFile] {
    (0..<table.count).map {
      RecordedFile(path: table.path($0), digest: table.digest($0), size: nil)
    }
  }

  /// The number of different paths in all lists.
  private static func paths(_ tables: [DigestTable]) -> Int {
    guard let first = tables.first else { return 0 }
    if tables.dropFirst().allSatisfy({ $0.hasSamePaths(as: first) }) { return first.count }
    var paths: Set<ArraySlice<UInt8>> = []
    for table in tables { for index in 0..<table.count { paths.insert(table.name(index)) } }
    return paths.count
  }

  func lists(_ path: RelativePath) -> Bool? {
    tables.contains { $0.index(of: path.bytes[...]) != nil }
  }

  /// Every file that is missing, extra or changed.
  func differences(from content: DatasetContent) -> [DatasetDifference] {
    var found: [RelativePath: DatasetDifference] = [:]
    var listed = [Bool](repeating: false, count: content.files.count)
    for table in tables { compare(table, content, &listed, &found) }
    for (file, isListed) in zip(content.files, listed)
    where !isListed && !unlisted.isExpected(file.path) {
      found[file.path] = DatasetDifference(.extra, at: file.path)
    }
    return found.values.sorted { left, right in
      ByteOrder.compare((left.path?.bytes ?? [])[...], (right.path?.bytes ?? [])[...]) < 0
    }
  }

  /// Both are in the order of their paths, so that one walk over them is enough.
  private func compare(
    _ table: DigestTable, _ content: DatasetContent, _ listed: inout [Bool],
    _ found: inout [RelativePath: DatasetDifference]
  ) {
    let kind = content.digests.firstIndex(of: .plain(table.algorithm))
    var next = 0
    for row in 0..<table.count {
      let name = table.name(row)
      while next < content.files.count,
        ByteOrder.compare(content.files[next].path.bytes[...], name) < 0
      {
        next += 1
      }
      guard next < content.files.count, content.files[next].path.bytes.elementsEqual(name) else {
        found[table.path(row)] = DatasetDifference(.missing, at: table.path(row))
        continue
      }
      listed[next] = true
      let actual = kind.map { content.files[next].digests[$0] }
      guard actual?.bytes.elementsEqual(table.digestBytes(row)) != true else { continue }
      found[table.path(row)] = DatasetDifference(
        .changed(
          recorded: table.digest(row).description, actual: actual?.description ?? "no digest"),
        at: table.path(row))
    }
  }
}
