// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Configuration
import Files
import Findings
import GitAccess
import Remotes
import StrictJSON
import SystemPackage
import ToolSupport

struct ImportCheck: Tool {
  static let configuration = CommandConfiguration(
    commandName: "import-check",
    abstract: "Ask the remote storage whether it has every byte of the data.",
    discussion: """
      Looked for is what DVC's files, pointers of Git LFS and git-annex, and manifests with a \
      'remote:' in modelgate.yaml describe, in DVC's remotes, the LFS server or media store, \
      annex repositories, folders and S3. Manifests count as they are here, pointers as HEAD has \
      them. Nothing is downloaded but lists of files, and nothing is written. Exit status 0: all \
      is there; 1: something is not; 2: something could not be asked.
      """)

  @Argument(help: "Datasets, manifests or folders; everything when none is named.")
  var names: [String] = []

  @Option(help: ArgumentHelp("Take everything as this commit has it.", valueName: "rev"))
  var commit: String?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let folder = try RepositoryFolder(above: common.repository)
    let data = try selection(in: folder)
    guard !data.isEmpty else {
      throw Failure(
        "nothing in '\(folder.path.printable)' describes data that a remote should hold, so nothing was asked",
        hints: ["modelgate data list"])
    }
    let inspector = RemoteInspector(worktree: folder.path, environment: Environment.current)
    let reports = await inspector.inspect(data)
    switch format {
    case .text:
      for report in reports { console.result(report.text, terminator: "") }
    case .json: console.result(document("import-check", ["datasets": .array(reports.map(\.json))]))
    }
    return conclude(reports, console)
  }

  private func selection(in folder: RepositoryFolder) throws -> [StoredData] {
    let repository = try Repository(at: folder.path)
    let all = try everything(in: repository, folder)
    guard !names.isEmpty else { return all }
    return try names.flatMap { name in
      let path = try folder.relative(name)
      let meant = all.compactMap { $0.selected(by: path) }
      guard !meant.isEmpty else {
        throw Failure(
          "nothing describes data at '\(path)' that a remote should hold",
          hints: ["modelgate data list"])
      }
      return meant
    }
  }

  private func everything(in repository: borrowing Repository, _ folder: RepositoryFolder) throws
    -> [StoredData]
  {
    if let commit {
      let tree = try repository.commit(try repository.resolveCommit(commit)).tree
      let name = RelativePath(Configuration.fileName)
      let entry = try name.flatMap { try repository.entry(at: $0, in: tree) }
      let bytes = try entry.map { try repository.blob($0.id, limit: 1 << 20) }
      let configuration = try bytes.map { try Configuration(parsing: $0) } ?? Configuration()
      return try StoredDataSearch(
        tree: tree, of: repository, declarations: configuration.data
      ).found
    }
    let tree = try repository.head().commit.map { try repository.commit($0).tree }
    return try StoredDataSearch(
      tree: tree, of: repository, overlaidBy: folder.path,
      declarations: try folder.configuration().data
    ).found
  }

  /// Sums up, and hints at what mends it.
  private func conclude(_ reports: [RemoteReport], _ console: Console) -> ExitStatus {
    var status = ExitStatus.passed
    let count = { (verdict: Verdict) in reports.filter { $0.verdict == verdict }.count }
    if count(.couldNotJudge) > 0 {
      console.complain("error: \(count(.couldNotJudge)) of \(reports.count) datasets not judged")
      status = .couldNotJudge
    }
    if count(.refused) > 0 {
      console.complain(
        "refused: \(count(.refused)) of \(reports.count) datasets not in their remote")
      status = worse(status, .refused)
    }
    var seen: Set<String> = []
    for hint in reports.filter({ $0.verdict != .passed }).flatMap(\.hints)
    where seen.insert(hint).inserted {
      console.note("hint: \(hint)")
    }
    return status
  }
}
