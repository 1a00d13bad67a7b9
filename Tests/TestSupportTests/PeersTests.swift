// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct PeersTests {
  @Test func aPeerThatNobodyHasIsMissing() async {
    #expect(Peers.find("modelgate-no-such-program") == nil)
    #expect(await PythonPeer.has("sys, modelgate_no_such_module") == Peers.isRequired)
  }

  @Test(.enabled(if: PythonPeer.isInstalled, "needs the Python peer"))
  func pythonRunsAScript() async throws {
    let answer = try await PythonPeer.run(
      "import sys; print(sys.argv[1] + sys.stdin.read())", ["a"], input: Array("b".utf8))
    #expect(answer == "ab\n")
  }

  @Test(.enabled(if: PythonPeer.isInstalled, "needs the Python peer"))
  func aScriptThatFailsShowsItsTraceback() async throws {
    let failure = await #expect(throws: UnexpectedStatus.self) {
      try await PythonPeer.run("raise ValueError('the reason')")
    }
    #expect(try #require(failure).description.contains("ValueError: the reason"))
  }

  @Test func theToolsAreBuiltBesideTheTests() async throws {
    let repository = try await TemporaryRepository()
    try await repository.tool("modelgate", "--version").expecting(0)
  }
}
