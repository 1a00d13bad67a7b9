// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// What every tool does before it begins.
@Suite struct CommandLineTests {
  @Test func fewOpenFilesAreSaidBeforeTheTraining() async throws {
    let project = try await Project.small()
    let transcript = try await project.repository.shell.run(
      "sh", ["-c", "ulimit -n 20; exec \(Tools.path("modelgate-build"))"])
    #expect(transcript.status == 2)
    #expect(
      transcript.error == """
        modelgate-build: error: only 20 files may be open at once, and 32 are needed
        modelgate-build: hint: ulimit -n 1024

        """)
    try await project.expectNothingBuilt()
  }

  @Test func fewButEnoughOpenFiles() async throws {
    let project = try await Project.small()
    let transcript = try await project.repository.shell.run(
      "sh", ["-c", "ulimit -n 32; exec \(Tools.path("modelgate-build"))"])
    #expect(transcript.status == 0, "\(transcript)")
  }

  @Test func controlBytesOfArgumentsAreWrittenOut() async throws {
    let project = try await Project.small()
    let transcript = try await project.repository.shell.run(
      "sh", ["-c", "exec \(Tools.path("modelgate-check")) \"$1\"", "-", "--\u{1b}[2J"])
    #expect(transcript.status == 64)
    #expect(transcript.error.contains("--\\u{1b}[2J"), "\(transcript)")
    #expect(!transcript.error.contains("\u{1b}"))
  }
}
