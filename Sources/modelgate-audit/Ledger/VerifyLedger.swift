// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import GitAccess
import Ledger
import StrictJSON
import SystemPackage
import ToolSupport

struct VerifyLedger: Tool {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Look at every link, name, index and signature of the ledger anew.",
    discussion: """
      Exits 0 when all is well, 1 when anything is wrong, 2 when there is no ledger, or no trusted \
      key to judge the signatures by. Without --key, --signers or --ca the public half of your own \
      signing key is trusted.
      """)

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @Option(
    name: .customLong("checkpoint"),
    help: ArgumentHelp(
      "The ledger must continue this signed note; repeatable.", valueName: "file"))
  var checkpoints: [String] = []

  @Option(help: "text or json.")
  var format: LedgerFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let trust = try trust.load()
    for path in checkpoints {
      let note = try SmallFile.read(FilePath(path), limit: 1 << 16)
      try await LedgerCheckpoint(note, trusting: trust).check(repository)
    }
    let verification = try await LedgerVerification(of: repository, trusting: trust)
    console.result(format, text: text(verification), json: json(verification))
    if verification.head == nil {
      console.complain("there is no ledger '\(Ledger.reference)'")
      console.complain("hint: modelgate audit ledger fetch")
    } else if !verification.hasTrust {
      console.complain("no trusted key is known, so no signature was judged")
      console.complain("hint: modelgate audit ledger verify --key PUBLIC.pem")
    }
    return verification.status
  }

  private func word(_ verification: LedgerVerification) -> String {
    switch verification.status {
    case .passed: "verified"
    case .refused: "not verified"
    default: "could not judge"
    }
  }

  private func text(_ verification: LedgerVerification) -> String {
    guard let head = verification.head else { return "" }
    let summary =
      "ledger \(head): \(word(verification)), \(verification.commits) "
      + (verification.commits == 1 ? "commit" : "commits") + ", \(verification.entries) "
      + (verification.entries == 1 ? "entry" : "entries")
      + ", \(verification.trusted) signed by a trusted key\n"
    return summary
      + verification.faults.map { "  FAILED  \($0.commit.short)  '\($0.path)': \($0.reason)\n" }
      .joined()
  }

  private func json(_ verification: LedgerVerification) -> JSONObject {
    [
      "verdict": .string(word(verification).replacing(" ", with: "-")),
      "head": verification.head.map { .string("\($0)") } ?? .null,
      "commits": .integer(Int64(verification.commits)),
      "entries": .integer(Int64(verification.entries)),
      "trusted": .integer(Int64(verification.trusted)),
      "faults": .array(
        verification.faults.map { fault in
          [
            "commit": .string("\(fault.commit)"), "path": .string(fault.path),
            "reason": .string(fault.reason),
          ]
        }),
    ]
  }
}
