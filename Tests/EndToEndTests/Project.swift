// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// A repository that a person works in, with the tools on `PATH` and a key in its own home.
struct Project: Sendable {
  let repository: TemporaryRepository

  /// Where the repository is.
  var root: FilePath { repository.root }

  init() async throws {
    repository = try await TemporaryRepository()
  }

  /// Runs a tool, whatever comes of it.
  func run(_ tool: String, _ arguments: String...) async throws -> Transcript {
    try await repository.shell.run(Tools.path("modelgate-\(tool)").string, arguments)
  }

  /// Runs a tool that must end with a status, and gives what it said.
  @discardableResult
  func expect(
    _ status: Int32, _ tool: String, _ arguments: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Transcript {
    let transcript = try await repository.shell.run(
      Tools.path("modelgate-\(tool)").string, arguments)
    try #require(transcript.status == status, "\(transcript)", sourceLocation: sourceLocation)
    return transcript
  }

  /// Builds the only pipeline.
  func build() async throws -> BuiltModel {
    let transcript = try await expect(0, "build", "--format", "json")
    return try BuiltModel(JSONValue.parse(Array(transcript.output.utf8)))
  }

  /// Audits a model, and gives what was found.
  func audit(_ model: FilePath, _ arguments: String...) async throws -> Audit {
    let transcript = try await repository.shell.run(
      Tools.path("modelgate-audit").string,
      ["verify", "--format", "json"] + arguments + [model.string])
    return try Audit(transcript)
  }

  /// The names of everything below a folder, sorted; empty when there is no such folder.
  func files(below folder: String) async throws -> [String] {
    let found = try await repository.shell.run("find", [folder, "-mindepth", "1"])
    return found.output.split(separator: "\n").map(String.init).sorted()
  }
}

/// Where a build put everything.
struct BuiltModel: Sendable {
  let json: JSONValue
  let model: FilePath
  let attestation: FilePath
  let commit: String

  init(_ json: JSONValue) throws {
    self.json = json
    model = FilePath(try #require(json["model"]?.string))
    attestation = FilePath(try #require(json["attestation"]?.string))
    commit = try #require(json["commit"]?.string)
  }
}

/// What `audit verify --format json` said of one model.
struct Audit: CustomStringConvertible {
  let transcript: Transcript
  let verdict: String
  /// Outcome and name of each point.
  let points: [(outcome: String, name: String, detail: String)]

  init(_ transcript: Transcript) throws {
    self.transcript = transcript
    let report = try JSONValue.parse(Array(transcript.output.utf8))["models"]?.array?.first
    verdict = try #require(report?["verdict"]?.string, "\(transcript)")
    points = (report?["points"]?.array ?? []).map { point in
      (
        point["outcome"]?.string ?? "", point["name"]?.string ?? "",
        point["detail"]?.string ?? ""
      )
    }
  }

  var status: Int32 { transcript.status }
  /// The names of the points that were refuted.
  var failed: [String] { points.filter { $0.outcome == "failed" }.map(\.name) }
  var notes: [String] { points.filter { $0.outcome == "note" }.map(\.detail) }
  /// What was said of a point.
  func detail(_ name: String) -> String {
    points.filter { $0.name == name }.map(\.detail).joined(separator: "\n")
  }
  var description: String { transcript.description }
}
