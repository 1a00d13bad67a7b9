// SPDX-License-Identifier: Apache-2.0

import Attestation
import StrictJSON
import Testing

@Suite struct EnvelopeJSONTests {
  @Test func readsWhatItWrites() throws {
    let envelope = try Examples.statement.signed(with: Examples.key)
    let text = envelope.encoded()
    #expect(!text.contains(UInt8(ascii: "\n")))
    let again = try Envelope.parse(text)
    #expect(again.encoded() == text)
    #expect(try again.verified(with: Examples.key.verificationKey).bytes == envelope.payload)
  }

  @Test func readsBothAlphabetsOfBase64() throws {
    let standard = #"{"payload":"++//","payloadType":"t","signatures":[{"sig":"++//"}]}"#
    let urlSafe = #"{"payload":"--__","payloadType":"t","signatures":[{"sig":"--__"}]}"#
    for text in [standard, urlSafe] {
      let envelope = try Envelope.parse(Array(text.utf8))
      #expect(envelope.payload == [0xfb, 0xef, 0xff])
      #expect(envelope.signatures.first?.bytes == [0xfb, 0xef, 0xff])
      #expect(envelope.signatures.first?.keyID == "")
    }
  }

  /// DSSE: "Consumers MUST ignore unrecognized fields".
  @Test func passesOverMembersOfTheFuture() throws {
    let text = #"{"payload":"","payloadType":"t","signatures":[{"sig":"","cert":[1]}],"new":{}}"#
    #expect(try Envelope.parse(Array(text.utf8)).signatures.count == 1)
  }

  @Test(arguments: [
    ("[]", "the envelope is not an object"),
    (#"{"payloadType":"t","signatures":[]}"#, "lacks 'payload'"),
    (#"{"payload":"","signatures":[]}"#, "lacks 'payloadType'"),
    (#"{"payload":"","payloadType":"t"}"#, "lacks 'signatures'"),
    (#"{"payload":"","payloadType":"","signatures":[]}"#, "'payloadType' is empty"),
    (#"{"payload":7,"payloadType":"t","signatures":[]}"#, "'payload' is not a string"),
    (#"{"payload":"Zh==","payloadType":"t","signatures":[]}"#, "'payload' is not canonical base64"),
    (#"{"payload":"Zg","payloadType":"t","signatures":[]}"#, "'payload' is not canonical base64"),
    (#"{"payload":"Zg==\n","payloadType":"t","signatures":[]}"#, "not canonical base64"),
    (#"{"payload":"","payloadType":"t","signatures":{}}"#, "'signatures' is not a list"),
    (#"{"payload":"","payloadType":"t","signatures":[{}]}"#, "'signatures[0]' lacks 'sig'"),
    (#"{"payload":"","payloadType":"t","signatures":[{"sig":"Zh=="}]}"#, "'signatures[0].sig' is"),
    (#"{"payload":"","payloadType":"t","signatures":[{"sig":"","keyid":null}]}"#, "keyid' is not"),
    (#"{"payload":"","payload":"","payloadType":"t","signatures":[]}"#, "'payload' appears twice"),
    (#"{"payload":"","payloadType":"t","signatures":[]} {}"#, "follows the end"),
  ])
  func refuses(_ text: String, _ reason: String) {
    let error = #expect(throws: AttestationError.self) { try Envelope.parse(Array(text.utf8)) }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.hasPrefix("not a valid DSSE envelope: ") == true)
  }
}
