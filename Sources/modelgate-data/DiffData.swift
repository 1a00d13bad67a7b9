// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import StrictJSON
import ToolSupport

struct DiffData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show in which files the datasets of two commits differ.",
    discussion: """
      Only git's objects are read: neither the worktree nor the data need be there. Compared are \
      manifests, also those that only the modelgate.yaml of each commit names, and what Git LFS \
      and git-annex keep. A file whose bytes are listed under another path has moved. Sizes are \
      those that manifests record: native ones and lists of checksums record none, which is said, \
      and null in JSON. A manifest that lists no files, as that of a DVC folder, tells that a \
      dataset changed, but not where.
      """)

  @Argument(help: "The older commit, by any name that git takes, or OLD..NEW.")
  var old: String

  @Argument(help: "The newer commit (default: HEAD).")
  var new: String?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    try Repository.prepareForLargeObjects()
    let (old, new) = try names()
    let commits = (try repository.resolveCommit(old), try repository.resolveCommit(new))
    let comparison = try DatasetComparison(commits.0, commits.1, of: repository)
    switch format {
    case .text:
      for delta in comparison.deltas { console.result(delta.text, terminator: "") }
    case .json:
      console.result(
        document(
          "diff",
          [
            "old": .string(commits.0.description), "new": .string(commits.1.description),
            "datasets": .array(comparison.deltas.map(\.json)),
            "problems": .array(comparison.problems.map { .string($0.message) }),
          ]))
    }
    if comparison.deltas.isEmpty, comparison.problems.isEmpty {
      console.note("no dataset differs between \(commits.0.short) and \(commits.1.short)")
    }
    return comparison.problems.reduce(.passed) { worse($0, console.report($1)) }
  }
}

extension DiffData {
  /// Both names; one argument may be a range, as for `git diff`, in which nothing means HEAD.
  private func names() throws -> (old: String, new: String) {
    guard new == nil, let dots = old.firstRange(of: "..") else { return (old, new ?? "HEAD") }
    let sides = [old[..<dots.lowerBound], old[dots.upperBound...]].map {
      $0.isEmpty ? "HEAD" : String($0)
    }
    guard !sides[1].hasPrefix(".") else {
      let newer = String(sides[1].dropFirst())
      let words = [String(sides[0]), newer.isEmpty ? "HEAD" : newer].map(ShellWord.quote)
      throw Failure(
        "'\(old)' means the commit where two histories part, which is not looked for",
        hints: [
          "modelgate data diff $(git merge-base \(words[0]) \(words[1])) \(words[1])"
        ], status: .usage)
    }
    return (sides[0], sides[1])
  }
}

extension DatasetDelta {
  private var state: String {
    if movedFrom != nil { return "moved" }
    return old == nil ? "added" : new == nil ? "removed" : "changed"
  }

