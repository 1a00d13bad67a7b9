// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Findings
import Manifests
import StrictJSON
import ToolSupport

struct ListData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the datasets that manifests describe; their data is not read.")

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try RepositoryFolder(above: common.repository)
    let root = try repository.open()
    let selection = try DatasetSelection([], in: repository, root)
    for note in selection.notes { console.note("note: \(note)") }
    switch format {
    case .text:
      for dataset in selection.datasets { console.result(dataset.text) }
    case .json:
      console.result(
        document(
          "list",
          [
            "datasets": .array(selection.datasets.map(\.json)),
            "problems": .array(selection.problems.map { .string($0.message) }),
          ]))
    }
    if selection.datasets.isEmpty { console.note("no manifest describes a dataset here") }
    return selection.problems.reduce(.passed) { worse($0, console.report($1)) }
  }
}

extension DatasetManifest {
  fileprivate var text: String {
    let content =
      switch coverage {
      case .none(let reason): "not covered: \(reason)"
      case .listing(let record, let reason): "\(record.extent), not covered: \(reason)"
      case .content(let record): record.extent
      case .sealed(let sealed): amount(sealed.fileCount, sealed.byteCount)
      }
    return "\(path)  \(format)  \(content)"
  }

  fileprivate var json: JSONValue {
    [
      "dataset": .string(path.description), "manifest": .string(manifest.description),
      "format": .string(format), "covered": .bool(gap == nil),
      "collisionResistant": .bool(isCollisionResistant),
      "files": record?.fileCount.map(JSONValue.integer) ?? .null,
      "bytes": record?.byteCount.map(JSONValue.integer) ?? .null,
    ]
  }
}

extension DatasetRecord {
  fileprivate var extent: String {
    fileCount.map { amount($0, byteCount) } ?? "a folder"
  }
}
