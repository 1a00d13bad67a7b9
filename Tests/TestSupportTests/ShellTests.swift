// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@Suite struct ShellTests {
  @Test func collectsBothStreamsAndTheStatus() async throws {
    let repository = try await TemporaryRepository()
    let seen = try await repository.shell.run(
      "sh", ["-c", "cat; echo two >&2; exit 3"], input: [0xff])
    #expect(seen.outputBytes == [0xff])
    #expect(seen.error == "two\n")
    #expect(seen.status == 3)
  }

  @Test func aKilledChildHasTheShellsStatus() async throws {
    let repository = try await TemporaryRepository()
    #expect(try await repository.shell.run("sh", ["-c", "kill -9 $$"]).status == 137)
  }

  @Test func aFailureTellsTheWholeStory() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("1\n", to: "data/a b.csv")
    let failure = await #expect(throws: UnexpectedStatus.self) {
      try await repository.shell.script("echo out; echo err >&2; exit 7")
    }
    let story = try #require(failure).description
    for part in [
      "wanted exit status 0", "$ sh -euc 'echo out; echo err >&2; exit 7'",
      "[7] in '\(repository.root)'", "\nout\n", "\nerr\n", "data/a b.csv  2 bytes",
    ] {
      #expect(story.contains(part), "\(part)")
    }
  }

  /// A pipe that nobody reads would end the tests by SIGPIPE.
  @Test func aChildNeedNotReadItsInput() async throws {
    let repository = try await TemporaryRepository()
    let input = [UInt8](repeating: 0x61, count: 1 << 20)
    #expect(try await repository.shell.run("true", [], input: input).status == 0)
  }

  @Test func argumentsMayBeAnyBytes() async throws {
    let repository = try await TemporaryRepository()
    let odd: [UInt8] = [0xff, 0x0a, 0x27]
    let seen = try await repository.shell.run("printf", bytes: [Array("%s|".utf8), odd, []])
    #expect(seen.outputBytes == odd + Array("||".utf8))
  }

  @Test func scratchFoldersGoWithTheirOwner() throws {
    var folder: ScratchFolder? = try ScratchFolder()
    let path = try #require(folder).path
    try AtomicFile.write([1], to: path.appending("a"))
    folder = nil
    #expect(throws: FileError.self) { try FileStatus(path) }
  }
}
