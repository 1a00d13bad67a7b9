// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Visits the folders beneath a root on all processors, a level at a time, following no link.
public enum SortedWalk {
  /// Calls `visit` with every folder that is wanted, beginning with the root (nil), what was given
  /// along with it, and its content; the answer is the folders in it that are wanted.
  ///
  /// Folders deeper than the usual bound are an error, given to `visit` as the content.
  public static func run<Along: Sendable>(
    _ root: borrowing RootDirectory, _ first: Along,
    _ visit:
      @escaping @Sendable (RelativePath?, Along, Result<SortedFolder, FileError>) -> [(
        RelativePath, Along
      )]
  ) {
    let lister = FolderLister(root.descriptor, root.path)
    let maximumDepth = DirectoryTree.Limits().depth
    let place = root.path
    var level: [(RelativePath?, Along)] = [(nil, first)]
    var depth = 0
    while !level.isEmpty {
      let isTooDeep = depth >= maximumDepth
      level = Threads.map(level) { folder, along in
        var content: Result<SortedFolder, FileError>
        do throws(FileError) {
          guard !isTooDeep else {
            throw FileError("list", place, .overflow, detail: "nested too deeply")
          }
          content = .success(try lister.sorted(folder))
        } catch {
          content = .failure(error)
        }
        return visit(folder, along, content)
      }.flatMap { $0 }.map { ($0.0, $0.1) }
      depth += 1
    }
  }
}
