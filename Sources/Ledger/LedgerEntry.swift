// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests

/// One record of the ledger: a signed attestation, and what it can be found by.
public struct LedgerEntry: Equatable, Sendable {
  /// The attestation, byte for byte as it stands in `MODEL.intoto.jsonl`.
  public var attestation: [UInt8]
  /// Digests of the model: of the file, and of its payload.
  public var models: [Digest]
  /// The commit that was built.
  public var commit: ObjectID
  /// Dataset digests.
  public var datasets: [Digest]
  /// Digests of the files that pin the software.
  public var dependencies: [Digest]
  /// Native manifests of the datasets, as far as they are known; each is named by its SHA-256,
  /// which is the dataset digest.
  public var manifests: [[UInt8]]
  /// What the ledger's own commit says in its first line.
  public var summary: String

  /// Makes a record.
  public init(
    attestation: [UInt8], models: [Digest], commit: ObjectID, datasets: [Digest],
    dependencies: [Digest] = [], manifests: [[UInt8]] = [], summary: String
  ) {
    self.attestation = attestation
    self.models = models
    self.commit = commit
    self.datasets = datasets
    self.dependencies = dependencies
    self.manifests = manifests
    self.summary = summary
  }

  /// Makes the record of an attestation that says this; the one place that knows by what a build
  /// is found.
  public init(attestation: [UInt8], of build: BuildProvenance, manifests: [[UInt8]] = []) {
    self.init(
      attestation: attestation, models: [build.model.file, build.model.payload],
      commit: build.source.commit, datasets: build.datasets.map(\.digest),
      dependencies: build.dependencies.map(\.digest), manifests: manifests,
      summary: "\(build.pipeline) \(build.invocation) from \(build.source.commit.short)")
  }

  /// Makes the record of an attestation that says what came of building a model again.
  ///
  /// Its datasets are found by way of the model.
  public init(attestation: [UInt8], of rebuild: RebuildResult, summary: String = "") {
    self.init(
      attestation: attestation, models: [rebuild.model.file, rebuild.model.payload],
      commit: rebuild.source.commit, datasets: [], summary: summary)
  }

  /// Makes the record of an attestation that says what the gate made of a commit.
  public init(attestation: [UInt8], of verdict: VerificationSummary, on commit: ObjectID) {
    self.init(
      attestation: attestation, models: [], commit: commit, datasets: [],
      summary: "\(verdict.isPassed ? "passed" : "refused") \(commit.short)")
  }

  /// Reads a line of `MODEL.intoto.jsonl` that somebody signed who is believed, its line end
  /// included.
  public init(_ line: [UInt8], trusting trust: Trust) async throws(AttestationError) {
    let envelope = try Envelope.parse(line)
    _ = try await trust.verify(envelope)
    try self.init(attestation: line, reading: envelope)
  }

  /// Reads what an attestation must be found by, whoever signed it.
  init(attestation: [UInt8], reading envelope: Envelope) throws(AttestationError) {
    let statement = try Statement.parse(unverified: envelope)
    switch statement.predicateType {
    case RebuildResult.predicateType:
      self.init(attestation: attestation, of: try RebuildResult(unverified: statement))
    case VerificationSummary.predicateType:
      self.init(
        attestation: attestation, of: try VerificationSummary(statement),
        on: try VerificationSummary.commit(of: statement))
    default:
      self.init(attestation: attestation, of: try BuildProvenance(unverified: statement))
    }
  }

  /// The entry's name: SHA-256 of the attestation's bytes.
  public var id: Digest { .of(attestation) }

  /// Everything that it is found by, once each.
  ///
  /// A model that carries no stamp is its own payload, and two datasets may hold the same bytes.
  var keys: [LedgerKey] {
    var seen: Set<LedgerKey> = []
    let all =
      models.map(LedgerKey.model) + [.commit(commit)] + datasets.map(LedgerKey.dataset)
      + dependencies.map(LedgerKey.dependency)
    return all.filter { seen.insert($0).inserted }
  }
}

/// What entries of the ledger are found by.
public enum LedgerKey: Hashable, Sendable {
  /// SHA-256 of a model's file or payload.
  case model(Digest)
  /// A commit that was built.
  case commit(ObjectID)
  /// A dataset digest.
  case dataset(Digest)
  /// SHA-256 of a file that pins the software.
  case dependency(Digest)
}
