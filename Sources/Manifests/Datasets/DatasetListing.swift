// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// What becomes of symbolic links in a dataset.
public enum LinkPolicy: Sendable {
  /// One that stays in the dataset counts as the file that it leads to; others are refused.
  case inside
  /// Each is refused.
  case none
}

/// The names of a dataset, before anything is read.
struct DatasetListing {
  /// A file, or a link to one that stands inside the dataset.
  struct File {
    let path: RelativePath
    /// What is read: the file itself, or where the link leads.
    let target: DirectoryTree.Entry
    /// The folder beneath which the target stands: git-annex' or DVC's store; nil for the dataset.
    var store: FilePath?
  }

  /// A locked file of git-annex: its content has another place, which its link names.
  private typealias AnnexedFile = (path: RelativePath, key: AnnexKey)
  private typealias Link = (path: RelativePath, text: [UInt8])

  private(set) var files: [File] = []
  private(set) var absent: [RelativePath] = []
  private(set) var irregular: [DatasetContent.Irregular] = []
  private(set) var errors: [FileError] = []

  init() {}

  init(_ error: FileError) { errors = [error] }

  /// A dataset that is one file; a link would lead out of it, unless git-annex or DVC made it.
  init(
    single path: RelativePath, _ status: FileStatus, in worktree: borrowing RootDirectory,
    _ manifest: DatasetManifest?
  ) {
    let name = RelativePath(unchecked: Array(path.name))
    if status.kind == .symbolicLink, let text = try? worktree.readLink(path) {
      if let key = AnnexPointer.key(ofLink: text, at: path) {
        add([(name, key)], in: worktree)
        return
      }
      if add([(name, text)], of: manifest, in: worktree).isEmpty { return }
    }
    guard status.kind == .file else {
      irregular = [.init(path: name, what: status.typeName)]
      return
    }
    if let what = Self.hole(at: path, status, in: worktree) {
      irregular = [.init(path: name, what: what)]
    } else {
      add(name, .init(path: name, status: status))
    }
  }

  /// Everything beneath a folder; a link counts as the file that it leads to.
  ///
  /// `manifest` is what describes it, where something does. `isSelective` says whether the folder's own ``DatasetPatterns`` leave files out. They are read
  /// before the folder is listed; should they change then, the file differs from its status here.
  init(
    of root: borrowing RootDirectory, at folder: RelativePath, in worktree: borrowing RootDirectory,
    leavingOut ignored: IgnoredNames?, isSelective: Bool, links: LinkPolicy,
    _ manifest: DatasetManifest?
  ) {
    var selection: (patterns: DatasetPatterns, status: FileStatus)?
    do {
      selection = isSelective ? try DatasetPatterns.readWithStatus(in: root) : nil
    } catch {
      irregular = [.init(path: Self.patternsFile, what: Self.message(error))]
      return
    }
    let tree = DirectoryTree.list(root) { folder in
      !(ignored?.contains(folder, isFolder: true) ?? false)
    }
    var annexed: [AnnexedFile] = []
    var others: [Link] = []
    errors = tree.unlisted.map(\.error)
    var left = ignored.map { IgnoredNames.Files($0) }
    let isWanted = { (entry: DirectoryTree.Entry) in
      !(left?.contains(entry.path) ?? false)
        && selection?.patterns.selects(entry.path) ?? true
    }
    for entry in tree.files where isWanted(entry) {
      let isPatterns = entry.path == Self.patternsFile
      let status = isPatterns ? selection?.status ?? entry.status : entry.status
      if let what = Self.hole(at: entry.path, status, in: root) {
        irregular.append(.init(path: entry.path, what: what))
      } else {
        add(entry.path, .init(path: entry.path, status: status))
      }
    }
    for entry in tree.irregular where isWanted(entry) {
      switch entry.status.kind {
      case .symbolicLink where links == .inside:
        let text = (try? root.readLink(entry.path)) ?? []
        if let key = AnnexPointer.key(ofLink: text, at: folder.appending(entry.path)) {
          annexed.append((entry.path, key))
        } else {
          others.append((entry.path, text))
        }
      default: irregular.append(.init(path: entry.path, what: entry.status.typeName))
      }
    }
    add(annexed, in: worktree)
    for link in add(others, of: manifest, in: worktree) { addLink(link.path, root) }
    if !tree.irregular.isEmpty { files.sort { $0.path < $1.path } }
    irregular.sort { $0.path < $1.path }
  }

