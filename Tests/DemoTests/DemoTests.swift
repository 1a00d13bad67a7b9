// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// The demo says what it said before, and keeps to its folder.
///
/// The transcripts are in `Tests/Transcripts`; with `MODELGATE_UPDATE_TRANSCRIPTS=1` in the
/// environment they are written anew, to be read in the diff.
@Suite struct DemoTests {
  @Test(.enabled(if: Peers.has("python3", "openssl"), "needs python3 and openssl"))
  func tellsTheStoryWithPython() async throws {
    let world = try DemoWorld()
    try await world.expectTranscript("demo-python.txt")
  }

  @Test(.enabled(if: Peers.has("git"), "needs git"))
  func tellsTheStoryWithoutPythonAndOpenSSL() async throws {
    var world = try DemoWorld()
    try world.restrictPath(to: DemoWorld.bareMinimum + ["git"])
    try await world.expectTranscript("demo-awk.txt")
  }

  @Test(.enabled(if: Peers.has("git", "python3"), "needs git and python3"))
  func touchesNothingOfTheUser() async throws {
    let world = try DemoWorld()
    let result = try await world.demo("--quiet", "--dir", world.stage)
    #expect(result.status == 0, "\(result)")
    #expect(result.error.isEmpty)
    #expect(try world.namesInHome() == [])
  }

  @Test func overwritesNothing() async throws {
    let world = try DemoWorld()
    try Folder.create(FilePath(world.stage).appending("mine"))
    let result = try await world.demo("--dir", world.stage)
    #expect(result.status == 64)
    #expect(result.error.contains("is not empty, and the demo overwrites nothing"))
    #expect(result.output.isEmpty)
  }

  @Test func saysWhenGitIsMissingAndLeavesNoFolder() async throws {
    var world = try DemoWorld()
    try world.restrictPath(to: DemoWorld.bareMinimum)
    let result = try await world.demo("--dir", world.stage)
    #expect(result.status == 2)
    #expect(result.error.contains("there is no git on PATH"))
    #expect((try? FileStatus(FilePath(world.stage))) == nil)
  }

  @Test(.enabled(if: Peers.has("git"), "needs git"))
  func aStepThatEndsOtherwiseEndsTheDemo() async throws {
    var world = try DemoWorld()
    try world.restrictPath(to: DemoWorld.bareMinimum)
    // A git that commits nothing.
    try world.install("git", script: "exit 0")
    let result = try await world.demo("--dir", world.stage)
    #expect(result.status == 1)
    #expect(result.error.contains("modelgate-demo: refused: 'modelgate build' ended with"))
  }
}
