// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Configuration
import Findings
import GateRules
import GitAccess
import KeyOptions
import Reports
import SystemPackage
import ToolSupport
import Training

@main
struct BuildTool: ToolRoot, Tool {
  static let toolName = "modelgate-build"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Train from exactly the commit and exactly the data; stamp, sign and record.",
    discussion: """
      The gate judges first. Then the commit's tree is taken out of git's objects into a clean \
      room, the data is copied there and proved, the pipeline's command runs, the data is proved \
      again, and the model is stamped, attested and recorded in the ledger.
      """,
    version: Version.current)

  @Argument(help: "The pipeline of modelgate.yaml; may be left out when there is only one.")
  var pipeline: String?

  @OptionGroup(title: "With what it is signed") var signing: SigningOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Put finished builds here.", valueName: "dir"))
  var output: String?

  @Option(
    name: .customLong("builder"),
    help: ArgumentHelp(
      "Who builds, attested as SLSA's builder.id; a policy grants it to certain keys.",
      valueName: "uri"))
  var builder: String = BuildProvenance.localBuilder

  @Option(help: "text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    let isPlain = builder.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    guard isPlain, builder.contains(":") else {
      throw ValidationError("--builder takes a URI, for example https://ci.example.org/runner")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let outcome = try await judge()
    if !outcome.judgement.findings.isEmpty {
      let report = outcome.report(tool: Self.toolName, version: Version.current)
      console.explain(TextReport.render(report, hasColor: console.hasColor))
    }
    guard outcome.verdict == .passed, let commit = outcome.commit else {
      return outcome.verdict == .passed ? .couldNotJudge : outcome.verdict.status
    }
    let plan = try BuildPlan(outcome.configuration, pipeline: pipeline)
    let build = Build(try request(), plan: plan, commit: commit)
    let repository = try Repository(at: common.repository)
    let isQuiet = console.isQuiet
    let result = try await build.run(
      in: repository,
      watch: { piece in if !isQuiet { console.passOn(piece) } },
      progress: { console.note($0) })
    console.result(format.render(text: result.text, json: result.json), terminator: "")
    return .passed
  }

  /// The data is not read here: the build reads its own copies, before and after.
  private func judge() async throws -> GateOutcome {
    var request = GateRequest(
      repository: common.repository, mode: .worktree,
      today: CalendarDay(secondsSinceEpoch: WallClock.seconds))
    request.preset = .build
    return try await Gate.judge(request)
  }

  private func request() throws -> BuildRequest {
    guard let key = signing.named ?? KeyLocation.defaultPrivateKey.map({ .file($0) }) else {
      throw Failure(
        "there is no home folder to keep a signing key in", hints: ["--key PATH"])
    }
    var request = BuildRequest(
      repository: common.repository, pipeline: pipeline, key: key,
      mayCreateKey: signing.named == nil, output: output.map { FilePath($0) },
      environment: Environment.current, version: Version.current)
    request.certificates = signing.chain
    request.builder = builder
    request.passphrase = signing.passphrase
    return request
  }
}
