// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests
import SystemPackage

/// Writes a commit's tree into a folder, out of git's objects and nothing else.
///
/// No filter runs, no attribute counts: a file has the bytes of its blob. LFS pointers are left out
/// and handed back, for their content to be put there; an unlocked file of git-annex becomes the link
/// that it would be locked, so that nobody reads a key for data. Whatever would let a name in the tree reach
/// outside the folder is refused.
struct TreeExport {
  /// A file whose content lies outside of git.
  struct LargeFile {
    let path: RelativePath
    let pointer: LFSPointer
    let permissions: FilePermissions
  }

  let tree: ObjectID
  let folder: FilePath

  func run(from repository: borrowing Repository) throws -> [LargeFile] {
    var entries: [TreeEntry] = []
    try repository.walk(tree: tree) { entry in
      entries.append(entry)
      return true
    }
    try checkLinks(entries, from: repository)
    var large: [LargeFile] = []
    for entry in entries {
      if let file = try write(entry, from: repository) { large.append(file) }
    }
    return large
  }

  /// Every link is followed before anything is written.
  private func checkLinks(_ entries: [TreeEntry], from repository: borrowing Repository) throws {
    var links = LinkMap()
    let found = entries.filter { $0.kind == .symbolicLink }
    for entry in found { links.add(entry.path, to: try target(of: entry, from: repository)) }
    for entry in found where links.resolve(entry.path) == .outside {
      throw TrainingError.linkLeavesTree(
        entry.path, target: RelativePath.quoted(try target(of: entry, from: repository)))
    }
  }

  private func target(of link: TreeEntry, from repository: borrowing Repository) throws(GitError)
    -> [UInt8]
  { try repository.blob(link.id, limit: 4096) }

  private func write(_ entry: TreeEntry, from repository: borrowing Repository) throws
    -> LargeFile?
  {
    guard !entry.path.isGitInternal else { throw TrainingError.forbiddenName(entry.path) }
    let target = folder.appending(entry.path)
    switch entry.kind {
    case .tree:
      try Folder.createNew(target)
      return nil
    case .submodule: throw TrainingError.submodule(entry.path)
    case .symbolicLink:
      let destination = try self.target(of: entry, from: repository)
      try SymbolicLink.create(target, to: FilePath(rawBytes: destination))
      return nil
    case .file, .executable:
      let permissions: FilePermissions = entry.kind == .executable ? .executable : .plain
      let bytes = try repository.blob(entry.id)
      if let key = AnnexPointer.key(ofText: bytes) {
        let link = FilePath(rawBytes: key.link(at: entry.path))
        try SymbolicLink.create(target, to: link)
        return nil
      }
      if let pointer = Self.pointer(bytes) {
        return LargeFile(path: entry.path, pointer: pointer, permissions: permissions)
      }
      try NewFile.write(bytes, to: target, permissions: permissions)
      return nil
    }
  }

  private static func pointer(_ bytes: [UInt8]) -> LFSPointer? {
    guard !bytes.isEmpty, bytes.count <= LFSPointer.byteLimit else { return nil }
    return try? LFSPointer(parsing: bytes)
  }
}

extension FilePermissions {
  static let plain: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
  static let executable: FilePermissions = [
    .ownerReadWriteExecute, .groupReadExecute, .otherReadExecute,
  ]
}

extension RelativePath {
  /// Whether a component is `.git` in any case: no tree may bring its own repository along.
  var isGitInternal: Bool {
    components.contains { component in
      component.count == 4 && component.first == UInt8(ascii: ".")
        && component.dropFirst().map { $0 | 0x20 }.elementsEqual("git".utf8)
    }
  }
}
