// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Digests
import Findings
import GitAccess
import Ledger
import StrictJSON
import ToolSupport

struct LedgerList: Tool {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the builds that the ledger holds, the newest first.",
    discussion: "What is listed is what the entries claim; 'ledger verify' judges them.")

  @Option(help: "text or json.")
  var format: LedgerFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let lines = try lines()
    console.result(
      format, text: lines.map(\.text).joined(), json: ["entries": .array(lines.map(\.json))])
    return .passed
  }

  private func lines() throws -> [(time: String, text: String, json: JSONValue)] {
    let repository = try Repository(at: common.repository)
    var lines: [(time: String, text: String, json: JSONValue)] = []
    try LedgerReader(of: repository).forEach(in: repository) { record in
      lines.append(Self.line(record))
    }
    return lines.sorted { $0.time > $1.time }
  }

  private static func line(_ record: LedgerReader.Record) -> (String, String, JSONValue) {
    guard let build = record.build else {
      if let (summary, commit) = record.verdict { return verdict(record, summary, commit) }
      return (
        "", "\(record.id.hex.prefix(12))  is no attestation of a build\n",
        ["entry": .string("\(record.id)")]
      )
    }
    let time = build.finishedOn.description
    let name = PrintableText.escape(build.model.name)
    return (
      time,
      "\(record.id.hex.prefix(12))  \(time)  \(build.source.commit.short)  "
        + "\(PrintableText.escape(build.pipeline))  \(name)  \(build.model.file)\n",
      [
        "entry": .string("\(record.id)"), "finished": .string(time),
        "pipeline": .string(build.pipeline), "commit": .string("\(build.source.commit)"),
        "model": .string(build.model.name), "digest": .string("\(build.model.file)"),
        "payload": .string("\(build.model.payload)"),
      ]
    )
  }
}

extension LedgerList {
  private static func verdict(
    _ record: LedgerReader.Record, _ summary: VerificationSummary, _ commit: ObjectID
  ) -> (String, String, JSONValue) {
    let time = summary.timeVerified.description
    let word = summary.isPassed ? "passed" : "refused"
    return (
      time, "\(record.id.hex.prefix(12))  \(time)  \(commit.short)  the gate \(word) it\n",
      [
        "entry": .string("\(record.id)"), "finished": .string(time), "gate": .string(word),
        "commit": .string("\(commit)"),
      ]
    )
  }
}

struct LedgerExport: Tool {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write every attestation of the ledger as JSON Lines, byte for byte.",
    discussion: "The lines are DSSE envelopes, as they stand in MODEL.intoto.jsonl.")

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    try export(to: console)
    return .passed
  }

  private func export(to console: Console) throws {
    let repository = try Repository(at: common.repository)
    let reader = try LedgerReader(of: repository)
    guard reader.head != nil else {
      throw Failure(
        "there is no ledger '\(Ledger.reference)'", hints: ["modelgate audit ledger fetch"])
    }
    try reader.forEach(in: repository) { record in
      let ends = record.attestation.last == 0x0a
      console.result(
        String(decoding: record.attestation, as: UTF8.self), terminator: ends ? "" : "\n")
    }
  }
}
