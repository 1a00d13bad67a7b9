// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Where builds put what they made, and the public half of the key that signed it.
@Suite struct OutputPlaceTests {
  @Test func aFolderOfSomebodyIsNotHiddenFromGit() async throws {
    let project = try await Project.small()
    try await project.repository.shell.script("mkdir ../models && echo 1 >../models/notes")
    try await project.expect(0, "build", "--output", "../models")
    #expect(
      try await project.repository.shell.script("ls -A ../models") == "mean\nnotes\n")
  }

  /// Hours of training are not for nothing: the place is tried before.
  @Test(arguments: [
    ("touch ../file", "../file/x", "cannot create folder '../file'"),
    ("mkdir -p ../models/mean/latest", "../models", "it is a directory, and no link to the newest"),
  ])
  func aPlaceThatTakesNothingIsSaidBeforeTheTraining(
    _ lines: String, _ output: String, _ reason: String
  ) async throws {
    let project = try await Project.small()
    try await project.repository.shell.script(lines)
    let transcript = try await project.expect(2, "build", "--output", output)
    #expect(transcript.error.contains(reason), "\(transcript)")
    #expect(!transcript.error.contains("trained on"), "\(transcript)")
    try await project.expectNothingBuilt()
  }

  @Test func aFileBesideTheKeyIsNotReplaced() async throws {
    let project = try await Project.small()
    try await project.repository.shell.script(
      """
      mkdir ../keys && echo notes >../keys/my.pub.pem
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ../keys/my.pem
      chmod 600 ../keys/my.pem
      """)
    let built = try await project.expect(
      0, "build", "--key", "../keys/my.pem", "--format", "json")
    #expect(built.output.contains("\"publicKey\": null"), "\(built)")
    #expect(try await project.repository.shell.script("cat ../keys/my.pub.pem") == "notes\n")
  }

  /// As CI systems lay secrets; where containers may not mount there is no such folder for root.
  @Test(.enabled(if: Peers.has("unshare"), "needs unshare"))
  func aKeyInAFolderThatIsReadOnly() async throws {
    let project = try await Project.small()
    guard try await canMount(project) else { return }
    let built = try await project.repository.shell.script(
      """
      mkdir ../keys
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ../keys/my.pem
      chmod 600 ../keys/my.pem
      unshare -m sh -c 'mount --bind ../keys ../keys && mount -o remount,bind,ro ../keys &&
        \(Tools.path("modelgate-build")) --quiet --key ../keys/my.pem'
      ls ../keys
      """)
    #expect(built.contains("public key: that of the key that signed"), "\(built)")
    #expect(built.hasSuffix("\nmy.pem\n"), "\(built)")
  }

  private func canMount(_ project: Project) async throws -> Bool {
    try await project.repository.shell.run("unshare", ["--mount", "mount", "--bind", "/", "/"])
      .status == 0
  }

  @Test func aKeyOfTheUserTakesCertificates() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    let refused = try await project.run("build", "--certificates", "/nonexistent")
    #expect(refused.status == 2 && refused.error.contains("'/nonexistent'"), "\(refused)")
  }
}
