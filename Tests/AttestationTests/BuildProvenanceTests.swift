// SPDX-License-Identifier: Apache-2.0

import Digests
import StrictJSON
import TestSupport
import Testing

@testable import Attestation

@Suite struct BuildProvenanceTests {
  static let key = SigningKey.generate()

  static func example() throws -> BuildProvenance {
    let started = try #require(Timestamp(secondsSinceEpoch: 1_790_000_000))
    let finished = try #require(Timestamp(secondsSinceEpoch: 1_790_000_060))
    return BuildProvenance(
      model: .init(
        name: "model.safetensors", format: "safetensors", file: .of([1]), payload: .of([2])),
      source: .init(
        repository: "https://example.org/churn", reference: "refs/heads/main",
        commit: ObjectID(hashing: [1], type: "commit"), tree: ObjectID(hashing: [], type: "tree")),
      pipeline: "churn", command: ["python3", "train.py"],
      datasets: [
        .init(
          name: "churn", path: "data/churn", digest: .of([3]), format: "sha256",
          manifest: "data/churn.sha256", manifestBlob: ObjectID(hashing: [3], type: "blob"),
          files: 2, bytes: 10),
        .init(
          name: "extra", path: "extra.csv", digest: .of([4]), format: "git", manifest: nil,
          manifestBlob: nil, files: 1, bytes: 3),
      ],
      dependencies: [
        .init(
          path: "requirements.lock", digest: .of([5]), blob: ObjectID(hashing: [5], type: "blob"))
      ],
      metrics: .init(
        path: "metrics.json", mediaType: "application/json", content: Array(#"{"auc": 0.90}"#.utf8)),
      stamp: [.init(key: "modelgate.version", value: "0.1.0")], environment: ["PATH"],
      version: "0.1.0", invocation: "20260922T000000Z-0badcafe", startedOn: started,
      finishedOn: finished)
  }

  private static func verified(_ statement: Statement) throws -> VerifiedPayload {
    try statement.signed(with: key).verified(with: key.verificationKey)
  }

  @Test func readsWhatItWrote() throws {
    let example = try Self.example()
    #expect(try BuildProvenance(Self.verified(example.statement)) == example)
  }

  @Test func refusesAnotherBuildType() throws {
    let other = Provenance(
      buildType: "https://example.org/other", externalParameters: [:], builder: .init(id: "x:y"))
    let statement = other.statement(about: [.init(name: "m", digest: .init(.of([1])))])
    #expect(throws: AttestationError.self) { try BuildProvenance(Self.verified(statement)) }
  }

  @Test func refusesAnExternalParameterThatItDoesNotKnow() throws {
    var statement = try Self.example().statement
    var definition = try #require(statement.predicate["buildDefinition"]?.object)
    var external = try #require(definition["externalParameters"]?.object)
    external["entrypoint"] = "evil.py"
    definition["externalParameters"] = .object(external)
    statement.predicate["buildDefinition"] = .object(definition)
    #expect(throws: AttestationError.self) { try BuildProvenance(Self.verified(statement)) }
  }

  /// The same provenance with other byproducts.
  private static func withByproducts(
    _ change: (inout [ResourceDescriptor]) -> Void
  ) throws -> VerifiedPayload {
    let statement = try example().statement
    var provenance = try Provenance.parse(statement)
    change(&provenance.byproducts)
    return try verified(provenance.statement(about: statement.subjects))
  }

  @Test func byproductsOfOtherKindsAreForOtherReaders() throws {
    let profile = ResourceDescriptor(
      name: "profile.json", digest: DigestSet(.of([7])), annotations: ["role": "profile"])
    let read = try BuildProvenance(Self.withByproducts { $0.insert(profile, at: 0) })
    #expect(try read == Self.example())
    #expect(try BuildProvenance(Self.withByproducts { $0 = [] }).metrics == nil)
  }

  @Test func metricsMustBeOneFileThatIsWhatItSays() throws {
    let changes: [(inout [ResourceDescriptor]) -> Void] = [
      { $0[0].content?.append(0x20) }, { $0[0].content = nil }, { $0[0].digest = [:] },
      { $0[0].mediaType = nil }, { $0.append($0[0]) },
    ]
    for change in changes {
      #expect(throws: AttestationError.self) {
        try BuildProvenance(Self.withByproducts(change))
      }
    }
  }

  @Test(
    .enabled("needs the peer in_toto_attestation") { await PythonPeer.has("in_toto_attestation") })
  func inTotoReadsTheMetrics() async throws {
    let script = """
      import json, sys
      from google.protobuf.json_format import ParseDict
      from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
      predicate = ParseDict(json.load(sys.stdin)["predicate"], provenance_pb2.Provenance())
      file, = predicate.run_details.byproducts
      print(file.name, file.media_type, file.content.decode())
      """
    let output = try await PythonPeer.run(script, input: try Self.example().statement.encoded())
    #expect(output == "metrics.json application/json {\"auc\": 0.90}\n")
  }
}
