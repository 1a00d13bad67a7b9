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
      taken over. The formats that are written are sha256 (DATASET.sha256, modelgate's own), \
      sha256sums and sha256sums-bsd (for `sha256sum --check` in the folder that the file lies \
      in) and b3sums (for `b3sum --check`). DVC, Git LFS, git-annex, BagIt and the others keep \
      more than a manifest, and are written by their own tools only.

      A list goes into the folder that it is about, as the world is used to. There it is a file \
      that a manifest beside the folder does not list, so it takes that one's place: --replace \
      removes the old manifest once the new one is written.
      """)

  @Argument(help: "A manifest, or the file or folder that one covers.")
  var name: String

  @Option(help: "sha256, sha256sums, sha256sums-bsd or b3sums.")
  var to: ConversionTarget

  @Option(
    name: .shortAndLong, help: "The list to write; SHA256SUMS or B3SUMS in the folder by default.")
  var output: String?

  @Flag(help: "Remove the old manifest: DATASET.sha256, or a list of checksums.")
  var replace = false

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
    case .text: for file in written { console.result(file.text(beneath: repository.path)) }
    case .json: console.result(document("convert", ["converted": .array(written.map(\.json))]))
    }
    return status
  }

  private func convert(
    _ dataset: DatasetManifest, in root: borrowing RootDirectory, _ repository: RepositoryFolder,
    _ console: Console
  ) throws -> Written {
    let name = dataset.manifest
    if replace { try Self.checkRemovable(dataset, in: root) }
    let line = ProgressLine(console)
    let label = dataset.path.description
    let check = DatasetVerifier(computing: to.digests) { line.update(label, done: $0, total: $1) }
      .check(dataset, in: root)
    line.finish()
    guard check.verdict == .passed, let manifest = check.native else {
      console.explain(check.text)
      throw Failure(
        "'\(dataset.path)' is not what '\(name)' says, so nothing is converted",
        status: check.verdict == .couldNotJudge ? .couldNotJudge : .refused)
    }
    let place = try ConversionPlace(to, output, of: check, in: repository)
    let gone = replace ? place.oldListInFolder : nil
    let text = try to.text(try files(of: check, manifest, without: gone, place))
    try place.check(text, as: to, replacing: replace, in: root)
    if output == nil {
      try Self.keepOther(place.file, text, replacing: repository.path.appending(name), replace)
    }
    let removed = try root.status(name).size
    try AtomicFile.write(text, to: place.file)
    if replace { try place.removeOld() }
    return Written(
      check: check, manifest: try NativeManifest(manifest.filter { $0.path != gone }),
      byteCount: check.byteCount - (gone == nil ? 0 : removed), file: place.file)
  }

  /// Whether a manifest is nothing but that; those of other tools say more.
  static func mayBeRemoved(_ dataset: DatasetManifest) -> Bool {
    ["sha256", "checksums"].contains(dataset.format)
  }

  /// Refuses to remove what says more than the new manifest will.
  private static func checkRemovable(
    _ dataset: DatasetManifest, in root: borrowing RootDirectory
  ) throws {
    let name = dataset.manifest
    let others = ManifestSearch.read(name, in: root).compactMap(\.dataset?.path)
      .filter { $0 != dataset.path }
    let reason =
      if !mayBeRemoved(dataset) {
        "is not only a manifest"
      } else {
        others.first.map { "describes '\($0)' as well" }
      }
    guard let reason else { return }
    throw Failure(
      "'\(name)' \(reason), so it is not removed", hints: ["leave out --replace"],
      status: .usage)
  }

  /// What is listed: without the old list, where that goes.
  private func files(
    of check: DatasetCheck, _ manifest: NativeManifest, without gone: RelativePath?,
    _ place: ConversionPlace
  ) throws -> [(path: RelativePath, digest: Digest)] {
    let kind = to.digests.first
    let digests: [(path: RelativePath, digest: Digest)] =
      if let kind, let content = check.content {
        content.files.compactMap { file in
          content.digest(kind, of: file).map { (file.path, $0) }
        }
      } else {
        manifest.map { ($0.path, $0.digest) }
      }
    let kept = digests.filter { $0.path != gone }
    return to == .sha256 ? kept : try kept.map { (try place.written($0.path), $0.digest) }
  }

  /// Refuses to write over a file that nobody named, unless it is the one to be replaced.
  private static func keepOther(
    _ file: FilePath, _ text: [UInt8], replacing old: FilePath, _ replace: Bool
  ) throws {
    guard !(replace && file == old), let there = try? SmallFile.read(file, limit: 1 << 30),
      there != text
    else { return }
    throw Failure(
      "'\(file.printable)' is there already, with another content",
      hints: ["remove it, or name another with --output"], status: .refused)
  }
}

/// A manifest that was written.
private struct Written {
  let check: DatasetCheck
  let manifest: NativeManifest
  let byteCount: Int64
  let file: FilePath

  func text(beneath root: FilePath) -> String {
    let digest = manifest.datasetDigest
    let name = file.relative(beneath: root)?.description ?? file.printable
    return "\(name)  from \(check.dataset.format)  "
      + "\(amount(manifest.count, byteCount))  \(digest)"
  }

  var json: JSONValue {
    [
      "dataset": .string(check.dataset.path.description), "from": .string(check.dataset.format),
      "output": .string(file.printable), "files": .integer(manifest.count),
      "bytes": .integer(byteCount),
      "digest": .string(manifest.datasetDigest.description),
    ]
  }
}
