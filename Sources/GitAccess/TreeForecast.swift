// SPDX-License-Identifier: Apache-2.0

package import Digests
package import Files

/// Tells whether one tree is another with files added and nothing else, without reading it.
///
/// A tree's name is a digest of what it holds. So the name is worked out that git gives the earlier
/// tree once the files are added, and compared. Folders are read when an addition first comes by,
/// and remembered as they become, so that of a long row of additions most cost no reading at all.
package struct TreeForecast {
  private var known: [ObjectID: TreeContent] = [:]

  /// Longer folders are not judged here.
  private static let sizeLimit = 256 << 20

  /// Remembers nothing yet.
  package init() {}

  /// Whether `later` is `earlier` with these files added, each with the content of `blob`, and is in
  /// the object store with every folder on the way to them.
  ///
  /// False when it is not, and also whenever it cannot be told: then the trees are to be compared.
  /// The trees stand at `folder`; the paths lead from the root and are in the order of their bytes.
  package mutating func confirms(
    _ later: ObjectID, from earlier: ObjectID?, at folder: RelativePath,
    adding files: [RelativePath], of blob: ObjectID, in repository: borrowing Repository
  ) -> Bool {
    let start = folder.bytes.count + 1
    var additions = Additions(blob: blob)
    do throws(GitError) {
      guard try add(files[...], from: start, to: earlier, &additions, in: repository) == later
      else { return false }
      for tree in additions.trees where try !repository.contains(tree) { return false }
      return true
    } catch {
      return false
    }
  }

  private struct Additions {
    let blob: ObjectID
    /// The trees that they make.
    var trees: [ObjectID] = []
  }

  /// The name of a tree with files added whose paths lead from `start`; nil when it cannot be told.
  private mutating func add(
    _ files: ArraySlice<RelativePath>, from start: Int, to base: ObjectID?,
    _ additions: inout Additions, in repository: borrowing Repository
  ) throws(GitError) -> ObjectID? {
    guard var content = try take(base, in: repository) else { return nil }
    var rest = files
    while let path = rest.first?.bytes {
      let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.count
      let name = path[start..<end]
      if end == path.count {
        guard content.add(name, additions.blob) else { return nil }
        rest = rest.dropFirst()
        continue
      }
      let beside = rest.prefix { $0.bytes[start...].starts(with: path[start...end]) }
      rest = rest.dropFirst(beside.count)
      guard let place = content.folder(name),
        let folder = try add(
          beside, from: end + 1, to: content.id(at: place), &additions, in: repository)
      else { return nil }
      content.put(name, folder, at: place)
    }
    let id = content.id
    // There are many folders of one file, and most of them stay as they are.
    if !content.isOneFile { known[id] = content }
    additions.trees.append(id)
    return id
  }

  /// What a tree holds, which is about to become something else; nil when it is no tree.
  private mutating func take(_ id: ObjectID?, in repository: borrowing Repository)
    throws(GitError) -> TreeContent?
  {
    guard let id else { return TreeContent(bytes: []) }
    if let content = known.removeValue(forKey: id) { return content }
    let object = try repository.rawObject(id, limit: Self.sizeLimit)
    return object.kind == .tree ? TreeContent(bytes: object.bytes) : nil
  }
}
