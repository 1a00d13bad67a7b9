// SPDX-License-Identifier: Apache-2.0

import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Files

/// A seal holds as long as nothing of a folder is touched, and no longer.
@Suite struct TreeSealTests {
  let folder: TemporaryDirectory
  private let shell: Shell

  init() throws {
    folder = try TemporaryDirectory()
    shell = Shell(home: folder.path.appending("home"), directory: folder.path)
    for name in ["t/a", "t/b", "t/some name\n", "t/inner/a", "t/inner/deep/x", "t/other/a"] {
      try folder.write(name, "1 \(name)")
    }
    // A folder without files.
    try folder.write("t/outer/inner/x", "x")
  }

  /// Seals what is there now.
  private func text(_ claim: String = "claim") throws -> [UInt8] {
    let blocks = Mutex<[TreeSeal.Block]>([])
    let root = try root()
    SortedWalk.run(root, (), failed: { error in Issue.record(error) }) { piece, _ in
      let top = folder.path.appending("t")
      let place = piece.path.map { top.appending($0) } ?? top
      guard let status = try? FileStatus(place) else { return [] }
      var block = TreeSeal.Block(piece.path, status)
      var folders: [(RelativePath, Void)] = []
      for entry in piece.folder.entries {
        let name = piece.folder.names[entry.name]
        if entry.kind == .directory {
          let inner = RelativePath(unchecked: Array(name.dropLast()))
          folders.append((piece.path?.appending(inner) ?? inner, ()))
        } else if let status = try? piece.status(of: entry) {
          var records = StatusRecords(payloadSize: 0)
          records.append(status, [UInt8]().span)
          let isAdded = block.append(Array(name).span, 0, of: StatusTable(records))
          #expect(isAdded)
        }
      }
      blocks.withLock { $0.append(block) }
      return folders
    }
    return try #require(TreeSeal.text(Array(claim.utf8), blocks.withLock { $0 }))
  }

  private func root() throws -> RootDirectory { try RootDirectory(folder.path.appending("t")) }

  private func holds(_ text: [UInt8]) throws -> Bool? {
    try TreeSeal(parsing: text)?.holds(for: root())
  }

  @Test func `holds where nothing was touched, and says what was claimed`() throws {
    let text = try text("some claim")
    #expect(try holds(text) == true)
    #expect(TreeSeal(parsing: text)?.claim.elementsEqual("some claim".utf8) == true)
  }

  @Test(arguments: [
    "printf 2 | dd of=t/a conv=notrunc status=none",
    "touch -r t/a s; printf 2 | dd of=t/a conv=notrunc status=none; touch -r s t/a",
    "rm t/a", "rm t/inner/deep/x", "touch t/new", "touch t/inner/deep/new", "mkdir t/outer/new",
    "touch -r t/outer s; mkdir t/outer/new; touch -r s t/outer",
    "mv t/a t/c", "mv t/a s; mv t/b t/a; mv s t/b",
    "mv t/inner s; mv t/other t/inner; mv s t/other",
    "mv t/inner/a s; cp -p s t/inner/a", "chmod u+x t/a", "rm t/a; ln -s b t/a",
    "rm t/a; mkfifo t/a", "rm t/a; mkdir t/a", "mv t/inner s; ln -s ../s t/inner",
    "cp -a t s; rm -rf t; mv s t", "ln t/a s", "rm -rf t/outer", "rm -rf t/*",
  ])
  func `does not hold when anything was touched`(_ change: String) async throws {
    let text = try text()
    // Two changes within one tick of the clock may leave the same time: who seals waits for it.
    try await Task.sleep(for: .milliseconds(30))
    try await shell.script(change)
    #expect(try holds(text) == false)
  }

  @Test func `one that was cut off or changed is none`() throws {
    let text = try text()
    for count in text.indices { #expect(TreeSeal(parsing: Array(text[..<count])) == nil) }
    for index in text.indices {
      var damaged = text
      damaged[index] ^= 0x10
      #expect(TreeSeal(parsing: damaged) == nil)
    }
    #expect(TreeSeal(parsing: text + [0]) == nil)
  }

  /// Somebody who writes the checksum, too, can make no more of it than a wrong answer.
  @Test func `one that was forged is read with care`() throws {
    let text = try text().dropLast(QuickChecksum.size)
    let start = try #require(text.firstIndex(of: UInt8(ascii: "\n"))) + 1
    for index in start..<text.endIndex {
      for value in [0, 1, 0x7f, 0xff] as [UInt8] {
        var forged = Array(text)
        forged[index] = value
        QuickChecksum.append(to: &forged)
        let isUnchanged = text[index] == value
        // A claim and the NUL behind a name are nobody's status.
        if !isUnchanged { _ = try holds(forged) } else { #expect(try holds(forged) == true) }
      }
    }
    for count in start..<text.endIndex {
      var short = Array(text[..<count])
      QuickChecksum.append(to: &short)
      _ = try holds(short)
    }
  }
}
