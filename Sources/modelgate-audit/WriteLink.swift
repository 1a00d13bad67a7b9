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

struct WriteLink: Tool {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Write a verified build as a link of in-toto, for 'in-toto-verify'.",
    discussion: """
      The model is verified first. The link is signed in a DSSE envelope, and its step has the \
      name of the pipeline: whoever owns the layout lists the key as a functionary of that step.
      """)

  @Argument(help: "The model file.")
  var model: String

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @OptionGroup(title: "What is demanded") var demands: DemandOptions

  @Option(
    help: ArgumentHelp(
      "Sign the link with this private key, named as for 'modelgate build --key'.",
      valueName: "key"))
  var sign: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the link.", valueName: "dir"))
  var output = "."

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    let demands = try demands.load(repository: common.repository)
    var audit = ModelAudit(trusting: try trust.load(with: demands.policy?.policy))
    audit.demands = demands
    let held: Repository? = repository
    let report = await audit.verify(FilePath(model), in: held)
    guard report.status == .passed, let build = report.provenance else {
      console.explain(AuditFormat.text.render([report]))
      return report.status == .passed ? .couldNotJudge : report.status
    }
    guard
      let reference = sign.map({ KeyReference($0) })
        ?? KeyLocation.defaultPrivateKey.map({ .file($0) })
    else { throw Failure("there is no home folder with a signing key", hints: ["--sign KEY"]) }
    let loader = KeyLoader(
      environment: Environment.current, worktree: try Repository(at: common.repository).worktree,
      passphrase: Passphrase.source())
    let key = try loader.load(reference)
    let link = InTotoLink(build)
    let path = FilePath(output).appending(try link.fileName(signedWith: key.verificationKey))
    try AtomicFile.write(try link.signed(with: key).encoded() + [0x0a], to: path)
    console.result(path.printable)
    return .passed
  }
}
