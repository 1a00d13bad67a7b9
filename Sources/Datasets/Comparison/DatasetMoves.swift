// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests

/// Which datasets of an older commit stand under another path in a newer one, with the same bytes.
struct DatasetMoves {
  /// What is the same in a dataset that moved; its own name is not, where it is one file.
  private enum Content: Hashable {
    case file(Digest)
    case files([RelativePath: Digest])
    case folder(Digest)

    init?(_ dataset: DatasetManifest) {
      if let folder = dataset.record as? DVCDirectoryRecord {
        self = .folder(folder.digest)
        return
      }
      guard dataset.gap == nil, let files = dataset.record?.recordedFiles else { return nil }
      if let file = files.first, files.count == 1,
        file.path.bytes.elementsEqual(dataset.path.name)
      {
        self = .file(file.digest)
      } else {
        self = .files(
          Dictionary(files.map { ($0.path, $0.digest) }) { first, _ in first })
      }
    }
  }

  /// The old path of a dataset by its new one.
  private(set) var source: [RelativePath: RelativePath] = [:]
  /// The old paths.
  var sources: Set<RelativePath> { Set(source.values) }

  /// Pairs what went with what came, the first with the first.
  init(
    from old: [RelativePath: DatasetManifest], to new: [RelativePath: DatasetManifest]
  ) {
    var gone: [Content: [RelativePath]] = [:]
    for path in old.keys.sorted().reversed() where new[path] == nil {
      if let content = old[path].flatMap(Content.init) { gone[content, default: []].append(path) }
    }
    if gone.isEmpty { return }
    for path in new.keys.sorted() where old[path] == nil {
      guard let content = new[path].flatMap(Content.init),
        let from = gone[content]?.popLast()
      else { continue }
      source[path] = from
    }
  }
}
