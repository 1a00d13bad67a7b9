// SPDX-License-Identifier: Apache-2.0

import Attestation
import StrictJSON
import Testing

@Suite struct ProvenanceTests {
  @Test func readsWhatItWrites() throws {
    #expect(try Provenance.parse(Examples.statement) == Examples.provenance)
  }

  @Test func leavesOutWhatIsEmpty() {
    let provenance = Provenance(
      buildType: "b", externalParameters: [:], builder: .init(id: "i"))
    #expect(
      JSONValue.object(provenance.json).text() == """
        {"buildDefinition":{"buildType":"b","externalParameters":{}},\
        "runDetails":{"builder":{"id":"i"}}}
        """)
  }

  @Test func refusesAVerificationSummary() {
    var statement = Examples.statement
    statement.predicateType = "https://slsa.dev/verification_summary/v1"
    let error = #expect(throws: AttestationError.self) { try Provenance.parse(statement) }
    guard case .wrongPredicateType = error else { return #expect(Bool(false)) }
  }

  @Test(arguments: [
    (#"{"runDetails":{"builder":{"id":"i"}}}"#, "lacks 'buildDefinition'"),
    (#"{"buildDefinition":{"buildType":"b","externalParameters":{}}}"#, "lacks 'runDetails'"),
    (
      #"{"buildDefinition":{"externalParameters":{}},"runDetails":{"builder":{"id":"i"}}}"#,
      "'buildDefinition' lacks 'buildType'"
    ),
    (
      #"{"buildDefinition":{"buildType":"b"},"runDetails":{"builder":{"id":"i"}}}"#,
      "'buildDefinition' lacks 'externalParameters'"
    ),
    (
      #"{"buildDefinition":{"buildType":"b","externalParameters":{}},"runDetails":{"builder":{}}}"#,
      "'runDetails.builder' lacks 'id'"
    ),
    (
      #"{"buildDefinition":{"buildType":"b","externalParameters":{},"x":1},"runDetails":{"builder":{"id":"i"}}}"#,
      "a member 'x'"
    ),
    (
      #"{"buildDefinition":{"buildType":"b","externalParameters":{}},"runDetails":{"builder":{"id":"i","version":{"a":1}}}}"#,
      "'runDetails.builder.version.a' is not a string"
    ),
    (
      #"{"buildDefinition":{"buildType":"b","externalParameters":{}},"runDetails":{"builder":{"id":"i"},"metadata":{"startedOn":"yesterday"}}}"#,
      "'runDetails.metadata.startedOn' is not a time"
    ),
  ])
  func refuses(_ text: String, _ reason: String) throws {
    var statement = Examples.statement
    statement.predicate = try #require(try JSONValue.parse(Array(text.utf8)).object)
    let error = #expect(throws: AttestationError.self) { try Provenance.parse(statement) }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }
}
