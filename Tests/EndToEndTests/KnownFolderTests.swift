// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What earlier runs noted about folders, and who believes it.
@Suite struct KnownFolderTests {
  private static let list = ".git/modelgate/seen/folders"

  private let repository: TemporaryRepository

  init() async throws {
    repository = try await TemporaryRepository()
    try repository.write("one\n", to: "a")
    try repository.write("two\n", to: "dir/b")
    try await repository.commit()
  }

  /// Notes that `dir` holds nothing but `b`; false where no such list proves anything.
  private func lie() async throws -> Bool {
    try await Task.sleep(for: .milliseconds(40))
    let known = KnownFolders(repository.root.appending(Self.list), minimum: 1, quietFor: 0)
    let folder = try FileDescriptor.open(repository.root.appending("dir"), .readOnly)
    defer { try? folder.close() }
    guard let known, let status = known.status(of: folder) else { return false }
    var names = NameSum()
    names.add(Array("b".utf8).span, isFolder: false)
    known.add(status, names)
    known.save()
    return true
  }

  /// A list that lies shows who believes it.
  @Test(arguments: ["push", "build", "release"])
  func isBelievedOnlyByHand(_ preset: String) async throws {
    try repository.write("three\n", to: "dir/new")
    let plain = try await repository.tool("modelgate-check").expecting(1)
    #expect(plain.output.contains("dir/new"))
    guard try await lie() else { return }
    #expect(try await !repository.tool("modelgate-check").expecting(0).output.contains("dir/new"))
    let strict = try await repository.tool("modelgate-check", "--preset", preset)
    #expect(strict.output.contains("dir/new"), "\(strict)")
    #expect(strict.status == 1)
  }

  /// Something else is mounted on a folder of which everything is known.
  @Test(.enabled(if: Peers.has("unshare"), "needs unshare"))
  func aMountIsAnotherFolder() async throws {
    guard try await lie(), try await canMount() else { return }
    try await repository.tool("modelgate-check").expecting(0)
    let tool = Tools.path("modelgate-check").string
    let found = try await repository.shell.run(
      "unshare",
      [
        "--mount", "sh", "-euc",
        "mount -t tmpfs none dir; echo two > dir/b; touch dir/new; exec '\(tool)'",
      ])
    #expect(found.output.contains("dir/new"), "\(found)")
    #expect(found.status == 1)
  }

  private func canMount() async throws -> Bool {
    try await repository.shell.run(
      "unshare", ["--mount", "sh", "-euc", "mount -t tmpfs none dir"]
    ).status == 0
  }

  /// A small repository has nothing to gain.
  @Test func aSmallRepositoryIsLeftAlone() async throws {
    try await repository.tool("modelgate-check").expecting(0)
    #expect((try? FileStatus(repository.root.appending(".git/modelgate"))) == nil)
  }

  /// Killed while the list is written: what is there stays, and the next run writes it.
  @Test(.enabled(if: Peers.has("strace"), "needs strace"))
  func survivesAKillWhileTheListIsWritten() async throws {
    for number in 0..<4100 { try repository.plainFile("many/\(number / 100)/\(number)") }
    try await repository.commit()
    try await Task.sleep(for: .seconds(2.1))
    let list = repository.root.appending(Self.list)
    let tool = Tools.path("modelgate-check").string
    let killed = try await repository.shell.run(
      "strace", ["-f", "-o", "/dev/null", "-e", "inject=rename:signal=KILL", tool])
    #expect(killed.status == 137, "\(killed)")
    #expect((try? FileStatus(list)) == nil)
    try await repository.tool("modelgate-check").expecting(0)
    #expect((try? FileStatus(list)) != nil)
    try repository.write("x", to: "many/7/new")
    let found = try await repository.tool("modelgate-check").expecting(1)
    #expect(found.output.contains("many/7/new"))
  }
}

extension TemporaryRepository {
  /// Writes a file without waiting for the disk.
  fileprivate func plainFile(_ path: String) throws {
    let file = root.appending(path)
    try Folder.create(file.removingLastComponent())
    let opened = try FileDescriptor.open(
      file, .writeOnly, options: .create, permissions: .ownerReadWrite)
    defer { try? opened.close() }
    try opened.writeAll(Array(path.utf8))
  }
}
