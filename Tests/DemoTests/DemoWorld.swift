// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A home and a folder for one run of the demo.
struct DemoWorld {
  /// What the demo needs beside git.
  static let bareMinimum = [
    "awk", "cat", "cp", "dd", "head", "printf", "sh", "sha256sum", "wc",
  ]

  private let scratch: ScratchFolder
  private let root: FilePath
  private var shell: Shell

  init() throws {
    scratch = try ScratchFolder()
    root = RealPath.of(scratch.path) ?? scratch.path
    for name in ["home", "bin"] { try Folder.create(root.appending(name)) }
    shell = Shell(home: root.appending("home"), directory: root)
  }

  /// Where the demo is told to work.
  var stage: String { root.appending("stage").string }

  /// Leaves nothing on `PATH` but these programs.
  mutating func restrictPath(to programs: [String]) throws {
    for program in programs {
      let target = try #require(Peers.find(program), "there is no \(program)")
      try SymbolicLink.create(root.appending("bin").appending(program), to: target)
    }
    shell.environment["PATH"] = root.appending("bin").string
  }

  /// Puts a program on the restricted `PATH`.
  func install(_ name: String, script: String) throws {
    let path = root.appending("bin").appending(name)
    try AtomicFile.write(Array("#!/bin/sh\n\(script)\n".utf8), to: path)
    Folder.setPermissions([.ownerReadWriteExecute], of: path)
  }

  /// Runs the demo through the front door.
  func demo(_ arguments: String...) async throws -> Transcript {
    try await shell.run(Tools.path("modelgate").string, ["demo"] + arguments)
  }

  /// What the demo left in the user's home.
  func namesInHome() throws -> [String] {
    try Folder.names(in: root.appending("home")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs the demo, and compares all that it says with a file of `Tests/Transcripts`.
  func expectTranscript(_ name: String) async throws {
    let result = try await demo("--dir", stage)
    #expect(result.status == 0, "\(result)")
    #expect(result.error.isEmpty)
    let text = Normalised(result.output, folder: stage).text
    let file = Peers.package.appending("Tests/Transcripts/\(name)")
    if unsafe getenv("MODELGATE_UPDATE_TRANSCRIPTS") != nil {
      try AtomicFile.write(Array(text.utf8), to: file)
    }
    let expected = try String(decoding: SmallFile.read(file, limit: 1 << 20), as: UTF8.self)
    let (lines, expectedLines) = (text.split(separator: "\n"), expected.split(separator: "\n"))
    #expect(lines == expectedLines, "what it says now:\n\(text)")
  }
}
