// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The names of a dataset, before anything is read.
struct DatasetListing {
  /// A file, or a link to one that stands inside the dataset.
  struct File {
    let path: RelativePath
    /// What is read: the file itself, or where the link leads.
    let target: DirectoryTree.Entry
  }

  private(set) var files: [File] = []
  private(set) var irregular: [DatasetContent.Irregular] = []
  private(set) var errors: [FileError] = []

  init() {}

  init(_ error: FileError) { errors = [error] }

  /// A dataset that is one file; a link would lead out of it.
  init(single path: RelativePath, _ status: FileStatus) {
    let name = RelativePath(unchecked: Array(path.name))
    guard status.kind == .file else {
      irregular = [.init(path: name, what: status.typeName)]
      return
    }
    add(name, .init(path: name, status: status))
  }

  /// Everything beneath a folder; a link counts as the file that it leads to.
  init(of root: borrowing RootDirectory) {
    let tree = DirectoryTree.list(root)
    errors = tree.unlisted.map(\.error)
    for entry in tree.files { add(entry.path, entry) }
    for entry in tree.irregular {
      switch entry.status.kind {
      case .symbolicLink: addLink(entry.path, root)
      default: irregular.append(.init(path: entry.path, what: entry.status.typeName))
      }
    }
    if !tree.irregular.isEmpty { files.sort { $0.path < $1.path } }
  }

  private mutating func addLink(_ path: RelativePath, _ root: borrowing RootDirectory) {
    do throws(FileError) {
      let target = try root.resolvingLinks(path)
      let status = try root.status(target)
      guard status.kind == .file else {
        irregular.append(.init(path: path, what: "symbolic link to a \(status.typeName)"))
        return
      }
      add(path, .init(path: target, status: status))
    } catch {
      let why = error.detail ?? error.errno.description
      irregular.append(.init(path: path, what: "symbolic link: \(why)"))
    }
  }

  private mutating func add(_ path: RelativePath, _ target: DirectoryTree.Entry) {
    guard NativeLine.canWrite(path) else {
      irregular.append(.init(path: path, what: "name with a control character"))
      return
    }
    files.append(File(path: path, target: target))
  }
}
