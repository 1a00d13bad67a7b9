// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage
import ToolSupport

struct DigestData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Print the dataset digest of a file or folder; nothing is written.",
    discussion: """
      It is SHA-256 of the manifest that `track` would write. The path may lie anywhere, also \
      outside of a repository.
      """)

  @Argument(help: "A file or folder.")
  var path: String

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let place = try FilePath(path).resolvedInFolder()
    let folder = place.removingLastComponent()
    guard let name = place.relative(beneath: folder) else {
      throw Failure("'\(place.printable)' is not a dataset", status: .usage)
    }
    let line = ProgressLine(console)
    let tracker = DatasetTracker { line.update(name.description, done: $0, total: $1) }
    let outcome = try tracker.examine(name, in: RootDirectory(folder))
    line.finish()
    console.result(render(outcome))
    return .passed
  }

  private func render(_ outcome: DatasetTracker.Outcome) -> String {
    let digest = outcome.manifest.datasetDigest.description
    switch format {
    case .text: return digest
    case .json:
      return document(
        "digest",
        [
          "path": .string(FilePath(path).printable), "digest": .string(digest),
          "files": .integer(outcome.manifest.count), "bytes": .integer(outcome.byteCount),
        ])
    }
  }
}
