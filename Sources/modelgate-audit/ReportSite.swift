// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Audit
import Files
import Findings
import GitAccess
import Reports
import SystemPackage
import ToolSupport

struct ReportSite: Tool {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write pages about every model of the ledger, for people who ask.",
    discussion: """
      A static site: an index, and a page for each model with its verdict, its lineage, its metrics \
      and its history. It needs no network and no script to be read, and can be printed. It takes \
      the place of an earlier report in one step; a folder that holds anything else is left alone. \
      Exits 1 when a model was refuted, and 2 when one could not be judged; the pages are written \
      all the same.
      """)

  @Option(help: ArgumentHelp("The folder to write to; made when it is missing.", valueName: "dir"))
  var html: String

  @Option(help: ArgumentHelp("What the index is called.", valueName: "text"))
  var title: String?

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let collector = SiteCollector(trusting: try trust.load())
    let models = try await collector.models(in: repository)
    guard let now = Timestamp(secondsSinceEpoch: WallClock.seconds) else {
      throw Failure("the clock of this machine shows no date")
    }
    let site = Site(
      title: title ?? Self.name(of: repository), madeOn: now.description, models: models)
    try site.write(to: FilePath(html))
    console.result("\(FilePath(html).appending("index.html").printable)")
    let verdicts = Set(models.map(\.verdict))
    if verdicts.contains(.refuted) { return .refused }
    return verdicts.contains(.unknown) ? .couldNotJudge : .passed
  }

  private static func name(of repository: borrowing Repository) -> String {
    let folder = repository.worktree ?? repository.commonDirectory
    return "Models of \(folder.lastComponent?.string ?? "the repository")"
  }
}
