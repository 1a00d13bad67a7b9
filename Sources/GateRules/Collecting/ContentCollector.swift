// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests
import Worktree

/// Looks into committed files for what should not be there.
///
/// Sizes come out of object headers; only small files, and those whose names promise something,
/// are read.
struct ContentCollector {
  /// A larger file belongs outside of git.
  static let largeFile = 50 << 20

  /// Whether small files are read whatever their names are.
  let readsSmallFiles: Bool
  /// Whether notebooks are read.
  let readsNotebooks: Bool

  /// Facts of files, under the attributes that hold in their tree; nil leaves LFS unjudged.
  func facts(
    of entries: [TreeEntry], attributes: AttributeRules?, in repository: borrowing Repository
  ) throws(GitError) -> [ContentFact] {
    var facts: [ContentFact] = []
    for entry in entries where entry.isFile {
      let size = try repository.size(ofBlob: entry.id)
      if size > Self.largeFile { facts.append(ContentFact(.large(bytes: size), at: entry.path)) }
      if let key = try PrivateKey.label(of: entry, size, readsSmallFiles, in: repository) {
        facts.append(ContentFact(.privateKey(key), at: entry.path))
      }
      if let attributes, let fact = try pointerFact(of: entry, attributes, in: repository) {
        facts.append(fact)
      }
      if readsNotebooks, let fact = try Notebook.fact(of: entry, size, in: repository) {
        facts.append(fact)
      }
    }
    return facts
  }

  /// What is so of a blob where the attributes want a pointer; git-lfs leaves empty files alone.
  private func pointerFact(
    of entry: TreeEntry, _ attributes: AttributeRules, in repository: borrowing Repository
  ) throws(GitError) -> ContentFact? {
    guard let filter = attributes.attributes(of: entry.path).filter,
      filter.elementsEqual("lfs".utf8)
    else { return nil }
    guard let pointer = try entry.pointer(in: repository) else {
      return ContentFact(.rawLargeFile, at: entry.path)
    }
    return pointer.isCanonical ? nil : ContentFact(.loosePointer, at: entry.path)
  }

  /// The rules of a tree's own `.gitattributes`; nil when there are none.
  static func attributes(_ files: [TreeEntry], of repository: borrowing Repository)
    throws(GitError) -> AttributeRules?
  {
    guard !files.isEmpty else { return nil }
    var root: AttributeFile?
    var folders: [RelativePath: AttributeFile] = [:]
    for entry in files where try repository.size(ofBlob: entry.id) < AttributeFile.maximumSize {
      let content = try repository.blob(entry.id, limit: AttributeFile.maximumSize)
      let file = AttributeFile(content, allowsMacros: entry.path.parent == nil)
      if let folder = entry.path.parent { folders[folder] = file } else { root = file }
    }
    return AttributeRules(root: root, folders: folders)
  }
}

extension ContentCollector {
  /// Facts of a commit: of what it changes, or of its whole tree.
  func facts(
    of tree: ObjectID, since older: [ObjectID], in repository: borrowing Repository
  ) throws(GitError) -> [ContentFact] {
    let new = try NewFiles(in: tree, since: older, of: repository)
    var facts = try facts(
      of: new.entries, attributes: try Self.attributes(new.attributes, of: repository),
      in: repository)
    if new.changesAttributes, !older.isEmpty {
      facts += try rawFiles(of: tree, besides: Set(new.entries.map(\.path)), in: repository)
    }
    return facts
  }

  /// New attributes may want pointers where files stayed as they were.
  private func rawFiles(
    of tree: ObjectID, besides judged: Set<RelativePath>, in repository: borrowing Repository
  ) throws(GitError) -> [ContentFact] {
    let all = try NewFiles(in: tree, since: [], of: repository)
    guard let attributes = try Self.attributes(all.attributes, of: repository) else { return [] }
    var facts: [ContentFact] = []
    for entry in all.entries where entry.isFile && !judged.contains(entry.path) {
      if let fact = try pointerFact(of: entry, attributes, in: repository) { facts.append(fact) }
    }
    return facts
  }

  /// What names end with that promise something; those of keys may begin with it, too.
  static let endings = PrivateKey.endings + [Notebook.ending]

  /// Facts of what the index tracks.
  ///
  /// Sizes are taken from the index as long as they say that a file is small, so that what large
  /// sizes and names picked out is enough; attributes are evaluated, and every entry is looked at,
  /// when `judgesPointers`.
  func facts(
    of index: GitIndex, picked: [Int], judgesPointers: Bool, in repository: borrowing Repository
  ) throws(GitError) -> [ContentFact] {
    var entries: [TreeEntry] = []
    // What a partial clone left out it did not fetch either: by hand that is no reason to stop.
    let mayLack = !judgesPointers && !index.skipWorktree.isEmpty
    let isPartial = mayLack ? try repository.isPartial() : false
    let leftOut = isPartial ? Set(index.skipWorktree) : []
    for number in judgesPointers ? Array(0..<index.count) : picked {
      let mode = index.mode(number)
      guard index.stage(number) == 0, mode == .file || mode == .executable else { continue }
      let size = index.stat(number).size
      if size == 0, leftOut.contains(number) { continue }
      let isOddSize = size == 0 || Int(size) > Self.largeFile
      if judgesPointers || isOddSize || mayBeWorthReading(index.path(number)) {
        entries.append(TreeEntry(index[number]))
      }
    }
    let attributes = index.attributeFiles.map { TreeEntry(index[$0]) }.filter(\.isFile)
    return try facts(
      of: entries,
      attributes: judgesPointers ? try Self.attributes(attributes, of: repository) : nil,
      in: repository)
  }
}

extension ContentCollector {
  private func mayBeWorthReading(_ path: RelativePath) -> Bool {
    PrivateKey.isNamedLikeOne(path) || (readsNotebooks && Notebook.claims(path))
  }
}

extension TreeEntry {
  fileprivate init(_ entry: IndexEntry) {
    let kind: Kind =
      switch entry.mode {
      case .file: .file
      case .executable: .executable
      case .symbolicLink: .symbolicLink
      case .gitlink: .submodule
      }
    self.init(path: entry.path, kind: kind, id: entry.id)
  }
}
