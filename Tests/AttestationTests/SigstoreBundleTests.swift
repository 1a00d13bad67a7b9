// SPDX-License-Identifier: Apache-2.0

import Attestation
import StrictJSON
import Testing

@Suite struct SigstoreBundleTests {
  static func bundle() throws -> SigstoreBundle {
    SigstoreBundle(
      keyHint: Examples.key.verificationKey.sigstoreHint,
      envelope: try Examples.statement.signed(with: Examples.key))
  }

  private static func refusal(_ change: (inout JSONObject) -> Void) throws -> String {
    var object = try #require(try bundle().json.object)
    change(&object)
    let text = JSONValue.object(object).encoded()
    return #expect(throws: AttestationError.self) { try SigstoreBundle.parse(text) }?.message ?? ""
  }

  @Test func readsWhatItWrites() throws {
    let bundle = try Self.bundle()
    let again = try SigstoreBundle.parse(bundle.encoded())
    #expect(again.keyHint == bundle.keyHint)
    #expect(again.encoded() == bundle.encoded())
    _ = try again.envelope.verified(with: Examples.key.verificationKey)
  }

  @Test func refusesOtherSpellingsOfTheMediaType() throws {
    let message = try Self.refusal {
      $0["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.3"
    }
    #expect(message.contains("'mediaType' is"))
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    #expect(try Self.refusal { $0["extra"] = 1 }.contains("a member 'extra'"))
    #expect(
      try Self.refusal { $0["verificationMaterial"] = ["publicKey": ["hint": "h", "x": 1]] }
        .contains("a member 'x'"))
  }

  @Test func saysThatKeylessSigningIsAnotherMatter() throws {
    let message = try Self.refusal {
      $0["verificationMaterial"] = ["certificate": ["rawBytes": "AA=="], "tlogEntries": []]
    }
    #expect(message.contains("is that of keyless signing, where a key or a chain is expected"))
  }

  @Test func refusesABareSignature() throws {
    #expect(
      try Self.refusal {
        $0["dsseEnvelope"] = nil
        $0["messageSignature"] = [:]
      }.contains("holds a bare signature"))
  }

  @Test func refusesABrokenEnvelope() throws {
    #expect(
      try Self.refusal { $0["dsseEnvelope"] = ["payload": "", "payloadType": "t"] }
        .contains("lacks 'signatures'"))
  }
}
