// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Audit
import Files
import Findings
import GitAccess
import KeyOptions
import SystemPackage
import ToolSupport
import Training

struct RebuildModel: Tool {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Build a model again from the attested commit and data, and compare.",
    discussion: """
      The model is verified first. Then its pipeline runs again in a clean room, on the attested \
      commit and data, and what comes out is compared with the model: the same byte for byte, or \
      which tensors differ and by how much. The result is signed and recorded in the ledger. Exits \
      0 when the model came out the same, or within --tolerance, and 1 when it did not.
      """)

  @Argument(help: "The model file.")
  var model: String

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @Option(
    help: ArgumentHelp(
      "Sign the result with this private key, named as for 'modelgate build --key'.",
      valueName: "key"))
  var sign: String?

  @Option(
    help: ArgumentHelp(
      "Accept numbers that differ by no more than this, relative to the larger.",
      valueName: "number"))
  var tolerance = 0.0

  @Option(name: .shortAndLong, help: ArgumentHelp("Keep what was built here.", valueName: "file"))
  var output: String?

  @Option(help: "text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard tolerance >= 0, tolerance < 1 else {
      throw ValidationError("--tolerance takes a number from 0 to below 1")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let audit = ModelAudit(trusting: try trust.load())
    let held: Repository? = repository
    let report = await audit.verify(FilePath(model), in: held)
    guard report.status == .passed, let rebuild = try rebuild(report) else {
      console.explain(AuditFormat.text.render([report]))
      for hint in report.points.flatMap(\.hints) { console.complain("hint: \(hint)") }
      return report.status == .passed ? .couldNotJudge : report.status
    }
    let isQuiet = console.isQuiet
    let again = try Repository(at: common.repository)
    let result = try await rebuild.run(
      in: again,
      watch: { piece in if !isQuiet { console.passOn(piece) } },
      progress: { console.note($0) })
    let name = FilePath(model).printable
    console.result(
      format.render(text: result.text(of: name), json: result.json(of: name)), terminator: "")
    return result.result.outcome == .different ? .refused : .passed
  }

  private func rebuild(_ report: AuditReport) throws -> Rebuild? {
    guard let provenance = report.provenance, let attestation = report.attestation else {
      return nil
    }
    guard
      let key = sign.map({ KeyReference($0) }) ?? KeyLocation.defaultPrivateKey.map({ .file($0) })
    else {
      throw Failure("there is no home folder to keep a signing key in", hints: ["--sign KEY"])
    }
    var request = BuildRequest(
      repository: common.repository, pipeline: provenance.pipeline, key: key,
      mayCreateKey: sign == nil, output: nil, environment: Environment.current,
      version: Version.current)
    request.passphrase = Passphrase.source()
    return Rebuild(
      of: FilePath(model), provenance: provenance, attestation: attestation, request: request,
      tolerance: tolerance, output: output.map { FilePath($0) })
  }
}
