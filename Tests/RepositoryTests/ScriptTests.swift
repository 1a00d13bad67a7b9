// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// The scripts of the repository itself.
@Suite struct ScriptTests {
  static let scripts = [
    ".ci/install", ".ci/lib.sh", ".ci/run", ".ci/setup", "Tests/Benchmarks/run",
    "Tests/Fuzz/run",
    "hooks/pre-commit", "hooks/pre-push", "hooks/pre-receive",
  ]

  @Test(
    .enabled(if: Peers.has("shellcheck"), "shellcheck is not installed"), arguments: scripts)
  func shellcheckAccepts(script: String) async throws {
    let folder = try ScratchFolder()
    let shell = Shell(home: folder.path, directory: Peers.package)
    let transcript = try await shell.run("shellcheck", ["--external-sources", script])
    #expect(transcript.status == 0, "\(transcript)")
  }

  @Test(arguments: scripts.filter { !$0.hasSuffix(".sh") })
  func isExecutable(script: String) throws {
    let status = try FileStatus(following: Peers.package.appending(script))
    #expect(status.isExecutable)
  }

  @Test func theInstallerRefusesAnUnknownOptionBeforeItStarts() async throws {
    let folder = try ScratchFolder()
    let shell = Shell(home: folder.path, directory: Peers.package)
    let transcript = try await shell.run("\(Peers.package)/.ci/install", ["--dynamic"])
    #expect(transcript.status == 1)
    #expect(
      transcript.error == "install: error: '--dynamic' is no option: the only one is --static\n")
    #expect(try Folder.names(in: folder.path).isEmpty)
  }

  @Test(.enabled(if: Peers.has("pre-commit"), "pre-commit is not installed"))
  func preCommitAcceptsTheManifest() async throws {
    let folder = try ScratchFolder()
    let shell = Shell(home: folder.path, directory: Peers.package)
    let transcript = try await shell.run(
      "pre-commit", ["validate-manifest", ".pre-commit-hooks.yaml"])
    #expect(transcript.status == 0, "\(transcript)")
  }
}
