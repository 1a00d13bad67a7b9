// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Findings
import Manifests
import StrictJSON
import ToolSupport

struct VerifyData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare datasets with their manifests.",
    discussion: """
      Without a name every manifest in the repository is verified, also those that only \
      modelgate.yaml names, and every file of Git LFS and git-annex as HEAD has it. Files are \
      read, except those that were read before and whose inode, size and times, to the \
      nanosecond, are still the same: their digests are kept in .git/modelgate/digests. Folders \
      that nobody changed are not listed again, and the manifest of a large dataset is not read \
      again when nothing of it was touched; they are kept in .git/modelgate/seen. Both may be \
      deleted. With --full every byte is read, and nothing but the bytes is believed. Exit status \
      0: all are as recorded; 1: some are not; 2: some could not be read.
      """)

  @Argument(help: "Manifests, the files and folders that they cover, or names of modelgate.yaml.")
  var names: [String] = []

  @Flag(help: "Read every byte, also of files that seem unchanged since they were read before.")
  var full = false

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let search = try DatasetSearch.search(above: common.repository, isFull: full)
    let repository = search.repository
    let root = try repository.open()
    let selection = try DatasetSelection(names, in: repository, root, search)
    for note in selection.notes { console.note("note: \(note)") }
    guard !(selection.datasets.isEmpty && selection.problems.isEmpty) else {
      throw Failure(
        "there is no manifest in '\(repository.path.printable)', so nothing was verified",
        hints: ["modelgate data track PATH"])
    }
    var checks: [DatasetCheck] = []
    for dataset in selection.datasets {
      let line = ProgressLine(console)
      let label = dataset.path.description
      let verifier = DatasetVerifier(cache: search.cache, seals: search.seals) {
        line.update(label, done: $0, total: $1)
      }
      let check = verifier.check(dataset, in: root)
      line.finish()
      checks.append(check)
      if format == .text { console.result(check.text, terminator: "") }
    }
    if format == .json { console.result(document("verify", fields(checks, selection.problems))) }
    return conclude(checks, selection.problems, repository, console)
  }

  private func fields(_ checks: [DatasetCheck], _ problems: [any ExplainedError]) -> JSONObject {
    [
      "datasets": .array(checks.map(\.json)),
      "problems": .array(problems.map { .string($0.message) }),
    ]
  }

  /// Says every problem, sums up, and hints at what accepts the new data.
  private func conclude(
    _ checks: [DatasetCheck], _ problems: [any ExplainedError], _ repository: RepositoryFolder,
    _ console: Console
  ) -> ExitStatus {
    var status = problems.reduce(ExitStatus.passed) { worse($0, console.report($1)) }
    let refused = checks.filter { $0.verdict == .refused }
    let undecided = checks.filter { $0.verdict == .couldNotJudge }
    if !undecided.isEmpty {
      console.complain("error: \(undecided.count) of \(checks.count) datasets not readable in full")
      status = worse(status, .couldNotJudge)
    }
    if !refused.isEmpty {
      console.complain("refused: \(refused.count) of \(checks.count) datasets not as recorded")
      for check in refused {
        if let hint = check.hint(in: repository) { console.note("hint: \(hint)") }
      }
      status = worse(status, .refused)
    }
    return status
  }
}
