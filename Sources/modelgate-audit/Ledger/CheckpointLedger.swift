// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Findings
import GitAccess
import Ledger
import SystemPackage
import ToolSupport

struct CheckpointLedger: Tool {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print a signed note of where the ledger stands.",
    discussion: """
      Keep it where those who can write to the repository cannot: 'ledger verify --checkpoint FILE' \
      proves later, on any clone, that nothing of it was lost. Without --key your own signing key \
      is used.
      """)

  @Option(
    name: .customLong("key"), help: ArgumentHelp("Sign with this private key.", valueName: "pem"))
  var key: String?

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    guard let path = key.map({ FilePath($0) }) ?? KeyLocation.defaultPrivateKey else {
      throw Failure("there is no home to look for a signing key in", hints: ["--key KEY.pem"])
    }
    let signer = try SigningKey.load(pemFile: path)
    guard let checkpoint = try LedgerCheckpoint(of: repository) else {
      throw Failure(
        "there is no ledger '\(Ledger.reference)'", hints: ["modelgate audit ledger fetch"])
    }
    console.result(
      String(decoding: try checkpoint.signed(with: signer), as: UTF8.self), terminator: "")
    return .passed
  }
}
