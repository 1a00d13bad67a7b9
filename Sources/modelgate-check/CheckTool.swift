// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Files
import Findings
import GateRules
import KeyOptions
public import Reports
import SystemPackage
import ToolSupport

@main
struct CheckTool: ToolRoot, Tool {
  static let toolName = "modelgate-check"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Refuse what is not committed and versioned.",
    discussion: """
      Exits 0 when everything that was asked for is committed and versioned, 1 when something is \
      not, 2 when something could not be judged. Works in any repository; modelgate.yaml declares \
      data, pipelines and severities.
      """,
    version: Version.current)

  @OptionGroup(title: "What is judged") var subject: SubjectOptions
  @OptionGroup(title: "How it is judged") var policy: PolicyOptions
  @OptionGroup var common: CommonOptions

  @Option(help: "text, json, sarif, junit, github or gitlab.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp(
      "Sign the verdict on a commit and add it to this file, as a SLSA verification summary.",
      valueName: "file"))
  var attest: String?

  @OptionGroup(title: "With what --attest signs") var signing: SigningOptions

  @Flag(help: "List the rules, and judge nothing.")
  var listRules = false

  @Option(help: ArgumentHelp("Explain a rule, and judge nothing.", valueName: "rule"))
  var explain: String?

  @Option(
    help: ArgumentHelp(
      "Write a Markdown page of each rule into a folder, and judge nothing.",
      valueName: "folder"))
  var writeRulePages: String?

  static func prepare(for words: CommandWords) {
    if words.contains("--worktree"), !words.contains("--preset") {
      Gate.expectWorktree(at: words.repository, preset: .develop)
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    if let explain { return try RuleText.explain(explain, on: console) }
    if let writeRulePages { return try RuleText.write(to: writeRulePages) }
    if listRules { return RuleText.list(on: console) }
    let request = try policy.request(try subject.mode(), repository: common.repository)
    let outcome = try await Gate.judge(request)
    var report = outcome.report(tool: Self.toolName, version: Version.current)
    if format == .text { HintFolder(of: request)?.add(to: &report) }
    if !console.isQuiet || outcome.verdict != .passed || format != .text {
      console.result(format.render(report, hasColor: console.hasColor), terminator: "")
    }
    if format == .github { try StepSummary.append(report) }
    if let attest {
      try SignedVerdict(
        outcome: outcome, report: report, judgesWorktree: request.mode == .worktree
      ).write(to: FilePath(attest), with: signing, repository: common.repository)
      console.note("the verdict is signed in '\(FilePath(attest).printable)'")
    }
    return outcome.verdict.status
  }
}

extension ReportFormat: ExpressibleByArgument {}
