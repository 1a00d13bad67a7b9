// SPDX-License-Identifier: Apache-2.0

import Attestation
import Findings
import StrictJSON
import Testing

@Suite struct StatementTests {
  static let hex = String(repeating: "a", count: 64)

  static func text(
    type: String = Statement.type, subject: String = #"[{"digest":{"sha256":"\#(hex)"}}]"#,
    rest: String = #""predicateType":"https://example.org/p","predicate":{}"#
  ) -> String {
    #"{"_type":"\#(type)","subject":\#(subject),\#(rest)}"#
  }

  private static func refusal(_ text: String) throws -> String {
    let payload = try Examples.signed(text)
    let error = #expect(throws: AttestationError.self) { try Statement.parse(payload) }
    #expect(error?.status == .refused)
    return error?.message ?? ""
  }

  @Test func readsWhatItWrites() throws {
    let payload = try Examples.statement.signed(with: Examples.key)
      .verified(with: Examples.key.verificationKey)
    #expect(try Statement.parse(payload) == Examples.statement)
  }

  @Test func writesMembersInOneOrder() throws {
    let statement = Statement(
      subjects: [.init(name: "m", digest: ["sha256": Self.hex, "dirHash": Self.hex])],
      predicateType: "t", predicate: ["z": 1, "a": 2])
    #expect(
      statement.json.text() == """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"m","digest":\
        {"sha256":"\(Self.hex)","dirHash":"\(Self.hex)"}}],"predicateType":"t",\
        "predicate":{"z":1,"a":2}}
        """)
  }

  @Test(arguments: [
    (
      text(type: "https://in-toto.io/Statement/v0.1"),
      "'_type' is 'https://in-toto.io/Statement/v0.1'"
    ),
    (text(subject: "[]"), "'subject' has no element with a digest"),
    (text(subject: "{}"), "'subject' is not a list"),
    (text(subject: #"[{"name":"m"}]"#), "has an element without a digest"),
    (text(subject: #"[{}]"#), "neither a name nor a URI nor a digest"),
    (text(subject: #"[{"digest":{"md5":"\#(String(repeating: "a", count: 32))"}}]"#), "no element"),
    (text(subject: #"[{"digest":{"sha256":"\#(hex.uppercased())"}}]"#), "lower-case hexadecimal"),
    (text(subject: #"[{"digest":{"sha256":"abcd"}}]"#), "lower-case hexadecimal"),
    (text(subject: #"[{"digest":{"gitCommit":"\#(hex)0"}}]"#), "lower-case hexadecimal"),
    (text(subject: #"[{"digest":{"sha256":7}}]"#), "'subject[0].digest.sha256' is not a string"),
    (text(subject: #"[{"digest":{"sha256":"\#(hex)"},"size":1}]"#), "a member 'size'"),
    (text(rest: #""predicateType":"","predicate":{}"#), "'predicateType' is empty"),
    (text(rest: #""predicateType":"t""#), "lacks 'predicate'"),
    (text(rest: #""predicateType":"t","predicate":null"#), "'predicate' is not an object"),
    (text(rest: #""predicateType":"t","predicate":{},"extra":1"#), "a member 'extra'"),
    (text(rest: #""predicateType":"t","predicate":{"a":1,"a":2}"#), "'a' appears twice"),
    (text(rest: #""predicateType":"t","predicate":{},"predicateType":"u""#), "appears twice"),
    ("", "the text ends"), ("[]", "the statement is not an object"),
  ])
  func refuses(_ text: String, _ reason: String) throws {
    let message = try Self.refusal(text)
    #expect(message.contains(reason), "\(message)")
  }

  @Test func refusesAnotherPayloadType() throws {
    let payload = try Examples.signed(Self.text(), type: "application/json")
    let error = #expect(throws: AttestationError.self) { try Statement.parse(payload) }
    #expect(
      error?.message
        == "the payload is of type 'application/json', not 'application/vnd.in-toto+json'")
  }
}
