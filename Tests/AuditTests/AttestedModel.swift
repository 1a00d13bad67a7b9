// SPDX-License-Identifier: Apache-2.0

import Attestation
import Audit
import Digests
import Files
import GitAccess
import Ledger
import Policy
import Stamps
import SystemPackage
import TestSupport

/// A repository with a commit, and models that are attested as `modelgate build` does it, without
/// any training.
struct AttestedModel: Sendable {
  static let author = Identity(name: "A U Thor", email: "author@example.org")
  static let address = "https://git.example.org/models.git"

  let repository: TemporaryRepository
  let ci = SigningKey.generate()
  let dev = SigningKey.generate()

  var root: FilePath { repository.root }
  var model: FilePath { repository.base.appending("model.safetensors") }

  /// A model of the first commit, attested by CI and recorded.
  init() async throws {
    repository = try await TemporaryRepository()
    try repository.write("x,y\n1,2\n", to: "data/train.csv")
    try repository.write("numpy==2.0\n", to: "requirements.txt")
    _ = try await repository.commit("code and data")
    try write(weights: 1)
    try await record(try attest(by: ci))
  }

  /// Writes a model with these weights and a stamp of HEAD.
  func write(weights: UInt8, to name: String = "model.safetensors") throws {
    let header = Array(#"{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}   "#.utf8)
    let size = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    let bare = repository.base.appending("bare.safetensors")
    try AtomicFile.write(size + header + [UInt8](repeating: weights, count: 4), to: bare)
    try ModelFile.stamp(bare, to: repository.base.appending(name), with: try stamp())
  }

  /// A stamp of HEAD.
  func stamp() throws -> Stamp {
    let (commit, tree) = try head()
    return try Stamp(
      version: "1.0.0", commit: commit, tree: tree, pipeline: "churn", data: [:], build: "run-1")
  }

  private func head() throws -> (ObjectID, ObjectID) {
    let repository = try Repository(at: root)
    let commit = try repository.resolveCommit("HEAD")
    return (commit, try repository.commit(commit).tree)
  }

  /// What a build of the model says; `change` makes it say something else.
  func provenance(
    of name: String = "model.safetensors", _ change: (inout BuildProvenance) -> Void = { _ in }
  ) throws -> BuildProvenance {
    let record = try ModelFile.inspect(repository.base.appending(name))
    let (commit, tree) = try head()
    let lock = try repository.read("requirements.txt")
    let time = Timestamp(secondsSinceEpoch: 1_790_000_000)
    var build = BuildProvenance(
      model: .init(
        name: "model.safetensors", format: record.format, file: record.fileDigest,
        payload: record.payloadDigest),
      source: .init(
        repository: Self.address, reference: "refs/heads/main", commit: commit, tree: tree),
      pipeline: "churn", command: ["train"], datasets: [],
      dependencies: [
        .init(
          path: "requirements.txt", digest: .of(lock), blob: ObjectID(hashing: lock, type: "blob"))
      ],
      stamp: (record.stamp?.keyValues ?? []).map { .init(key: $0.key, value: $0.value) },
      environment: [], version: "1.0.0", invocation: "run-1", startedOn: try unwrap(time),
      finishedOn: try unwrap(time))
    change(&build)
    return build
  }

  private func unwrap<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw FixtureError() }
    return value
  }

  private struct FixtureError: Error {}

  /// An entry of the ledger, signed by a key.
  func attest(
    by key: SigningKey, of name: String = "model.safetensors",
    _ change: (inout BuildProvenance) -> Void = { _ in }
  ) throws -> LedgerEntry {
    let build = try provenance(of: name, change)
    return LedgerEntry(
      attestation: try build.statement.signed(with: key).encoded() + [0x0a], of: build)
  }

  /// Adds an entry to the ledger, and gives its head.
  @discardableResult
  func record(_ entry: LedgerEntry) async throws -> ObjectID {
    try Ledger.append(entry, to: Repository(at: root), by: Self.author, time: 1_790_000_000)
  }

  /// Puts lines of envelopes beside the model.
  func place(_ entries: [LedgerEntry]) throws {
    try AtomicFile.write(entries.flatMap(\.attestation), to: AttestationFiles(beside: model).lines)
  }

  /// A policy that lets CI attest everything of this repository, changed by replacements.
  func policyText(
    grant: String = "", more: String = "", attests: String = "build, signature, verdict, rebuild",
    signers: String = "ci"
  ) -> String {
    """
    version: 1
    signers:
      ci: { keys: ["\(ci.verificationKey.pem.replacing("\n", with: "\\n"))"] }
      dev: { keys: ["\(dev.verificationKey.pem.replacing("\n", with: "\\n"))"] }
    grants:
      - signers: [\(signers)]
        attests: [\(attests)]
        builders: any
        pipelines: [churn]
        repositories: ["\(Self.address)"]
        refs: [main]
    \(grant)
    \(more)

    """
  }

  /// A policy that is a file outside of the repository.
  func policy(_ text: String) throws -> PolicySource {
    let file = repository.base.appending("trust.yaml")
    try AtomicFile.write(text.utf8, to: file)
    return try PolicySource(file: file, digest: nil)
  }

  /// Audits the model, believing both keys.
  func audit(
    _ policy: PolicySource? = nil, requiring words: [String] = [], name: String? = nil
  ) async throws -> AuditReport {
    var audit = ModelAudit(trusting: Trust(keys: [ci, dev].map(\.verificationKey)))
    audit.demands = AuditDemands(
      policy: policy, requirements: try words.map { try unwrap(Requirement($0)) })
    let opened: Repository? = try Repository(at: root)
    return await audit.verify(name.map { repository.base.appending($0) } ?? model, in: opened)
  }
}

extension AuditReport {
  /// What was said of a point.
  func detail(_ name: String) -> String {
    points.filter { $0.name == name }.map { "\($0.outcome.rawValue): \($0.detail)" }
      .joined(separator: "\n")
  }

  /// The names of the points that were refuted.
  var failed: [String] { points.filter { $0.outcome == .failed }.map(\.name) }
}
