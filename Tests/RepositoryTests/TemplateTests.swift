// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing
import YAML

/// The templates for CI systems: what people paste must be whole.
@Suite struct TemplateTests {
  private func template(_ name: String) throws -> YAMLNode {
    let path = Peers.package.appending("ci-templates").appending(name)
    return try YAMLNode.parse(try SmallFile.read(path, limit: 1 << 20))
  }

  @Test func githubChecksTheWholeHistoryAndLFSFiles() throws {
    let workflow = try template("github-actions.yml")
    let steps = try #require(workflow["jobs"]?["check"]?["steps"]?.sequence)
    let checkout = try #require(
      steps.first { $0["uses"]?.string?.hasPrefix("actions/checkout@") == true })
    #expect(checkout["with"]?["fetch-depth"]?.integer == 0)
    #expect(checkout["with"]?["lfs"]?.bool == true)
    #expect(workflow["permissions"]?["contents"]?.string == "read")
    #expect(workflow["permissions"]?.mapping?.count == 1)
    let last = try #require(steps.last?["run"]?.string)
    #expect(last.hasSuffix("modelgate check --preset build --format github\n"))
  }

  @Test func githubInstallsBeforeItChecks() throws {
    let steps = try template("github-actions.yml")["jobs"]?["check"]?["steps"]?.sequence ?? []
    let names = steps.compactMap { $0["name"]?.string }
    #expect(
      names == [
        "Install git-lfs", "Check out", "Trust the checkout", "Restore modelgate",
        "Build modelgate", "Check that code and data are versioned",
      ])
  }

  @Test func gitlabReportsAlsoWhenTheGateRefuses() throws {
    let job = try #require(try template("gitlab-ci.yml")["modelgate"])
    let report = "gl-code-quality-report.json"
    #expect(job["artifacts"]?["reports"]?["codequality"]?.string == report)
    #expect(job["artifacts"]?["when"]?.string == "always")
    #expect(job["variables"]?["GIT_DEPTH"]?.string == "0")
    let script = try #require(job["script"]?.sequence?.first?.string)
    #expect(script.contains("modelgate check --preset build --format gitlab > /tmp/\(report)"))
    #expect(script.hasSuffix("exit \"$status\"\n"))
  }

  @Test(arguments: [0, 1, 2] as [Int32])
  func gitlabPassesTheVerdictOnAndKeepsTheReport(verdict: Int32) async throws {
    let script = try #require(
      try template("gitlab-ci.yml")["modelgate"]?["script"]?.sequence?.first?.string)
    let folder = try ScratchFolder()
    var shell = Shell(home: folder.path, directory: folder.path)
    shell.environment["MODELGATE_PREFIX"] = folder.path.string
    try await shell.script(
      """
      mkdir bin
      printf '#!/bin/sh\\necho "[]"; exit \(verdict)\\n' >bin/modelgate
      chmod +x bin/modelgate
      """)
    // Its own place for the report, since tests run at once.
    let here = script.replacing("/tmp/", with: "\(folder.path)/report-")
    let transcript = try await shell.run("sh", ["-euc", here])
    #expect(transcript.status == verdict, "\(transcript)")
    let report = try SmallFile.read(folder.path.appending("gl-code-quality-report.json"), limit: 9)
    #expect(report == Array("[]\n".utf8))
  }

  @Test(
    .enabled(
      if: Peers.has("shellcheck") && PythonPeer.isInstalled,
      "shellcheck or the peers' Python is not installed"),
    arguments: ["github-actions.yml", "gitlab-ci.yml"])
  func shellcheckAcceptsTheScriptsInside(name: String) async throws {
    let python = try #require(PythonPeer.interpreter)
    let folder = try ScratchFolder()
    let shell = Shell(home: folder.path, directory: Peers.package)
    let transcript = try await shell.run(
      python.string, [".ci/lint-templates.py", "ci-templates/\(name)"])
    #expect(transcript.status == 0, "\(transcript)")
  }
}
