// SPDX-License-Identifier: Apache-2.0

public import Attestation
import Configuration
import Datasets
public import Digests
import Files
import Findings
public import GitAccess
import Ledger
import Stamps
public import SystemPackage

/// Builds a model again from what its attestation records, and compares.
///
/// Same commit, same data, same command, another clean room. What comes out is compared with the
/// model, and the result is signed and recorded in the ledger, whichever it is.
public struct Rebuild: Sendable {
  /// The model that is in question.
  public var model: FilePath
  /// What it is said to be built from; an audit has verified it.
  public var provenance: BuildProvenance
  /// SHA-256 of the attestation that says it.
  public var attestation: Digest
  /// With what key and environment.
  public var request: BuildRequest
  /// How far apart numbers may be, relative to the larger, and still be called close.
  public var tolerance: Double
  /// Where to put the model that was built again; nil to let it go with its room.
  public var output: FilePath?

  /// Prepares to build a model again.
  public init(
    of model: FilePath, provenance: BuildProvenance, attestation: Digest, request: BuildRequest,
    tolerance: Double = 0, output: FilePath? = nil
  ) {
    self.model = model
    self.provenance = provenance
    self.attestation = attestation
    self.request = request
    self.tolerance = tolerance
    self.output = output
  }

  /// Trains again, compares, signs and records.
  public func run(
    in repository: borrowing Repository, watch: (borrowing RawSpan) -> Void,
    progress: Build.Progress
  ) async throws -> RebuildReport {
    let worktree = try CleanTraining.worktree(of: repository)
    try checkOutput()
    let key = try BuildKey.load(request, worktree: worktree, progress: progress)
    _ = try Ledger.trustedHead(of: repository)
    let training = CleanTraining(
      plan: try plan(in: repository), commit: provenance.source.commit,
      invocation: Invocation(at: Clock.now), environment: request.environment)
    do {
      let report = try await training.run(in: repository, watch: watch, progress: progress) {
        outcome, repository in
        progress("comparing")
        try checkData(outcome.facts.data)
        return try deliver(outcome, signedWith: key, in: repository)
      }
      await Ledger.tidy(repository)
      return report
    } catch let error as TrainingError {
      throw explained(error)
    }
  }

  /// Better known before hours of training than after.
  private func checkOutput() throws {
    guard let output else { return }
    if (try? FileStatus(output)) != nil {
      throw Failure(
        "'\(output.printable)' is there already, and a rebuild replaces nothing", status: .usage)
    }
    let folder = output.removingLastComponent()
    guard (try? FileStatus(following: folder.isEmpty ? "." : folder))?.kind == .directory else {
      throw Failure("there is no folder '\(folder.printable)'", status: .usage)
    }
  }

  private func deliver(
    _ outcome: CleanTraining.Outcome, signedWith key: BuildKey, in repository: borrowing Repository
  ) throws -> RebuildReport {
    let result = try compare(outcome)
    let envelope = try result.statement.signed(with: key.signing)
    if let output { try NewFile.copy(outcome.model.path, to: output, permissions: .plain) }
    return RebuildReport(
      result: result, keyID: key.signing.verificationKey.keyID,
      ledger: try record(envelope, result, in: repository), output: output)
  }

  /// The data here may have moved on since; a worktree of the commit is where it can be had again.
  private func explained(_ error: TrainingError) -> any Error {
    guard case .dataDiffers = error else { return error }
    let short = provenance.source.commit.short
    return Failure(
      error.message,
      hints: [
        "git worktree add ../\(short) \(short)   # and bring the data of that commit there",
        "modelgate audit rebuild --repo ../\(short) \(ShellWord.quote(model))",
      ], status: .refused)
  }

  /// What the commit's own configuration asks for, which must be what was attested.
  private func plan(in repository: borrowing Repository) throws -> BuildPlan {
    let tree = try repository.commit(provenance.source.commit).tree
    let configuration = try Configuration(committedIn: tree, of: repository)
    let plan = try BuildPlan(configuration, pipeline: provenance.pipeline)
    let wanted = Set(provenance.datasets.map { "\($0.name) at \($0.path)" })
    let found = Set(plan.datasets.map { "\($0.name) at \($0.path)" })
    guard plan.command == provenance.command, wanted == found else {
      throw Failure(
        "the commit's 'modelgate.yaml' asks for another training of '\(provenance.pipeline)' than "
          + "the attested one", status: .refused)
    }
    return plan
  }

  /// A manifest in a weak hash may let other bytes through than those attested.
  private func checkData(_ data: [BuildData.Verified]) throws {
    for dataset in provenance.datasets {
      let here = data.first { $0.item.name == dataset.name }?.digest
      guard here == dataset.digest else {
        throw TrainingError.dataDiffers(
          dataset: dataset.name, when: "for the rebuild",
          details: ["attested is \(dataset.digest), here \(here.map(\.description) ?? "nothing")"])
      }
    }
  }

  private func compare(_ outcome: CleanTraining.Outcome) throws -> RebuildResult {
    let comparison = try ModelComparison(model, outcome.model.path)
    guard let finished = Timestamp(secondsSinceEpoch: outcome.facts.times.end.seconds) else {
      throw Failure("the clock of this machine shows no date")
    }
    return RebuildResult(
      model: provenance.model, attestation: attestation, source: provenance.source,
      rebuilt: try ModelFile.inspect(outcome.model.path).payloadDigest,
      outcome: comparison.outcome(within: tolerance),
      differences: comparison.differences.map(\.description), version: request.version,
      finishedOn: finished)
  }

  private func record(
    _ envelope: Envelope, _ result: RebuildResult, in repository: borrowing Repository
  ) throws -> ObjectID {
    let entry = LedgerEntry(
      attestation: envelope.encoded() + [0x0a], of: result,
      summary: "\(provenance.pipeline) rebuild of \(provenance.invocation)")
    let author =
      try repository.identity() ?? Identity(name: "modelgate", email: "modelgate@localhost")
    return try Ledger.append(entry, to: repository, by: author, time: Clock.now.seconds)
  }
}

/// What came of a rebuild, and where the claim of it is.
public struct RebuildReport: Sendable {
  /// What came of it.
  public let result: RebuildResult
  /// The key that signed it.
  public let keyID: String
  /// The ledger's head, which holds it.
  public let ledger: ObjectID
  /// Where the model that was built again is, when that was asked for.
  public let output: FilePath?
}
