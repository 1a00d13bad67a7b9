// SPDX-License-Identifier: Apache-2.0

import Files

/// Lists what stands below a folder beside a manifest, at any depth.
enum FolderWalk {
  private static let maximumDepth = 64
  private static let maximumCount = 1_000_000

  /// Everything that is no folder with something in it, in byte order.
  static func paths<Surroundings: ManifestSurroundings & ~Copyable>(
    below folder: RelativePath, in surroundings: borrowing Surroundings
  ) throws -> [RelativePath] {
    var found: [RelativePath] = []
    var pending = try surroundings.names(in: folder).map { (path: $0, depth: 1) }
    while let next = pending.popLast() {
      let inner = try surroundings.names(in: next.path)
      if inner.isEmpty { found.append(next.path) }
      pending += inner.map { (path: $0, depth: next.depth + 1) }
      guard next.depth < maximumDepth, found.count + pending.count <= maximumCount else {
        throw ManifestError("'\(folder)' holds more than any limit")
      }
    }
    return found.sorted()
  }
}
