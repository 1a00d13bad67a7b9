// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import GitAccess
import Ledger
import StrictJSON
import ToolSupport

struct LedgerTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Read, verify and share the record of all builds.",
    subcommands: [
      LedgerList.self, LedgerExport.self, VerifyLedger.self, LedgerFetch.self, LedgerPush.self,
      AddToLedger.self, CheckpointLedger.self,
    ])
}

/// Text for people, or one JSON document for programs.
enum LedgerFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

extension Console {
  /// Prints a result in the format that was asked for.
  func result(_ format: LedgerFormat, text: String, json: JSONObject) {
    switch format {
    case .text: result(text, terminator: "")
    case .json:
      var document: JSONObject = [
        "tool": "modelgate-audit", "version": .string(Version.current),
      ]
      for name in json.names { document[name] = json[name] }
      result(JSONValue.object(document).text(.pretty))
    }
  }
}

struct LedgerFetch: Tool {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Take in the entries of the ledger on a remote.")

  @OptionGroup var exchange: ExchangeOptions
  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let outcome = try await exchange.remote(of: repository).fetch(into: repository)
    return exchange.report(outcome, "fetched from", console)
  }
}

struct LedgerPush: Tool {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Send the ledger to a remote, once its entries are taken in.",
    discussion: """
      Nothing is ever forced: when others were faster, their entries are taken in and it is tried \
      again. A remote that lacks what it had before is refused.
      """)

  @OptionGroup var exchange: ExchangeOptions
  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let outcome = try await exchange.remote(of: repository).push(from: repository)
    return exchange.report(outcome, "pushed to", console)
  }
}

/// What `fetch` and `push` have in common.
struct ExchangeOptions: ParsableArguments {
  @Argument(help: "The remote, by its name or address.")
  var remote: String = "origin"

  @Option(help: "text or json.")
  var format: LedgerFormat = .text

  func remote(of repository: borrowing Repository) throws -> LedgerRemote {
    let author =
      try repository.identity() ?? Identity(name: "modelgate", email: "modelgate@localhost")
    let seconds = Program.nanosecondsSinceEpoch / 1_000_000_000
    return try LedgerRemote(remote, of: repository, author: author, time: seconds)
  }

  func report(_ outcome: LedgerRemote.Outcome, _ verb: String, _ console: Console) -> ExitStatus {
    let name = PrintableText.escape(remote)
    let head = outcome.head.map { "\($0)" }
    console.result(
      format,
      text: head.map { "\(verb) '\(name)': the ledger is at \($0)\n" }
        ?? "there is no ledger, here or on '\(name)'\n",
      json: [
        "remote": .string(remote), "head": head.map(JSONValue.string) ?? .null,
        "remoteHead": outcome.remoteHead.map { .string("\($0)") } ?? .null,
        "retries": .integer(Int64(outcome.retries)),
      ])
    return .passed
  }
}
