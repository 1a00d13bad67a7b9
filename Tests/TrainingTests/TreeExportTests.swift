// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

@testable import Training

/// A tree on the disk is what git has in its objects, and never reaches out of its folder.
@Suite struct TreeExportTests {
  private func export(_ tree: String, of repository: TemporaryRepository) throws {
    let folder = repository.base.appending("room/tree")
    try Folder.create(folder)
    let id = try #require(ObjectID(hex: tree.prefix(40)))
    _ = try TreeExport(tree: id, folder: folder).run(from: Repository(at: repository.root))
  }

  @Test func bytesModesAndLinksAreThoseOfTheObjects() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      #"""
      git config core.autocrlf true
      printf '* text eol=crlf ident\nout.txt export-ignore\n' > .gitattributes
      mkdir -p "$(printf 'd\377')"; printf 'a\nb\n' > out.txt; printf '$Id$\n' > ident
      printf x > "$(printf 'd\377/n\n')"; printf '#!/bin/sh\n' > run; chmod +x run
      ln -s out.txt link; ln -s none/yet dangling; ln -s ../run "$(printf 'd\377/up')"
      : > empty
      """#)
    try await repository.commit()
    try export(await repository.git("rev-parse", "HEAD^{tree}"), of: repository)
    // Git itself hashes what was written, without filters, and must come to the same tree.
    let written = try await repository.shell.script(
      """
      cd ../room/tree
      git init -q; git config core.autocrlf false; printf '* -text -ident\\n' > .git/info/attributes
      git -c core.attributesFile=/dev/null add --all . 2>/dev/null; git ls-files -s -z | tr '\\0' '\\n'
      """)
    let expected = try await repository.shell.script("git ls-files -s -z | tr '\\0' '\\n'")
    #expect(written == expected)
  }

  @Test(arguments: [
    "/etc/passwd", "../x", "sub/../../x", "me/me/me/../../../x", "loop", "../tree", "",
  ])
  func linksThatLeaveAreRefusedBeforeAnythingIsWritten(target: String) async throws {
    let repository = try await TemporaryRepository()
    let blob = try await repository.shell(
      "git", "hash-object", "-w", "--stdin", input: Array(target.utf8))
    let here = try await repository.shell("git", "hash-object", "-w", "--stdin", input: [0x2e])
    let file = try await repository.git("hash-object", "-w", "/dev/null")
    let listing =
      "100644 blob \(file)\ta\n120000 blob \(blob.prefix(40))\tloop\n"
      + "120000 blob \(here.prefix(40))\tme\n"
    let tree = try await repository.shell("git", "mktree", input: Array(listing.utf8))
    #expect(throws: TrainingError.self) { try export(tree, of: repository) }
    #expect(try Folder.names(in: repository.base.appending("room/tree")).isEmpty)
  }

  /// What `git mktree` and `hash-object --literally` can put into a repository.
  @Test(arguments: [".git", ".GIT", "..", "a/../../x", "dup", "submodule"])
  func hostileTreesWriteNothingOutside(name: String) async throws {
    let repository = try await TemporaryRepository()
    let blob = try #require(ObjectID(hex: await repository.git("hash-object", "-w", "/dev/null")))
    func entry(_ mode: String, _ name: String) -> [UInt8] {
      Array("\(mode) \(name)\0".utf8) + blob.bytes
    }
    let raw: [UInt8] =
      switch name {
      case "dup": entry("120000", "dup") + entry("100644", "dup")
      case "submodule": entry("160000", "submodule")
      default: entry("100644", name)
      }
    let tree = try await repository.shell(
      "git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally", input: raw)
    #expect(throws: (any Error).self) { try export(tree, of: repository) }
    #expect(try Folder.names(in: repository.base.appending("room")) == [Array("tree".utf8)])
  }
}
