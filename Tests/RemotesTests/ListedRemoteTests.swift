// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A folder that keeps a copy of what a native manifest lists.
@Suite struct ListedRemoteTests {
  @Test func readsTheCopy() async throws {
    let world = try await World()
    let repository = world.repository
    let copy = repository.base.appending("copy")
    for name in ["a", "sub/b", "odd\nname"] { try repository.write(name, to: "data/x/\(name)") }
    try await world.shell(Tools.path("modelgate-data").string, "track", "data/x")
    let none = try await world.check(wanting: 2)
    #expect(none.error.contains("'remote:' of the dataset in modelgate.yaml"))
    try repository.write(
      "version: 1\ndata: { x: { path: data/x, remote: ../copy } }\n", to: "modelgate.yaml")
    #expect(try await world.check(wanting: 2).output.contains("never pushed to"))
    try await world.shell("cp", "-R", "data/x", copy.string)
    let passed = try await world.check(wanting: 0)
    #expect(passed.output.contains("ok  data/x  sha256  ../copy  3 objects by digest"))
    // The same size, other bytes.
    try AtomicFile.write(Array("B".utf8), to: copy.appending("a"))
    try Folder.remove(copy.appending("odd\nname"))
    try Folder.createNew(copy.appending("odd\nname"))
    let refused = try await world.check("data/x.sha256", wanting: 1)
    #expect(refused.output.contains("absent  data/x/a  it has other bytes there"))
    #expect(refused.output.contains("absent  \"data/x/odd\\nname\"  a directory stands there"))

    // What the hint says is for a shell, whatever the remote is called.
    try repository.write(
      "version: 1\ndata: { x: { path: data/x, remote: 'file://\(copy)' } }\n", to: "modelgate.yaml")
    let hinted = try await world.check(wanting: 1)
    #expect(hinted.error.contains("hint: cp -R data/x/. \(copy)/\n"), "\(hinted)")

    // A committed link must not lead out of the copy to be taken for it.
    try Folder.remove(copy.appending("sub"))
    try await world.shell("ln", "-s", "\(repository.root)/data/x/sub", "\(copy)/sub")
    #expect(try await world.check(wanting: 2).output.contains("data/x/sub/b"))
  }

  @Test func takesWhatACommitSays() async throws {
    let world = try await World()
    try world.repository.write("a", to: "d/a")
    try await world.shell(Tools.path("modelgate-data").string, "track", "d")
    try world.repository.write(
      "version: 1\ndata: { x: { path: d, remote: ../copy } }\n", to: "modelgate.yaml")
    try await world.repository.commit()
    try await world.shell("cp", "-R", "d", "../copy")
    try world.repository.write("version: 2\n", to: "modelgate.yaml")
    try world.repository.write("", to: "d.sha256")
    try await world.check("--commit", "HEAD", wanting: 0)
    try await world.check("--commit", "HEAD", "d", wanting: 0)
    try await world.check("--commit", "HEAD", "nothing", wanting: 2)
    try await world.check(wanting: 78)
  }

  @Test(arguments: ["ftp://h/x", "s3://", "s3://k:s@b/x", "''", "https://h"])
  func refusesOtherKinds(_ remote: String) async throws {
    let world = try await World()
    try world.repository.write(
      "version: 1\ndata: { x: { path: d, remote: \(remote) } }\n", to: "modelgate.yaml")
    let run = try await world.check(wanting: 78)
    #expect(run.error.contains("'remote' of dataset 'x'"))
  }
}
