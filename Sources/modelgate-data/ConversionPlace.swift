// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import SystemPackage

/// Where a converted manifest goes, unless it would stand in another's way there.
struct ConversionPlace {
  private let dataset: DatasetManifest
  private let repository: RepositoryFolder
  private let files: NativeManifest?
  /// The file that is written.
  let file: FilePath
  /// Where its paths start.
  let start: FilePath

  init(
    _ target: ConversionTarget, _ output: String?, of check: DatasetCheck,
    in repository: RepositoryFolder
  ) throws {
    (dataset, self.repository, files) = (check.dataset, repository, check.native)
    let data = repository.path.appending(check.dataset.path)
    start = check.shape == .folder && target != .sha256 ? data : data.removingLastComponent()
    switch (target, output) {
    case (.sha256, _):
      file = repository.path.appending(NativeFormat.manifest(of: check.dataset.path))
    case (_, let output?): file = try FilePath(output).resolvedInFolder()
    case (_, nil) where check.shape == .folder: file = data.appending(target.listName)
    case (_, nil):
      throw Failure(
        "'\(check.dataset.path)' is one file, and a list in its folder would be about all of them",
        hints: ["name the list with --output FILE"], status: .usage)
    }
  }

  /// The old manifest, as a file of the dataset's folder; nil when it lies elsewhere.
  var oldListInFolder: RelativePath? { dataset.manifest.relative(to: dataset.path) }

  /// Whether the list lies among the files that it is about.
  private var isInFolder: Bool {
    let data = repository.path.appending(dataset.path)
    return file != data && file.starts(with: data)
  }

  /// Paths of the dataset as they are written: from the list's folder.
  func written(_ path: RelativePath) throws -> RelativePath {
    let folder = file.removingLastComponent()
    if folder == start { return path }
    guard let below = start.relative(beneath: folder) else {
      throw Failure(
        "'\(file.printable)' does not lie above the data, as the names in it must", status: .usage)
    }
    return below.appending(path)
  }

  /// Refuses to write over the data itself, but for a list among it that is to go.
  private func checkKeepsData(replacing: Bool) throws {
    let data = repository.path.appending(dataset.path)
    if replacing, file == repository.path.appending(dataset.manifest) { return }
    let place = file == data ? dataset.path.lastComponent : file.relative(beneath: data)
    guard let place, files?.contains(where: { $0.path == place }) ?? false else { return }
    throw Failure(
      "'\(file.printable)' is a file of the dataset '\(dataset.path)', and a list written there "
        + "would take its place",
      hints: ["name another file with --output"], status: .usage)
  }

  /// Refuses to leave a dataset to a list that would take for extra what its patterns leave out.
  private func checkPatterns(of target: ConversionTarget, replacing: Bool) throws {
    guard replacing, target != .sha256, dataset.format == NativeFormat().name,
      files?.contains(where: { $0.path.bytes.elementsEqual(DatasetPatterns.fileName.utf8) })
        ?? false
    else { return }
    throw Failure(
      "'\(dataset.path)' has '\(DatasetPatterns.fileName)', which lists of checksums do not go by: "
        + "what it leaves out would be extra, so '\(dataset.manifest)' is not removed",
      hints: ["leave out --replace, and name a file elsewhere with --output"], status: .refused)
  }

  /// Refuses a list that makes the old manifest wrong, or is read as that of something else.
  func check(
    _ text: [UInt8], as target: ConversionTarget, replacing: Bool, in root: borrowing RootDirectory
  ) throws {
    try checkKeepsData(replacing: replacing)
    try checkPatterns(of: target, replacing: replacing)
    let name = repository.typed(dataset.manifest)
    let isTolerated = ["lfs", "annex"].contains(dataset.format) || oldListInFolder != nil
    if isInFolder, !replacing, !isTolerated {
      throw Failure(
        "'\(file.printable)' would be one more file of '\(dataset.path)', which "
          + "'\(dataset.manifest)' does not list",
        hints: ConvertData.mayBeRemoved(dataset)
          ? ["add --replace to remove \(name)", "or name a file elsewhere with --output"]
          : ["name a file elsewhere with --output"],
        status: .refused)
    }
    let unseen = Failure(
      "'\(file.printable)' would not be found as the manifest of '\(dataset.path)', so "
        + "'\(dataset.manifest)' is not removed", hints: ["leave out --replace"], status: .usage)
    guard let place = file.relative(beneath: repository.path) else {
      if replacing { throw unseen }
      return
    }
    let read: [DatasetManifest]
    do {
      read = try ManifestFormats.datasets(in: text, at: place, beside: root) ?? []
    } catch {
      let reason = (error as? any ExplainedError)?.message ?? ""
      throw Failure("'\(place)' is the name of another kind of manifest: \(reason)", status: .usage)
    }
    guard let other = read.first(where: { $0.path != dataset.path }) else {
      if replacing, read.isEmpty { throw unseen }
      return
    }
    throw Failure(
      "'\(place)' would be read as the manifest of '\(other.path)', and hide '\(dataset.manifest)'",
      hints: [
        "name a file inside of \(repository.typed(dataset.path)) or outside of the repository"
      ], status: .refused)
  }

  /// Removes the old manifest, when it is another file that belongs to no other tool.
  func removeOld() throws {
    guard repository.path.appending(dataset.manifest) != file else { return }
    try AtomicFile.remove(repository.path.appending(dataset.manifest))
  }
}
