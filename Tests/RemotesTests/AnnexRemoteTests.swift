// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@testable import Remotes

/// A real annex with a folder as its special remote.
@Suite struct AnnexRemoteTests {
  @Test(.enabled(if: Peers.has("git-annex"), "needs git-annex"))
  func believesNoLocationLog() async throws {
    let world = try await World()
    let store = world.repository.base.appending("store")
    try Folder.create(store)
    try world.repository.write("one", to: "odd & name")
    try world.repository.write("two", to: "sub/g")
    try await world.shell.script(
      """
      git annex init --quiet here
      git annex initremote --quiet store type=directory directory='\(store)' encryption=none
      git annex add --quiet .
      git commit --quiet -m x
      """)
    let alone = try await world.check(wanting: 1)
    #expect(alone.output.contains("absent  odd & name  only this clone has it"))
    try await world.shell("git", "annex", "copy", "--quiet", "--to", "store")
    let log = try await world.shell("git", "rev-parse", "git-annex")
    try await world.check(wanting: 0)
    #expect(try await world.shell("git", "rev-parse", "git-annex") == log)
    #expect(try await world.shell("git", "status", "--porcelain").isEmpty)

    try world.removeObject("two", below: store)
    let refused = try await world.check(wanting: 1)
    #expect(refused.output.contains("absent  sub/g  '[store]' has lost it"))
    #expect(!refused.output.contains("absent  odd"))
    try await world.check("odd & name", wanting: 0)
    try await world.shell("git", "annex", "numcopies", "--quiet", "3")
    let few = try await world.check("odd & name", wanting: 1)
    #expect(few.output.contains("2 of 3 wanted copies"))
    try Folder.rename(store, to: world.repository.base.appending("elsewhere"))
    #expect(try await world.check(wanting: 2).output.contains("cannot be asked now"))
  }
}