  fileprivate var text: String {
    var words = ["\(path)  \(state)" + (movedFrom.map { " from \($0)" } ?? "")]
    if let old, let new, old.format != new.format { words.append("\(old.format) -> \(new.format)") }
    guard let changes else {
      words.append("was \(Self.summary(old)), is \(Self.summary(new)); which files is not recorded")
      return words.joined(separator: "  ") + "\n"
    }
    if movedFrom == nil, changes.isEmpty { words.append("no file differs") }
    words.append(counts(changes).map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    words.append(Self.words(bytes(changes)))
    words.removeAll { $0.isEmpty }
    return words.joined(separator: "  ") + "\n" + changes.map { "  \($0.text)\n" }.joined()
  }

  private static func summary(_ dataset: Version?) -> String {
    guard let dataset, dataset.isCovered else { return "not covered" }
    return dataset.fileCount.map { amount($0, dataset.byteCount) } ?? "a folder"
  }

  private func counts(_ changes: [Change]) -> [(key: String, value: Int)] {
    ["added", "removed", "changed", "moved"].compactMap { word in
      let count = changes.count { $0.word == word }
      return count == 0 ? nil : (word, count)
    }
  }

  /// The sizes of what came and of what went; nil where one of them is not recorded.
  private func bytes(_ changes: [Change]) -> (added: Int64?, removed: Int64?) {
    var (added, removed): (Int64?, Int64?) = (0, 0)
    for change in changes {
      switch change {
      case .added(let file): added = Self.sum(added, file)
      case .removed(let file): removed = Self.sum(removed, file)
      case .changed(let was, let file):
        (added, removed) = (Self.sum(added, file), Self.sum(removed, was))
      case .moved, .arrived, .left: break
      }
    }
    return (added, removed)
  }

  private static func sum(_ sum: Int64?, _ file: RecordedFile) -> Int64? {
    guard let sum, let size = file.size else { return nil }
    return sum &+ size
  }

  private static func words(_ bytes: (added: Int64?, removed: Int64?)) -> String {
    guard let added = bytes.added, let removed = bytes.removed else { return "bytes unknown" }
    let words = [(added, "new"), (removed, "gone")].filter { $0.0 > 0 }
    return words.map { "\(ByteCount.text($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  fileprivate var json: JSONValue {
    let bytes = changes.map(bytes)
    return [
      "dataset": .string(path.description), "state": .string(state),
      "movedFrom": JSONValue(movedFrom?.description),
      "old": Self.json(old), "new": Self.json(new),
      "bytesAdded": bytes?.added.map(JSONValue.integer) ?? .null,
      "bytesRemoved": bytes?.removed.map(JSONValue.integer) ?? .null,
      "changes": changes.map { .array($0.map(\.json)) } ?? .null,
    ]
  }

  private static func json(_ dataset: Version?) -> JSONValue {
    guard let dataset else { return .null }
    return [
      "manifest": .string(dataset.manifest.description), "format": .string(dataset.format),
      "files": dataset.fileCount.map(JSONValue.integer) ?? .null,
      "bytes": dataset.byteCount.map(JSONValue.integer) ?? .null,
    ]
  }
}

extension DatasetDelta.Change {
  fileprivate var word: String {
    switch self {
    case .added: "added"
    case .removed: "removed"
    case .changed: "changed"
    case .moved, .arrived, .left: "moved"
    }
  }

  fileprivate var text: String {
    switch self {
    case .added(let file): "added    \(file.path)\(Self.size(file))"
    case .removed(let file): "removed  \(file.path)\(Self.size(file))"
    case .changed(_, let file): "changed  \(file.path)\(Self.size(file))"
    case .moved(let from, let file): "moved    \(from) -> \(file.path)"
    case .arrived(let from, let file): "moved    \(from.path) of \(from.dataset) -> \(file.path)"
    case .left(let file, let to): "moved    \(file.path) -> \(to.path) of \(to.dataset)"
    }
  }

  private static func size(_ file: RecordedFile) -> String {
    file.size.map { "  \(ByteCount.text($0))" } ?? ""
  }

  fileprivate var json: JSONValue {
    switch self {
    case .added(let file): fields(file.path, nil, file)
    case .removed(let file): fields(file.path, file, nil)
    case .changed(let was, let file): fields(file.path, was, file)
    case .moved(let from, let file): fields(file.path, file, file, from: from)
    case .arrived(let from, let file):
      fields(file.path, file, file, from: from.path, of: from.dataset)
    case .left(let file, let to): fields(file.path, file, nil, to: to)
    }
  }

  private func fields(
    _ path: RelativePath, _ was: RecordedFile?, _ isNow: RecordedFile?,
    from: RelativePath? = nil, of dataset: RelativePath? = nil, to: FileMoves.End? = nil
  ) -> JSONValue {
    [
      "kind": .string(word), "path": .string(path.description),
      "from": JSONValue(from?.description), "fromDataset": JSONValue(dataset?.description),
      "to": JSONValue(to?.path.description), "toDataset": JSONValue(to?.dataset.description),
      "was": JSONValue(was?.digest.description), "is": JSONValue(isNow?.digest.description),
      "bytes": (isNow ?? was)?.size.map(JSONValue.integer) ?? .null,
    ]
  }
}
