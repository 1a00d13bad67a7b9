// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests

/// The files that manifests answer for.
///
/// A manifest of a folder need not be one of all that stands in it: patterns, a `.dvcignore` or a
/// list leave files out.
struct CoveredFiles {
  fileprivate struct Cover {
    let path: RelativePath
    let record: (any DatasetRecord)?
    let listed: Set<RelativePath>?
    let ignored: IgnoredNames?
  }

  private var covers: [RelativePath: [Cover]] = [:]

  /// Looks into those of the datasets that stand at or around others.
  init(
    _ datasets: [DatasetManifest], around others: [DatasetManifest], _ root: borrowing RootDirectory
  ) throws {
    let places = Set(others.flatMap { Self.places(around: $0.path) })
    for dataset in datasets where places.contains(dataset.path) {
      let record = dataset.record
      let cover = Cover(
        path: dataset.path, record: record,
        listed: record?.recordedFiles.map { Set($0.map(\.path)) },
        ignored: try dataset.ignoredNames(in: root))
      covers[dataset.path, default: []].append(cover)
    }
  }

  /// Whether one manifest answers for every file of a dataset, or is one of the very same path.
  func contain(_ dataset: DatasetManifest) -> Bool {
    if covers[dataset.path] != nil { return true }
    let files = (dataset.record as? ListedRecord)?.files.map(\.path) ?? []
    return Self.places(around: dataset.path).flatMap { covers[$0] ?? [] }.contains { cover in
      guard let place = dataset.path.relative(to: cover.path) else { return false }
      // Without a digest nothing is known but the place.
      if files.isEmpty { return cover.names(place) }
      // A dataset that is one file has its name alone in the list.
      return files == [dataset.path.lastComponent] && cover.contains(place)
        || files.allSatisfy { cover.contains(place.appending($0)) }
    }
  }

  private static func places(around path: RelativePath) -> [RelativePath] {
    var places: [RelativePath] = []
    var place: RelativePath? = path
    while let current = place {
      places.append(current)
      place = current.parent
    }
    return places
  }
}

extension CoveredFiles.Cover {
  /// Whether anything is listed at a path or below it.
  fileprivate func names(_ place: RelativePath) -> Bool {
    listed?.contains { $0.isAtOrBelow(place) } ?? contains(place)
  }

  /// What has no list is about all of its folder.
  fileprivate func contains(_ file: RelativePath) -> Bool {
    guard let record else { return false }
    if let listed { return listed.contains(file) }
    return record.lists(file) ?? !(ignored?.contains(file, isFolder: false) ?? false)
  }
}
