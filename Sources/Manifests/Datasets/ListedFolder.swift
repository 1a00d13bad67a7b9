// SPDX-License-Identifier: Apache-2.0

import Files

/// Which datasets a manifest describes whose paths start at the folder that it stands in.
///
/// The folder is the dataset. At the root of a repository, where code and much else stands, each
/// name that a path starts with is a dataset of its own.
struct ListedFolder {
  private let manifest: RelativePath
  private let format: String

  init(of manifest: RelativePath, format: String) {
    self.manifest = manifest
    self.format = format
  }

  /// The datasets of files with sizes or several digests.
  ///
  /// `gap` says why the list is no proof of the content, if it is none.
  func datasets(_ files: [ListedRecord.File], gap: String? = nil) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard let folder = manifest.parent else { return try datasetsAtRoot(files, gap: gap) }
    let record = try ListedRecord(files, unlisted: .named([manifest.lastComponent]))
    return [dataset(folder, record, gap)]
  }

  /// The datasets of lists in one hash function each.
  func datasets(_ tables: [DigestTable], unlisted: UnlistedFiles) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard let folder = manifest.parent else { return try datasetsAtRoot(tables) }
    return [dataset(folder, try TableRecord(tables, unlisted: unlisted), nil)]
  }

  private func dataset(_ path: RelativePath, _ record: any DatasetRecord, _ gap: String?)
    -> DatasetManifest
  {
    DatasetManifest(
      manifest: manifest, format: format, path: path,
      coverage: gap.map { .listing(record, reason: $0) } ?? .content(record))
  }

  private func datasetsAtRoot(_ files: [ListedRecord.File], gap: String?) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard !files.isEmpty else { throw ManifestError("it lists no file, so it covers nothing") }
    var groups: [RelativePath: [ListedRecord.File]] = [:]
    for file in files {
      let top = Self.top(file.path.bytes[...])
      groups[top, default: []].append(file.renamed(file.path.relative(to: top) ?? file.path))
    }
    var datasets: [DatasetManifest] = []
    for (top, files) in groups.sorted(by: { $0.key < $1.key }) {
      datasets.append(dataset(top, try ListedRecord(files), gap))
    }
    return datasets
  }

  private func datasetsAtRoot(_ tables: [DigestTable]) throws(ManifestError) -> [DatasetManifest] {
    // Sorting also finds what stands there twice.
    let whole = try TableRecord(tables)
    var tops: Set<RelativePath> = []
    for table in whole.tables {
      for index in 0..<table.count { tops.insert(Self.top(table.name(index))) }
    }
    var datasets: [DatasetManifest] = []
    for top in tops.sorted() {
      let parts = whole.tables.map { table in
        table.index(of: top.bytes[...]).map(table.only) ?? table.below(top.bytes)
      }
      datasets.append(dataset(top, try TableRecord(parts), nil))
    }
    return datasets
  }

  private static func top(_ path: ArraySlice<UInt8>) -> RelativePath {
    RelativePath(unchecked: Array(path.prefix { $0 != UInt8(ascii: "/") }))
  }
}
