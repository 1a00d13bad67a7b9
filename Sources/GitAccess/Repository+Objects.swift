// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Digests
public import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One entry of a tree, with its path from the root of the walk.
public struct TreeEntry: Equatable, Sendable {
  /// What an entry is, from its mode.
  public enum Kind: Sendable {
    /// A regular file, mode 100644.
    case file
    /// A regular file, mode 100755.
    case executable
    /// A symbolic link, mode 120000; the blob is its target.
    case symbolicLink
    /// A folder, mode 40000.
    case tree
    /// A submodule's commit, mode 160000.
    case submodule
  }

  /// The path.
  public var path: RelativePath
  /// What it is.
  public var kind: Kind
  /// The blob, tree or commit.
  public var id: ObjectID

  /// Names an entry.
  public init(path: RelativePath, kind: Kind, id: ObjectID) {
    self.path = path
    self.kind = kind
    self.id = id
  }
}

/// How much of a tree is walked before it counts as an attack.
public struct TreeLimits: Sendable {
  /// Entries in all.
  public var entries: Int
  /// Folders inside folders; git's own `core.maxTreeDepth` is 2048.
  public var depth: Int

  /// Sets the limits.
  public init(entries: Int = 20_000_000, depth: Int = 2048) {
    self.entries = entries
    self.depth = depth
  }
}

extension Repository {
  /// Whether an object is in the store.
  public func contains(_ id: ObjectID) throws(GitError) -> Bool {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var oid = id.oid
    return unsafe git_odb_exists(store, &oid) == 1
  }

