// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import SystemPackage

extension DatasetCheck {
  /// What to type to accept the data as it is, or to get the recorded data back.
  func hint(in repository: RepositoryFolder) -> String? {
    let path = repository.typed(dataset.path)
    let manifest = repository.typed(dataset.manifest)
    // What checks data out needs the list as well.
    let isListMissing = differences.contains { $0.kind == .irregular(DVCObjects.linkWithoutList) }
    return switch (dataset.format, shape) {
    case ("dvc", _) where dataset.gap != nil:
      dataset.gap?.contains("dvc update") == true ? "dvc update \(manifest)" : nil
    case ("dvc", _) where isListMissing: "dvc fetch \(manifest)"
    case ("dvc.lock", _) where isListMissing: "dvc fetch \(path)"
    case ("dvc", .absent): "dvc pull \(manifest)"
    case ("dvc", _): "dvc checkout \(manifest)"
    case ("dvc.lock", .absent): "dvc pull \(path)"
    case ("dvc.lock", _): "dvc checkout \(path)"
    case ("lfs", _) where dataset.record == nil:
      "modelgate data track \(repository.argument(dataset.path))"
    case ("lfs", .absent): "git restore -- \(path)"
    case ("lfs", _) where isOnlyExtra: "git add -- \(path) && git commit   # to accept this data"
    case ("lfs", _): isOnlyMissing ? "git lfs pull --include=\(path)" : "git restore -- \(path)"
    case ("annex", _): annexHint(path, in: repository)
    case (_, .absent): nil
    default: trackingHint(repository.argument(dataset.path), in: repository)
    }
  }

  private var isOnlyMissing: Bool {
    shape == .absent || !differences.isEmpty && differences.allSatisfy { $0.kind == .missing }
  }

  /// Git brings nothing back that was not there.
  private var isOnlyExtra: Bool {
    !differences.isEmpty && differences.allSatisfy { $0.kind == .extra }
  }

  /// `git restore` brings back links, pointers and what git-annex has unlocked; `fsck` only tells of
  /// a bad object, after which it can be fetched again.
  private func annexHint(_ path: String, in repository: RepositoryFolder) -> String {
    let get = "git annex get -- \(path)"
    if isOnlyExtra { return "git annex add -- \(path) && git commit   # to accept this data" }
    if dataset.gap != nil {
      let migrate = "git annex migrate --backend=SHA256E -- \(path) && git commit"
      return isOnlyMissing ? "\(get) && \(migrate)" : migrate
    }
    if differences.contains(where: { isReplaced($0, in: repository) }) {
      return "git restore -- \(path) && \(get)"
    }
    return isOnlyMissing ? get : "git annex fsck -- \(path); \(get)"
  }

  /// Whether it is not git-annex' own object that is gone or other than recorded.
  private func isReplaced(_ difference: DatasetDifference, in repository: RepositoryFolder) -> Bool
  {
    let root = repository.path.appending(dataset.path)
    let isFile = difference.path?.bytes.elementsEqual(dataset.path.name) ?? true
    let place = difference.path.map { isFile && shape != .folder ? root : root.appending($0) }
    let kind = try? FileStatus(place ?? root).kind
    return switch difference.kind {
    case .missing: kind == nil
    case .changed: kind == .file
    case .extra, .irregular: false
    }
  }

  /// What is no file cannot be tracked, so it is left out; nothing is said where that would replace
  /// patterns that leave out something else.
  private func trackingHint(_ path: String, in repository: RepositoryFolder) -> String? {
    let names = differences.compactMap { difference -> RelativePath? in
      if case .irregular = difference.kind { difference.path } else { nil }
    }
    if names.isEmpty { return "modelgate data track \(path)" }
    let rules = repository.path.appending(dataset.path).appending(DatasetPatterns.fileName)
    let patterns = names.compactMap(Self.pattern)
    guard shape == .folder, patterns.count == names.count, (try? FileStatus(rules)) == nil else {
      return nil
    }
    let options = patterns.map { " --exclude \(ShellWord.quote($0))" }
    return "modelgate data track \(path)" + options.joined()
  }

  /// The pattern of one path; nil where none can be written in a line.
  private static func pattern(_ path: RelativePath) -> String? {
    guard let text = path.text, !text.hasSuffix(" "),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
    else { return nil }
    return "/" + text.map { "*?[\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
