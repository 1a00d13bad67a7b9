// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Manifests
import StrictJSON
import ToolSupport

struct TrackData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "track",
    abstract: "Write the manifest of files and folders, and say what changed.",
    discussion: """
      The manifest of data/churn is data/churn.sha256. A manifest that already says the same is \
      left alone. Links are taken for the files that they lead to, as long as they stay in the \
      dataset.
      """)

  @Argument(help: "Files or folders in the repository.")
  var paths: [String]

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if paths.isEmpty { throw ValidationError("name a file or folder to track") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try RepositoryFolder(above: common.repository)
    let root = try repository.open()
    var outcomes: [DatasetTracker.Outcome] = []
    var status = ExitStatus.passed
    for argument in paths {
      do {
        outcomes.append(try track(repository.relative(argument), in: root, console))
      } catch {
        status = worse(status, console.report(error))
      }
    }
    show(outcomes, repository, console)
    return status
  }

  private func track(_ path: RelativePath, in root: borrowing RootDirectory, _ console: Console)
    throws -> DatasetTracker.Outcome
  {
    let line = ProgressLine(console)
    defer { line.finish() }
    return try DatasetTracker { line.update(path.description, done: $0, total: $1) }
      .track(path, in: root)
  }

  private func show(
    _ outcomes: [DatasetTracker.Outcome], _ repository: RepositoryFolder, _ console: Console
  ) {
    switch format {
    case .text:
      for outcome in outcomes { console.result(outcome.text, terminator: "") }
    case .json:
      console.result(document(["tracked": .array(outcomes.map(\.json))]))
    }
    let changed = outcomes.filter { !$0.isUnchanged }.map { repository.typed($0.manifestPath) }
    if !changed.isEmpty {
      console.note("hint: git add \(changed.joined(separator: " "))")
    }
  }
}

/// What could not be judged outweighs a refusal, which outweighs success.
func worse(_ one: ExitStatus, _ other: ExitStatus) -> ExitStatus {
  one.rawValue >= other.rawValue ? one : other
}

extension DatasetTracker.Outcome {
  private var state: String {
    if isUnchanged { return "unchanged" }
    return previous == nil ? "new" : "updated"
  }

  fileprivate var text: String {
    let lead = "\(manifestPath)  \(state)  \(amount(manifest.count, byteCount))"
    let changes = previous == nil ? [] : changes
    return "\(lead)  \(manifest.datasetDigest)\n" + changes.map { "  \($0.text)\n" }.joined()
  }

  fileprivate var json: JSONValue {
    [
      "dataset": .string(dataset.description), "manifest": .string(manifestPath.description),
      "state": .string(state), "digest": .string(manifest.datasetDigest.description),
      "files": .integer(manifest.count), "bytes": .integer(byteCount),
      "changes": .array(previous == nil ? [] : changes.map(\.json)),
    ]
  }
}

extension NativeManifest.Change {
  fileprivate var text: String {
    switch self {
    case .added(let entry): "added    \(entry.path)"
    case .removed(let entry): "removed  \(entry.path)"
    case .changed(let entry, _): "changed  \(entry.path)"
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .added(let entry): Self.json("added", entry, was: nil, isNow: entry.digest)
    case .removed(let entry): Self.json("removed", entry, was: entry.digest, isNow: nil)
    case .changed(let entry, let was): Self.json("changed", entry, was: was, isNow: entry.digest)
    }
  }

  private static func json(
    _ kind: String, _ entry: NativeManifest.Entry, was: Digest?, isNow: Digest?
  ) -> JSONValue {
    [
      "kind": .string(kind), "path": .string(entry.path.description),
      "was": JSONValue(was?.description), "is": JSONValue(isNow?.description),
    ]
  }
}
