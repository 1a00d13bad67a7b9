// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
public import Findings

extension NativeManifest {
  /// Two manifests that give one file different digests.
  public struct Conflict: Sendable, Hashable, ExplainedError {
    /// The files.
    public let paths: [RelativePath]

    /// Every one of them.
    public var message: String {
      "the manifests contradict each other on\n"
        + paths.map { "  '\($0)'" }.joined(separator: "\n")
    }

    /// Whether the bytes are the one or the other, only the bytes say.
    public var status: ExitStatus { .refused }
  }

  /// The manifest of everything that the parts list, in whatever order they come.
  ///
  /// A file may be listed in several, as long as they say the same of it; where one has a file,
  /// another cannot have a folder.
  public static func merging(_ parts: [NativeManifest]) throws(Conflict) -> NativeManifest {
    var parts = parts
    var conflicts: Set<RelativePath> = []
    // Two and two, so that a line is copied as often as the parts can be halved.
    while parts.count > 1 {
      parts = stride(from: 0, to: parts.count, by: 2).map { index in
        guard index + 1 < parts.count else { return parts[index] }
        return parts[index].merged(with: parts[index + 1], &conflicts)
      }
    }
    let whole = parts.first ?? NativeManifest(bytes: [], lineStarts: [])
    conflicts.formUnion(whole.filesAmongFolders())
    guard conflicts.isEmpty else { throw Conflict(paths: conflicts.sorted()) }
    return whole
  }

  private func merged(with other: NativeManifest, _ conflicts: inout Set<RelativePath>)
    -> NativeManifest
  {
    var text: [UInt8] = []
    var starts: [UInt32] = []
    text.reserveCapacity(bytes.count + other.bytes.count)
    var (left, right) = (0, 0)
    while left < count || right < other.count {
      let order = left == count ? 1 : right == other.count ? -1 : compare(left, other, right)
      if order == 0, !hasSameDigest(left, other, right) { conflicts.insert(self[left].path) }
      starts.append(UInt32(truncatingIfNeeded: text.count))
      text += order <= 0 ? lineBytes(left) : other.lineBytes(right)
      if order <= 0 { left += 1 }
      if order >= 0 { right += 1 }
    }
    return NativeManifest(bytes: text, lineStarts: starts)
  }

  /// The files that others would have to lie in.
  private func filesAmongFolders() -> [RelativePath] {
    var found: [RelativePath] = []
    var known: RelativePath?
    for position in 0..<count {
      // Most files lie in the same folder as the one before.
      var folder = self[position].path.parent
      if folder == known { continue }
      known = folder
      while let current = folder {
        if lists(current) { found.append(current) }
        folder = current.parent
      }
    }
    return found
  }

  private func lists(_ path: RelativePath) -> Bool {
    let position = (0..<count).partitioningIndex { compare($0, with: path.bytes.span) >= 0 }
    return position < count && compare(position, with: path.bytes.span) == 0
  }

  /// The same files below a folder of another, larger dataset.
  public func placed(below folder: RelativePath) throws(ManifestError) -> NativeManifest {
    try NativeManifest(
      lazy.map { Entry(path: folder.appending($0.path), digest: $0.digest) })
  }
}
