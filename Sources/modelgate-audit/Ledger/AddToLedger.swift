// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Files
import Findings
import GitAccess
import Ledger
import StrictJSON
import SystemPackage
import ToolSupport

struct AddToLedger: Tool {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Record attestations that were made elsewhere.",
    discussion: """
      For a model whose build could not send its ledger: takes every line of MODEL.intoto.jsonl, all \
      or none. Each must be signed by a trusted key. What is there already is not added twice. \
      Without --key, --signers or --ca the public half of your own signing key is trusted.
      """)

  @Argument(help: ArgumentHelp("Files of attestations.", valueName: "intoto.jsonl"))
  var files: [String]

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @Option(help: "text or json.")
  var format: LedgerFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let trust = try trust.load()
    guard !trust.isEmpty else {
      throw Failure(
        "no trusted key is known, so no attestation can be judged", hints: ["--key PUBLIC.pem"])
    }
    var entries: [LedgerEntry] = []
    for file in files { entries += try await Self.entries(of: FilePath(file), trust) }
    let author =
      try repository.identity() ?? Identity(name: "modelgate", email: "modelgate@localhost")
    let seconds = Program.nanosecondsSinceEpoch / 1_000_000_000
    let head = try Ledger.append(entries, to: repository, by: author, time: seconds)
    await Ledger.tidy(repository)
    console.result(
      format,
      text: head.map { head in
        let noun = entries.count == 1 ? "attestation" : "attestations"
        return "the ledger is at \(head), with \(entries.count) \(noun)\n"
      }
        ?? "there is no attestation in these files\n",
      json: [
        "head": head.map { .string("\($0)") } ?? .null,
        "entries": .array(entries.map { .string("\($0.id)") }),
      ])
    return entries.isEmpty ? .couldNotJudge : .passed
  }

  private static func entries(of path: FilePath, _ trust: Trust) async throws -> [LedgerEntry] {
    let text = try SmallFile.read(path, limit: EnvelopeLines.sizeLimit)
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var entries: [LedgerEntry] = []
    for (number, line) in zip(1..., lines) where !line.isEmpty {
      do {
        let line = Array(line) + [UInt8(ascii: "\n")]
        entries.append(try await LedgerEntry(line, trusting: trust))
      } catch {
        let reason = error.message
        throw Failure(
          "'\(path.printable)', line \(number), was not recorded: \(reason)", status: .refused)
      }
    }
    return entries
  }
}
