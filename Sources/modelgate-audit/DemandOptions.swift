// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import Digests
import Files
import Findings
import GitAccess
import Policy
import SystemPackage

/// What an audit demands, on the command line.
struct DemandOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who may attest what, and what must hold: a policy of modelgate.", valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Take the policy from '.modelgate/trust.yaml' of this branch, tag or commit.",
      discussion: "Name one that the authors of a model cannot write to. HEAD is not taken.",
      valueName: "ref"))
  var policyFrom: String?

  @Option(
    help: ArgumentHelp(
      "The policy must be the one with this SHA-256.", valueName: "sha256:hex"),
    transform: DemandOptions.readDigest)
  var policyDigest: Digest?

  @Option(
    name: .customLong("require"),
    help: ArgumentHelp(
      "Prove these, and accept that other points cannot be looked at; comma-separated.",
      discussion: Requirement.words.map { "\($0.word): \($0.meaning)." }.joined(separator: "\n"),
      valueName: "words"),
    transform: DemandOptions.readRequirements)
  var required: [[Requirement]] = []

  private static func readDigest(_ text: String) throws -> Digest {
    guard let digest = Digest(text), digest.algorithm == .sha256 else {
      throw ValidationError("--policy-digest takes sha256: and 64 hexadecimal digits")
    }
    return digest
  }

  private static func readRequirements(_ text: String) throws -> [Requirement] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let requirement = Requirement(String(word)) else {
        throw ValidationError(Requirement.explain(String(word)))
      }
      return requirement
    }
  }

  func validate() throws {
    if policy != nil, policyFrom != nil {
      throw ValidationError("--policy and --policy-from exclude each other")
    }
    if policyDigest != nil, policy == nil, policyFrom == nil {
      throw ValidationError("--policy-digest goes with --policy or --policy-from")
    }
  }

  /// What lies in the worktree may be the very change that is judged.
  private static func refuseInsideWorktree(_ file: FilePath, of repository: FilePath) throws {
    guard let place = RealPath.of(file),
      let root = (try? Repository(at: repository))?.worktree.flatMap(RealPath.of),
      place.starts(with: root)
    else { return }
    throw Failure(
      "the policy '\(file.printable)' lies inside the worktree, where the change that is judged "
        + "may have put it",
      hints: [
        "modelgate audit verify --policy-from origin/main",
        "modelgate audit verify --policy '\(file.printable)' --policy-digest sha256:HEX",
      ])
  }

  /// Loads what is demanded; a policy that a reference holds is read from this repository.
  func load(repository: FilePath) throws -> AuditDemands {
    var demands = AuditDemands(requirements: required.flatMap(\.self))
    if let policy {
      let file = FilePath(policy)
      if policyDigest == nil { try Self.refuseInsideWorktree(file, of: repository) }
      demands.policy = try PolicySource(file: file, digest: policyDigest)
    } else if let policyFrom {
      demands.policy = try PolicySource(
        reference: policyFrom, digest: policyDigest, in: Repository(at: repository))
    }
    return demands
  }
}
