// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What a real DVC 2 pushed: its remotes have no `files/md5`, and its digests are of other texts.
@Suite(.enabled(if: Peers.has("dvc2"), "needs DVC 2")) struct DVC2RemoteTests {
  let world: World

  init() async throws { world = try await World() }

  @Test func findsWhatIsMissing() async throws {
    let repository = world.repository
    let store = repository.base.appending("store")
    try repository.write("id,x\r\n1,2\r\n", to: "data/a.csv")
    for name in ["b", "sub/c \u{fc}"] {
      try repository.write("\(name)\r\n", to: "data/dir/\(name)")
    }
    try repository.write(
      "stages: { make: { cmd: cp data/a.csv made.csv, deps: [data/a.csv], outs: [made.csv] } }\n",
      to: "dvc.yaml")
    try await world.shell.script(
      """
      dvc2 init --quiet && dvc2 add --quiet data/a.csv data/dir && dvc2 repro --quiet
      dvc2 remote add --quiet --default store ../store
      """)
    try await repository.commit()
    try await world.check(wanting: 2)
    try await world.shell("dvc2", "push", "--quiet")
    let passed = try await world.check(wanting: 0)
    #expect(passed.output.contains("ok  data/dir  dvc  store (\(store))  3 objects by name"))
    #expect(passed.output.contains("ok  made.csv  dvc  store (\(store))  1 object by size"))
    try await world.check("--commit", "HEAD", wanting: 0)

    try world.removeObject("sub/c \u{fc}\r\n", below: store)
    let refused = try await world.check(wanting: 1)
    #expect(refused.output.contains("absent  data/dir/sub/c \u{fc}  it is not there"))
    #expect(!refused.output.contains("absent  data/dir/b"))
    // The list of the folder's files comes from the remote when the cache is gone.
    try Folder.remove(repository.root.appending(".dvc").appending("cache"))
    try await world.check("data/dir.dvc", wanting: 1)
    try await world.check("data/a.csv", "made.csv", wanting: 0)
  }
}
