// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

/// Trees and blobs against `git ls-tree`, `git cat-file` and hostile objects.
@Suite struct ObjectTests {
  /// A repository whose names are as odd as the kernel allows.
  private func odd() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      #"""
      mkdir -p "$(printf 'd\377')/é" a.b a a0
      echo 1 > "$(printf 'd\377')/é/$(printf 'x\ny')"
      echo 2 > a/z; echo 3 > a.b/z; echo 4 > a0/z; echo 5 > "a'$(id)"
      : > empty; chmod +x empty; ln -s a/z link
      """#)
    try await repository.commit()
    return repository
  }

  private func pieces(of blob: ObjectID, in repository: TemporaryRepository) throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    try Repository(at: repository.root).withPieces(ofBlob: blob) { pieces.append(Array($0)) }
    return pieces
  }

  @Test func aBlobInPiecesIsTheBlobLooseAndPacked() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script("head -c 3000000 /dev/urandom > big; : > empty")
    try await repository.commit()
    for packing in ["true", "git repack -adq"] {
      try await repository.shell.script(packing)
      for name in ["big", "empty"] {
        let blob = try id(await repository.git("rev-parse", "HEAD:\(name)"))
        let pieces = try pieces(of: blob, in: repository)
        #expect(try Array(pieces.joined()) == Repository(at: repository.root).blob(blob))
        #expect(pieces.allSatisfy { $0.count <= 1 << 20 })
      }
    }
  }

  @Test(arguments: ["echo other", "head -c 4000000 /dev/zero"])
  func aBlobInPiecesWithAnotherContentIsRefused(content: String) async throws {
    let repository = try await TemporaryRepository()
    let ids = try await repository.shell.script(
      """
      one=$(echo 1 | git hash-object -w --stdin); two=$(\(content) | git hash-object -w --stdin)
      place() { echo ".git/objects/$(echo $1 | cut -c 1-2)/$(echo $1 | cut -c 3-)"; }
      cp -f $(place $two) $(place $one)
      echo $one
      """)
    let blob = try id(ids)
    #expect(throws: GitError.self) { try pieces(of: blob, in: repository) }
  }

  private func line(_ entry: TreeEntry) -> [UInt8] {
    let mode =
      switch entry.kind {
      case .file: "100644 blob"
      case .executable: "100755 blob"
      case .symbolicLink: "120000 blob"
      case .tree: "040000 tree"
      case .submodule: "160000 commit"
      }
    return Array("\(mode) \(entry.id)\t".utf8) + entry.path.bytes + [0]
  }

  @Test func aTreeIsWalkedAsLsTreeListsIt() async throws {
    let repository = try await odd()
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    var lines: [UInt8] = []
    try opened.walk(tree: tree) { entry in
      lines += line(entry)
      return true
    }
    try await repository.shell.script("git ls-tree -r -t -z HEAD > ../listing")
    #expect(try lines == SmallFile.read(repository.base.appending("listing"), limit: 1 << 20))
    var top: [RelativePath] = []
    try opened.walk(tree: tree) { entry in
      top.append(entry.path)
      return false
    }
    #expect(try top == opened.entries(of: tree).map(\.path))
  }

  @Test func everyEntryIsFoundByItsPath() async throws {
    let repository = try await odd()
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(opened.resolveCommit("HEAD")).tree
    var entries: [TreeEntry] = []
    try opened.walk(tree: tree) { entry in
      entries.append(entry)
      return true
    }
    for entry in entries { #expect(try opened.entry(at: entry.path, in: tree) == entry) }
    for name in ["none", "a/none", "empty/x", "link/x", "a/z/x", "A"] {
      #expect(try opened.entry(at: try path(name), in: tree) == nil)
    }
  }

  @Test func blobsAreExactAndBounded() async throws {
    let repository = try await TemporaryRepository()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try repository.write(bytes, to: "../bytes")
    let blob = try id(await repository.git("hash-object", "-w", "../bytes"))
    let empty = try id(await repository.git("hash-object", "-w", "/dev/null"))
    let opened = try Repository(at: repository.root)
    #expect(try opened.blob(blob) == bytes)
    #expect(try opened.size(ofBlob: blob) == bytes.count)
    #expect(try opened.blob(empty) == [] && opened.size(ofBlob: empty) == 0)
    let sum = try await repository.shell("sha256sum", "../bytes").prefix(64)
    #expect(try opened.sha256(ofBlob: blob).hex == sum)
    #expect(try opened.blob(blob, limit: bytes.count) == bytes)
    let error = #expect(throws: GitError.self) { try opened.blob(blob, limit: 99_999) }
    #expect(error?.message == "cannot read blob \(blob): it has 100000 bytes, more than 99999")
  }

  @Test func whatIsWrittenGitAccepts() async throws {
    let repository = try await odd()
    let opened = try Repository(at: repository.root)
    let base = try opened.commit(opened.resolveCommit("HEAD")).tree
    let blob = try opened.write(blob: Array("new\n".utf8))
    let empty = try opened.write(blob: [])
    let odd = try #require(RelativePath(bytes: Array("a/n\n".utf8) + [0xff]))
    let tree = try opened.write(
      adding: [
        (try path("a/b/c"), blob), (try path("a/b/d"), empty),
        (odd, blob), (try path("zz"), blob),
      ], to: base)
    #expect(try opened.entry(at: odd, in: tree)?.id == blob)
    #expect(
      try await repository.git("diff-tree", "-r", "--name-status", "\(base)", "\(tree)")
        == "A\ta/b/c\nA\ta/b/d\nA\t\"a/n\\n\\377\"\nA\tzz")
    _ = try opened.write(adding: [(odd, blob)], to: nil)
    #expect(try await repository.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test(arguments: [
    ("", ""), ("<>", "<>"), ("A\nB\r", "a@b\n"), (" ", " "), ("Zoë 🦊", "z@ö"), ("\0x", ">"),
    (".,;", "\""),
  ])
  func commitsAreWellFormedForOddIdentities(name: String, email: String) async throws {
    let repository = try await TemporaryRepository()
    let opened = try Repository(at: repository.root)
    let blob = try opened.write(blob: [])
    let tree = try opened.write(adding: [(try path("x"), blob)], to: nil)
    let commit = try opened.write(
      commitOf: tree, parents: [], message: "one\0two\n", by: Identity(name: name, email: email),
      time: -1)
    try opened.move(
      reference: "refs/heads/main", from: nil, to: commit,
      claim: repository.root.appending(".git/claim"))
    let fsck = try await repository.shell.run("git", ["fsck", "--strict"])
    #expect(fsck.status == 0 && fsck.error == "", "\(fsck)")
    #expect(try opened.commit(commit).summary == "onetwo")
    #expect(try await repository.git("log", "--format=%ct") == "0")
  }

  @Test func damagedObjectsAreErrors() async throws {
    let repository = try await TemporaryRepository()
    try repository.write(Array(repeating: 7, count: 4000), to: "f")
    let commit = try id(await repository.commit())
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(commit).tree
    let blob = try #require(try opened.entry(at: try path("f"), in: tree)).id
    let other = try opened.write(blob: [1])
    for object in [commit, tree, blob] {
      let hex = object.description
      let file = repository.root.appending(".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
      let whole = try SmallFile.read(file, limit: 1 << 20)
      // Another object's valid bytes, a flipped bit, noise and nothing. A cut is not among them:
      // libgit2 before the fix of its #7342 reads a truncated loose object for ever.
      let foreign = try SmallFile.read(
        repository.root.appending(
          ".git/objects/\(other.description.prefix(2))/\(other.description.dropFirst(2))"),
        limit: 1 << 20)
      var flipped = whole
      flipped[whole.count / 2] ^= 1
      for damage in [foreign, flipped, Array("noise".utf8), []] {
        try Folder.remove(file)
        try AtomicFile.write(damage, to: file)
        let fresh = try Repository(at: repository.root)
        #expect(throws: GitError.self) {
          _ = try fresh.commit(commit)
          try fresh.walk(tree: tree) { entry throws(GitError) in
            _ = try fresh.blob(entry.id)
            return true
          }
        }
      }
      try AtomicFile.write(whole, to: file)
    }
  }

  @Test func objectsOfTheWrongTypeAreErrors() async throws {
    let repository = try await TemporaryRepository()
    let commit = try id(await repository.commit())
    let opened = try Repository(at: repository.root)
    let tree = try opened.commit(commit).tree
    #expect(throws: GitError.self) { try opened.blob(tree) }
    #expect(throws: GitError.self) { try opened.size(ofBlob: commit) }
    #expect(throws: GitError.self) { try opened.entries(of: commit) }
    #expect(throws: GitError.self) { try opened.commit(tree) }
    let none = try id("1111111111111111111111111111111111111111")
    #expect(throws: GitError.self) { try opened.blob(none) }
    #expect(try !opened.contains(none) && opened.contains(tree))
  }

  /// Every tree that `git mktree` would not make: the name and the mode are free.
  @Test(arguments: [
    ("100644", ".."), ("100644", "."), ("40000", ".."), ("100644", "a/b"), ("100644", ""),
    ("10644", "x"), ("0", "x"), ("999", "x"),
  ])
  func malformedTreesAreErrors(mode: String, name: String) async throws {
    let repository = try await TemporaryRepository()
    let blob = try id(await repository.git("hash-object", "-w", "/dev/null"))
    let raw = Array("\(mode) \(name)\0".utf8) + blob.bytes
    let tree = try id(
      await repository.shell(
        "git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally", input: raw))
    let opened = try Repository(at: repository.root)
    #expect(throws: GitError.self) { try opened.entries(of: tree) }
    #expect(throws: GitError.self) { try opened.walk(tree: tree) { _ in true } }
  }

  @Test func treesThatMultiplyAreCutOff() async throws {
    let repository = try await TemporaryRepository()
    // Ten levels of ten names each: ten objects stand for ten billion files.
    try await repository.shell.script(
      """
      id=$(git hash-object -w /dev/null); mode='100644 blob'
      for level in 0 1 2 3 4 5 6 7 8 9; do
        id=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\t%s\\n' "$mode" $id $name; done \
          | git mktree); mode='040000 tree'
      done; printf %s $id > ../bomb
      """)
    let opened = try Repository(at: repository.root)
    let tree = try id(String(decoding: try repository.read("../bomb"), as: UTF8.self))
    #expect(throws: GitError.self) {
      try opened.walk(tree: tree, limits: TreeLimits(entries: 10_000)) { _ in true }
    }
    #expect(throws: GitError.self) {
      try opened.walk(tree: tree, limits: TreeLimits(depth: 9)) { _ in true }
    }
  }
}
