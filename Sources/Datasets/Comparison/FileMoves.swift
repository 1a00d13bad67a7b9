// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import Manifests

/// Files that went from one dataset to another.
public enum FileMoves {
  /// A file by its dataset and its path in it.
  public struct End: Sendable, Equatable {
    /// The dataset's file or folder, from the repository's root.
    public let dataset: RelativePath
    /// The file, from the dataset.
    public let path: RelativePath
  }

  /// Where a change stands.
  private struct Place {
    let delta: Int
    let change: Int
  }

  /// Pairs what went from one dataset with what came to another, the first with the first.
  ///
  /// What moved inside of a dataset is paired already.
  static func pair(_ deltas: inout [DatasetDelta]) {
    var gone: [Digest: [Place]] = [:]
    for (change, place) in places(in: deltas).reversed() {
      if case .removed(let file) = change { gone[file.digest, default: []].append(place) }
    }
    if gone.isEmpty { return }
    for (change, place) in places(in: deltas) {
      guard case .added(let file) = change, let source = gone[file.digest]?.popLast(),
        case .removed(let old)? = deltas[source.delta].changes?[source.change]
      else { continue }
      let here = End(dataset: deltas[place.delta].path, path: file.path)
      let there = End(dataset: deltas[source.delta].path, path: old.path)
      deltas[place.delta].changes?[place.change] = .arrived(from: there, to: file)
      deltas[source.delta].changes?[source.change] = .left(old, to: here)
    }
  }

  private static func places(in deltas: [DatasetDelta]) -> [(DatasetDelta.Change, Place)] {
    deltas.enumerated().flatMap { number, delta in
      (delta.changes ?? []).enumerated().map { ($1, Place(delta: number, change: $0)) }
    }
  }
}
