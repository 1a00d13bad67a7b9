// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage
import ToolSupport

struct ConvertData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the manifest of a dataset in another format.",
    discussion: """
      Every manifest that `list` shows can be converted, provided that the data is here and is \
      what the manifest says: every byte is read, and new digests are computed from it, never \
      taken over. The formats that are written are sha256 (DATASET.sha256, modelgate's own) and \
      sha256sums (for `sha256sum -c` in the folder that the file lies in). DVC, Git LFS, \
      git-annex, BagIt and the others keep more than a manifest, and are written by their own \
      tools only.
      """)

  /// What is written.
  enum Target: String, ExpressibleByArgument, CaseIterable {
    case sha256, sha256sums
  }

  @Argument(help: "A manifest, or the file or folder that one covers.")
  var name: String

  @Option(help: "sha256 or sha256sums.")
  var to: Target

  @Option(
    name: .shortAndLong, help: "The file to write; SHA256SUMS beside the data for sha256sums.")
  var output: String?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if to == .sha256, output != nil {
      throw ValidationError("a manifest of the format sha256 has its place: DATASET.sha256")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try RepositoryFolder(above: common.repository)
    let root = try repository.open()
    let selection = try DatasetSelection([name], in: repository, root)
    var status = selection.problems.reduce(ExitStatus.passed) { worse($0, console.report($1)) }
    guard status == .passed else { return status }
    guard output == nil || selection.datasets.count == 1 else {
      throw Failure(
        "'\(name)' means \(selection.datasets.count) datasets, and --output names one file",
        status: .usage)
    }
    var written: [Written] = []
    for dataset in selection.datasets {
      do {
        written.append(try convert(dataset, in: root, repository, console))
      } catch {
        status = worse(status, console.report(error))
      }
    }
    switch format {
    case .text: for file in written { console.result(file.text) }
    case .json: console.result(document("convert", ["converted": .array(written.map(\.json))]))
    }
    return status
  }

  private func convert(
    _ dataset: DatasetManifest, in root: borrowing RootDirectory, _ repository: RepositoryFolder,
    _ console: Console
  ) throws -> Written {
    let line = ProgressLine(console)
    let label = dataset.path.description
    let check = DatasetVerifier { line.update(label, done: $0, total: $1) }
      .check(dataset, in: root)
    line.finish()
    guard check.verdict == .passed, let manifest = check.native else {
      console.explain(check.text)
      throw Failure(
        "'\(dataset.path)' is not what '\(dataset.manifest)' says, so nothing is converted",
        status: check.verdict == .couldNotJudge ? .couldNotJudge : .refused)
    }
    let (place, text) = try target(manifest, of: check, repository)
    if to == .sha256sums, output == nil, let other = try? SmallFile.read(place, limit: 1 << 30),
      other != text
    {
      throw Failure(
        "'\(place.printable)' is there already, with another content",
        hints: ["name it with --output to write over it"], status: .refused)
    }
    try AtomicFile.write(text, to: place)
    return Written(check: check, manifest: manifest, file: place)
  }

  /// Where the new manifest goes, and its text.
  private func target(
    _ manifest: NativeManifest, of check: DatasetCheck, _ repository: RepositoryFolder
  ) throws -> (FilePath, [UInt8]) {
    let dataset = check.dataset.path
    let data = repository.path.appending(dataset)
    guard to == .sha256sums else {
      return (repository.path.appending(NativeFormat.manifest(of: dataset)), manifest.bytes)
    }
    let beside = data.removingLastComponent()
    let place =
      try output.map { try FilePath($0).resolvedInFolder() } ?? beside.appending("SHA256SUMS")
    let start = check.shape == .folder ? data : beside
    let folder = place.removingLastComponent()
    if folder == start { return (place, manifest.bytes) }
    guard let below = start.relative(beneath: folder) else {
      throw Failure(
        "'\(place.printable)' does not lie above the data, as the names in it must", status: .usage)
    }
    return (place, try manifest.placed(below: below).bytes)
  }
}

/// A manifest that was written.
private struct Written {
  let check: DatasetCheck
  let manifest: NativeManifest
  let file: FilePath

  var text: String {
    let digest = manifest.datasetDigest
    return "\(file.printable)  from \(check.dataset.format)  "
      + "\(amount(check.fileCount, check.byteCount))  \(digest)"
  }

  var json: JSONValue {
    [
      "dataset": .string(check.dataset.path.description), "from": .string(check.dataset.format),
      "output": .string(file.printable), "files": .integer(check.fileCount),
      "bytes": .integer(check.byteCount),
      "digest": .string(manifest.datasetDigest.description),
    ]
  }
}
