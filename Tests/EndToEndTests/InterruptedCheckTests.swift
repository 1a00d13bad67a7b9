// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Checks that are killed, whose disk is full, and that meet more than fits into memory.
@Suite struct InterruptedCheckTests {
  /// All but GitHub's, which say nothing of a repository where nothing is found.
  private static let formats = ["text", "json", "sarif", "junit", "gitlab"]

  @Test(arguments: formats) func aReportThatDoesNotFitOnTheDiskIsNoPass(format: String) async throws
  {
    let project = try await Project.small()
    let check = "modelgate-check --format \(format)"
    #expect(try await project.repository.shell.run("sh", ["-c", "\(check) >../all"]).status == 0)
    let full = try await project.repository.shell.run("sh", ["-c", "\(check) >/dev/full"])
    #expect(full.status == 2, "\(full)")
    #expect(full.error.contains("cannot write to standard output: No space left on device"))
    let limited = try await project.repository.shell.run(
      "sh", ["-c", "trap '' XFSZ; ulimit -f 0; \(check) >../cut"])
    #expect(limited.status == 2, "\(limited)")
  }

  @Test func aRefusalStaysOneWhenItsReportIsLost() async throws {
    let project = try await Project.small()
    try project.repository.write("x\n", to: "new.py")
    let full = try await project.repository.shell.run("sh", ["-c", "modelgate-check >/dev/full"])
    #expect(full.status == 1, "\(full)")
    #expect(full.error.contains("cannot write to standard output"))
  }

  @Test func aStepSummaryThatDoesNotFitIsSaidWithItsName() async throws {
    let project = try await Project.small()
    var shell = project.repository.shell
    shell.environment["GITHUB_STEP_SUMMARY"] = "/dev/full"
    let transcript = try await shell.run("modelgate-check", ["--format", "github"])
    #expect(transcript.status == 2, "\(transcript)")
    #expect(
      transcript.error.contains(
        "cannot write the step summary '/dev/full': No space left on device"))
  }

  @Test func aSignedVerdictIsWrittenWholeOrNotAtAll() async throws {
    let project = try await Project.small()
    let shell = project.repository.shell
    try await shell.script(
      "openssl ecparam -genkey -name prime256v1 -noout -out ../key.pem && chmod 600 ../key.pem")
    let check = "modelgate-check --quiet --attest ../verdicts.jsonl --key ../key.pem"
    #expect(try await shell.run("sh", ["-c", check]).status == 0)
    let limited = try await shell.run("sh", ["-c", "trap '' XFSZ; ulimit -f 1; \(check)"])
    #expect(limited.status == 2, "\(limited)")
    #expect(limited.error.contains("verdicts.jsonl': File too large"))
    #expect(try verdicts(project) == 1)
    for limit in ["0.02", "0.05", "0.08", "0.12", "0.2"] {
      _ = try await shell.run("sh", ["-c", "timeout -s KILL \(limit) \(check)"])
      #expect(try verdicts(project) >= 1)
    }
    let before = try verdicts(project)
    #expect(try await shell.run("sh", ["-c", check]).status == 0)
    #expect(try verdicts(project) == before + 1)
  }

  /// The envelopes in the file, each of which is whole.
  private func verdicts(_ project: Project) throws -> Int {
    let file = project.repository.base.appending("verdicts.jsonl")
    let lines = try SmallFile.read(file, limit: 1 << 20).split(separator: UInt8(ascii: "\n"))
    for line in lines { _ = try JSONValue.parse(Array(line)) }
    return lines.count
  }

  @Test func aCommittedManifestOfAGigabyteIsAFinding() async throws {
    let project = try await Project.small()
    let shell = project.repository.shell
    try await shell.script(
      """
      truncate -s 1G huge.sha256
      git -c core.looseCompression=1 -c core.bigFileThreshold=1m add huge.sha256
      git commit -q -m huge && rm huge.sha256 && git update-index --skip-worktree huge.sha256
      """)
    for arguments in ["--worktree", "--commit HEAD", "--commit HEAD --preset build"] {
      // No more address space than a program needs that does not unpack it.
      let transcript = try await shell.run(
        "sh", ["-c", "ulimit -v 900000; modelgate-check \(arguments)"])
      #expect(transcript.status == 1 || transcript.status == 2, "\(transcript)")
      let said = transcript.output + transcript.error
      #expect(said.contains("huge.sha256"), "\(transcript)")
      #expect(said.contains("it has 1073741824 bytes, more than the 268435456 that are read"))
    }
  }
}
