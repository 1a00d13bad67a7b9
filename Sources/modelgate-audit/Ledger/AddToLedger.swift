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
      Without --key the public half of your own signing key is trusted.
      """)

  @Argument(help: ArgumentHelp("Files of attestations.", valueName: "intoto.jsonl"))
  var files: [String]

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("Trust this public key; repeatable.", valueName: "pem"))
  var keys: [String] = []

  @Option(help: "text or json.")
  var format: LedgerFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let trusted = try TrustedKeys.load(keys)
    guard !trusted.isEmpty else {
      throw Failure(
        "no trusted key is known, so no attestation can be judged", hints: ["--key PUBLIC.pem"])
    }
    let entries = try files.flatMap { try Self.entries(of: FilePath($0), trusted) }
    let author =
      try repository.identity() ?? Identity(name: "modelgate", email: "modelgate@localhost")
    let seconds = Program.nanosecondsSinceEpoch / 1_000_000_000
    let head = try Ledger.append(entries, to: repository, by: author, time: seconds)
    await Ledger.tidy(repository)
    console.result(
      format,
      text: head.map { "the ledger is at \($0), with \(entries.count) attestations\n" }
        ?? "there is no attestation in these files\n",
      json: [
        "head": head.map { .string("\($0)") } ?? .null,
        "entries": .array(entries.map { .string("\($0.id)") }),
      ])
    return entries.isEmpty ? .couldNotJudge : .passed
  }

  private static func entries(of path: FilePath, _ keys: [VerificationKey]) throws
    -> [LedgerEntry]
  {
    let text = try SmallFile.read(path, limit: EnvelopeLines.sizeLimit)
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try zip(1..., lines).filter { !$0.1.isEmpty }.map { number, line in
      do {
        return try LedgerEntry(Array(line) + [UInt8(ascii: "\n")], trusting: keys)
      } catch {
        let reason = (error as? any ExplainedError)?.message ?? "\(error)"
        throw Failure(
          "'\(path.printable)', line \(number), was not recorded: \(reason)", status: .refused)
      }
    }
  }
}