  /// The content of a blob; libgit2 checks it against its id.
  ///
  /// A blob of more than `limit` bytes is an error, and is not unpacked.
  public func blob(_ id: ObjectID, limit: Int = .max) throws(GitError) -> [UInt8] {
    let size = limit < .max ? try size(ofBlob: id) : 0
    guard size <= limit else {
      throw .malformed("read blob \(id)", "it has \(size) bytes, more than \(limit)")
    }
    return try withBlob(id) { bytes throws(GitError) in
      guard bytes.byteCount <= limit else {
        throw .malformed(
          "read blob \(id)", "it has \(bytes.byteCount) bytes, more than \(limit)")
      }
      return unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
  }

  /// The size of a blob in bytes, out of its header.
  public func size(ofBlob id: ObjectID) throws(GitError) -> Int {
    var store: OpaquePointer?
    try call("open object store") { unsafe git_repository_odb(&store, handle) }
    defer { unsafe git_odb_free(store) }
    var oid = id.oid
    var size = 0
    var type = GIT_OBJECT_INVALID
    do {
      try call("read blob \(id)") { unsafe git_odb_read_header(&size, &type, store, &oid) }
    } catch {
      throw explained(error)
    }
    guard type == GIT_OBJECT_BLOB else { throw .malformed("read blob \(id)", "it is no blob") }
    return size
  }

  /// Says of an object that is not here that it can be fetched, where that is so.
  private func explained(_ error: GitError) -> GitError {
    guard error.code == .notFound, (try? isPartial()) == true else { return error }
    return GitError(
      error.operation, code: error.code,
      detail: "this is a partial clone, and the object was not fetched",
      hints: ["git fetch --refetch --no-filter"])
  }

  /// SHA-256 over the content of a blob.
  public func sha256(ofBlob id: ObjectID) throws(GitError) -> Digest {
    try withBlob(id) { bytes throws(GitError) in
      var hasher = StreamHasher(.sha256)
      unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
      return hasher.finalize()
    }
  }

  /// Lends the content of a blob to `body`, without a copy.
  public func withBlob<Result>(
    _ id: ObjectID, _ body: (borrowing RawSpan) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    var found: OpaquePointer?
    var oid = id.oid
    do {
      try call("read blob \(id)") { unsafe git_blob_lookup(&found, handle, &oid) }
    } catch {
      throw explained(error)
    }
    defer { unsafe git_blob_free(found) }
    let size = Int(clamping: unsafe git_blob_rawsize(found))
    let buffer = unsafe UnsafeRawBufferPointer(
      start: unsafe git_blob_rawcontent(found), count: size)
    return try body(unsafe buffer.bytes)
  }

  /// Visits every entry below a tree in the order of `git ls-tree -r -t`: a folder, then what is
  /// in it, then its next sibling.
  ///
  /// `visit` returns whether to go into a folder; its answer for other entries does not count.
  /// More entries or deeper folders than the limits are an error: a few small trees that name each
  /// other many times can stand for more files than any disk holds.
  public func walk(
    tree root: ObjectID, limits: TreeLimits = TreeLimits(),
    _ visit: (TreeEntry) throws(GitError) -> Bool
  ) throws(GitError) {
    var seen = 0
    var pending = [Array(try entries(of: root).reversed())]
    while let entry = pending[pending.count - 1].popLast() {
      seen += 1
      guard seen <= limits.entries else {
        throw .malformed("read tree \(root)", "it has more than \(limits.entries) entries")
      }
      if try visit(entry), entry.kind == .tree {
        guard pending.count < limits.depth else {
          throw .malformed("read tree \(root)", "it is over \(limits.depth) folders deep")
        }
        pending.append(try entries(of: entry.id, below: entry.path).reversed())
      }
      while pending.count > 1, pending[pending.count - 1].isEmpty { pending.removeLast() }
    }
  }

  /// The direct entries of a tree, their paths below `prefix`.
  public func entries(of tree: ObjectID, below prefix: RelativePath? = nil) throws(GitError)
    -> [TreeEntry]
  {
    try unsafe withTree(tree) { found throws(GitError) in
      var entries: [TreeEntry] = []
      for index in 0..<(unsafe git_tree_entrycount(found)) {
        guard let raw = unsafe git_tree_entry_byindex(found, index) else { continue }
        entries.append(try unsafe Self.entry(raw, of: tree, below: prefix))
      }
      return entries
    }
  }

  /// The direct entries of a tree that are folders, and others whose names pass a sieve.
  func entries(of tree: ObjectID, passing sieve: NameSieve) throws(GitError) -> [TreeEntry] {
    try unsafe withTree(tree) { found throws(GitError) in
      var entries: [TreeEntry] = []
      for index in 0..<(unsafe git_tree_entrycount(found)) {
        guard let raw = unsafe git_tree_entry_byindex(found, index) else { continue }
        // A mode that git does not know is for `entry` to refuse.
        let kind = unsafe Self.kind(git_tree_entry_filemode_raw(raw)) ?? .tree
        let isNamed = unsafe Self.passes(raw, sieve)
        guard isNamed || kind == .tree else { continue }
        entries.append(try unsafe Self.entry(raw, of: tree, below: nil))
      }
      return entries
    }
  }

  /// Whether a name passes; what is no name does, for somebody to say so.
  private static func passes(_ raw: OpaquePointer, _ sieve: NameSieve) -> Bool {
    guard let text = unsafe git_tree_entry_name(raw) else { return true }
    let length = unsafe strlen(text)
    if length <= 2, unsafe strspn(text, ".") == length { return true }
    if unsafe strchr(text, CInt(UInt8(ascii: "/"))) != nil { return true }
    return unsafe UnsafeRawBufferPointer(start: text, count: length)
      .withMemoryRebound(to: UInt8.self) { unsafe sieve.passes($0.span) }
  }

  /// An entry of a tree, compared with what older trees have under its name.
  public struct ComparedEntry {
    /// The entry.
    public var entry: TreeEntry
    /// Whether none of the older trees has the same.
    public var isNew: Bool
    /// Of a new entry, what the older trees have there, as far as they have something.
    public var before: [TreeEntry] = []
  }

  /// The direct entries of a tree that none of some older trees has, and those of one name anyway.
  ///
  /// All others cost a comparison and nothing else.
  public func newEntries(
    of tree: ObjectID, since older: [ObjectID], keeping name: String,
    below prefix: RelativePath? = nil
  ) throws(GitError) -> [ComparedEntry] {
    try unsafe withTree(tree) { found throws(GitError) in
      var known: [OpaquePointer?] = unsafe []
      defer { unsafe known.forEach { unsafe git_tree_free($0) } }
      for tree in older {
        let tree = try unsafe lookUp(tree)
        unsafe known.append(tree)
      }
      var entries: [ComparedEntry] = []
      for index in 0..<(unsafe git_tree_entrycount(found)) {
        guard let raw = unsafe git_tree_entry_byindex(found, index) else { continue }
        if index > 0, let last = unsafe git_tree_entry_byindex(found, index - 1),
          unsafe strcmp(git_tree_entry_name(last), git_tree_entry_name(raw)) == 0
        {
          throw .malformed("read tree \(tree)", "it holds one name twice")
        }
        let before = unsafe known.map { unsafe git_tree_entry_byname($0, git_tree_entry_name(raw)) }
        let isNew = unsafe !before.contains { unsafe Self.isSame($0, raw) }
        guard unsafe isNew || strcmp(git_tree_entry_name(raw), name) == 0 else { continue }
        let entry = try unsafe Self.entry(raw, of: tree, below: prefix)
        var compared = ComparedEntry(entry: entry, isNew: isNew)
        for number in isNew ? older.indices : 0..<0 {
          guard let raw = unsafe before[number] else { continue }
          compared.before.append(try unsafe Self.entry(raw, of: older[number], below: prefix))
        }
        entries.append(compared)
      }
      return entries
    }
  }

  static func isSame(_ left: OpaquePointer?, _ right: OpaquePointer) -> Bool {
    guard let left = unsafe left else { return false }
    return unsafe git_tree_entry_filemode_raw(left) == git_tree_entry_filemode_raw(right)
      && git_oid_equal(git_tree_entry_id(left), git_tree_entry_id(right)) == 1
  }

  /// Lends a tree to `body`.
  func withTree<Result>(
    _ tree: ObjectID, _ body: (OpaquePointer?) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    let found = try unsafe lookUp(tree)
    defer { unsafe git_tree_free(found) }
    return try unsafe body(found)
  }

  /// A tree, which the caller frees.
  private func lookUp(_ tree: ObjectID) throws(GitError) -> OpaquePointer? {
    var found: OpaquePointer?
    var oid = tree.oid
    do {
      try call("read tree \(tree)") { unsafe git_tree_lookup(&found, handle, &oid) }
    } catch {
      throw explained(error)
    }
    return unsafe found
  }

  /// The entry at a path below a tree; nil when nothing stands there.
  public func entry(at path: RelativePath, in root: ObjectID) throws(GitError) -> TreeEntry? {
    var tree = root
    var prefix: RelativePath?
    let components = path.components
    for (depth, component) in components.enumerated() {
      guard let entry = try entry(named: component, of: tree, below: prefix) else { return nil }
      if depth == components.count - 1 { return entry }
      guard entry.kind == .tree else { return nil }
      tree = entry.id
      prefix = entry.path
    }
    return nil
  }

  /// Finds one name by bisection, so that a folder of many entries costs one object and no copy.
  private func entry(
    named name: ArraySlice<UInt8>, of tree: ObjectID, below prefix: RelativePath?
  ) throws(GitError) -> TreeEntry? {
    try unsafe withTree(tree) { found throws(GitError) in
      let text = name.map(CChar.init(bitPattern:)) + [0]
      guard let raw = unsafe git_tree_entry_byname(found, text) else { return nil }
      return try unsafe Self.entry(raw, of: tree, below: prefix)
    }
  }

  static func entry(_ raw: OpaquePointer, of tree: ObjectID, below prefix: RelativePath?)
    throws(GitError) -> TreeEntry
  {
    guard let text = unsafe git_tree_entry_name(raw), let id = unsafe git_tree_entry_id(raw),
      let path = unsafe path(
        named: UnsafeRawBufferPointer(start: text, count: strlen(text)), prefix)
    else {
      throw .malformed("read tree \(tree)", "it holds a name that is no name")
    }
    // Git writes such a file nowhere, and to others it is a repository of somebody's making.
    guard unsafe strcasecmp(text, ".git") != 0 else {
      throw .malformed("read tree \(tree)", "it holds '\(path)', which git checks out nowhere")
    }
    guard let kind = unsafe kind(git_tree_entry_filemode_raw(raw)) else {
      throw .malformed("read tree \(tree)", "'\(path)' has a mode that git does not know")
    }
    return TreeEntry(path: path, kind: kind, id: unsafe ObjectID(id.pointee))
  }

  /// A name below a folder; nil when it is no name.
  ///
  /// Written for trees of a hundred thousand names.
  private static func path(named name: UnsafeRawBufferPointer, _ prefix: RelativePath?)
    -> RelativePath?
  {
    var bytes: [UInt8] = []
    if let prefix {
      bytes.reserveCapacity(prefix.bytes.count + 1 + name.count)
      bytes += prefix.bytes
      bytes.append(UInt8(ascii: "/"))
    }
    unsafe bytes.append(contentsOf: name)
    let own = bytes[(bytes.count - name.count)...]
    guard RelativePath.isBeneathRoot(own), !own.contains(UInt8(ascii: "/")) else { return nil }
    return RelativePath(unchecked: bytes)
  }

  private static func kind(_ mode: git_filemode_t) -> TreeEntry.Kind? {
    switch mode.rawValue & 0o170000 {
    case 0o040000: .tree
    case 0o120000: .symbolicLink
    case 0o160000: .submodule
    case 0o100000: mode.rawValue & 0o100 != 0 ? .executable : .file
    default: nil
    }
  }
}