  /// Smaller files, 64 GiB, are read in any case.
  private static let holeLimit: Int64 = 1 << 36

  /// Whether a file may be a hole that takes hours to digest, and nobody meant as data.
  static func maybeHole(_ status: FileStatus) -> Bool { status.size >= holeLimit }

  /// What a huge file is of which the disk holds hardly anything; nil for any other.
  private static func hole(
    at path: RelativePath, _ status: FileStatus, in root: borrowing RootDirectory
  ) -> String? {
    guard maybeHole(status), let stored = try? root.storedBytes(path), stored < status.size / 1000
    else { return nil }
    return "sparse file of \(status.size) bytes, of which the disk holds \(stored)"
  }

  private static let patternsFile = RelativePath(
    unchecked: Array(DatasetPatterns.fileName.utf8))

  private static func message(_ error: any Error) -> String {
    "file of patterns that cannot be used: "
      + ((error as? any ExplainedError)?.message ?? "\(error)")
  }

  private mutating func add(_ annexed: [AnnexedFile], in worktree: borrowing RootDirectory) {
    guard !annexed.isEmpty else { return }
    guard let store = AnnexStore(ofWorktree: worktree.path) else {
      absent += annexed.map(\.path)
      return
    }
    for (path, key) in annexed {
      do throws(FileError) {
        add(path, try store.object(of: key), of: "git-annex", store.root.path)
      } catch {
        errors.append(error)
      }
    }
  }

  /// Adds the links that lead to the recorded objects in DVC's cache; the others are left.
  private mutating func add(
    _ links: [Link], of manifest: DatasetManifest?, in worktree: borrowing RootDirectory
  ) -> [Link] {
    guard !links.isEmpty, let manifest else { return links }
    guard let objects = DVCObjects(of: manifest, in: worktree) else {
      return leavingOut(links, of: manifest, in: worktree)
    }
    var left: [Link] = []
    for link in links {
      guard let key = objects.key(of: link.path, linkedBy: link.text) else {
        left.append(link)
        continue
      }
      do throws(FileError) {
        add(link.path, try objects.object(key), of: "DVC", objects.folder)
      } catch {
        errors.append(error)
      }
    }
    return left
  }

  /// Notes the links of which DVC's missing list would tell what they stand for; the others are left.
  private mutating func leavingOut(
    _ links: [Link], of manifest: DatasetManifest, in worktree: borrowing RootDirectory
  ) -> [Link] {
    guard let cache = DVCObjects.cacheWithoutList(of: manifest, in: worktree) else { return links }
    for link in links where cache.mayHold(link.text) {
      irregular.append(.init(path: link.path, what: DVCObjects.linkWithoutList))
    }
    return links.filter { !cache.mayHold($0.text) }
  }

  /// Adds a file whose content is in the store of a tool; nil is one that is not here.
  private mutating func add(
    _ path: RelativePath, _ object: DirectoryTree.Entry?, of tool: String, _ store: FilePath
  ) {
    guard let object else {
      absent.append(path)
      return
    }
    guard object.status.kind == .file else {
      let what = "\(tool) object that is a \(object.status.typeName)"
      irregular.append(.init(path: path, what: what))
      return
    }
    add(path, object, beneath: store)
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

  private mutating func add(
    _ path: RelativePath, _ target: DirectoryTree.Entry, beneath store: FilePath? = nil
  ) {
    guard NativeLine.canWrite(path) else {
      irregular.append(.init(path: path, what: "name with a control character"))
      return
    }
    files.append(File(path: path, target: target, store: store))
  }
}
