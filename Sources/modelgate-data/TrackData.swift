// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Configuration
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
      dataset. What git would take up is put into the .gitignore beside the manifest.

      --include and --exclude write the patterns, which are as in .gitignore, into \
      .modelgate-patterns in the folder. That file is part of the dataset and listed in the \
      manifest, so that everybody who verifies the dataset leaves out the same, and a build does \
      not see what is left out. Without them an existing file of patterns stays as it is.
      """)

  @Argument(help: "Files or folders in the repository.")
  var paths: [String]

  @Option(help: "Take only files that a pattern names; repeatable.")
  var include: [String] = []

  @Option(help: "Leave out files that a pattern names; repeatable.")
  var exclude: [String] = []

  @Option(help: "Symbolic links: inside (those that stay in the dataset count) or refuse.")
  var links: Links = .inside

  @Flag(inversion: .prefixedNo, help: "Keep the data out of git with an entry in .gitignore.")
  var gitignore = true

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if paths.isEmpty { throw ValidationError("name a file or folder to track") }
    for text in include + exclude where PathPattern(text) == nil || text.contains("\n") {
      throw ValidationError("'\(text)' is no pattern as in .gitignore")
    }
  }

  /// What becomes of symbolic links.
  enum Links: String, ExpressibleByArgument, CaseIterable {
    case inside, refuse

    fileprivate var policy: LinkPolicy { self == .inside ? .inside : .none }
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
    let ignored = gitignore ? ignore(outcomes, repository, console) : ([], .passed)
    show(outcomes, ignored.written, repository, console)
    return worse(status, ignored.status)
  }

  private func track(_ path: RelativePath, in root: borrowing RootDirectory, _ console: Console)
    throws -> DatasetTracker.Outcome
  {
    let line = ProgressLine(console)
    defer { line.finish() }
    let tracker = DatasetTracker(links: links.policy) {
      line.update(path.description, done: $0, total: $1)
    }
    if (include + exclude).isEmpty { return try tracker.track(path, in: root) }
    let patterns = DatasetPatterns(
      include: include.compactMap(PathPattern.init), exclude: exclude.compactMap(PathPattern.init))
    guard try root.status(path).kind != .file else {
      throw Failure(
        "'\(path)' is one file, and patterns choose among those of a folder", status: .usage)
    }
    let old = try tracker.select(patterns, of: path, in: root)
    do throws(TrackingError) {
      return try tracker.track(path, in: root)
    } catch {
      // The manifest that is there goes by the patterns that were there.
      try tracker.restorePatterns(old, of: path, in: root)
      throw error
    }
  }

  /// The files that entries were added to; what cannot be written is said, and the manifests that
  /// were written stay.
  private func ignore(
    _ outcomes: [DatasetTracker.Outcome], _ repository: RepositoryFolder, _ console: Console
  ) -> (written: [RelativePath], status: ExitStatus) {
    var written: [RelativePath] = []
    var status = ExitStatus.passed
    for outcome in outcomes {
      do {
        guard let file = try GitIgnoreEntry(outcome.dataset).write(in: repository),
          !written.contains(file)
        else { continue }
        written.append(file)
      } catch {
        status = worse(status, console.report(error))
      }
    }
    return (written, status)
  }

  private func show(
    _ outcomes: [DatasetTracker.Outcome], _ ignored: [RelativePath],
    _ repository: RepositoryFolder, _ console: Console
  ) {
    switch format {
    case .text:
      for outcome in outcomes { console.result(outcome.text, terminator: "") }
    case .json:
      console.result(
        document(
          "track",
          [
            "tracked": .array(outcomes.map(\.json)),
            "ignoreFiles": .array(ignored.map { .string($0.description) }),
          ]))
    }
    let changed = ignored + outcomes.filter { !$0.isUnchanged }.map(\.manifestPath)
    let refused = changed.filter(repository.ignores)
    for (command, files) in [("", changed.filter { !refused.contains($0) }), ("--force ", refused)]
    where !files.isEmpty {
      let names = files.map { repository.typed($0) }.joined(separator: " ")
      console.note("hint: git add \(command)\(names)")
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
