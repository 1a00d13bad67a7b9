// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import GateRules

/// What is signed, and by what, as git takes commits and tags apart.
@Suite struct SignedObjectTests {
  private static let head =
    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ncommitter A <a> 1 +0000\n"
  private static let signature =
    "-----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n"
  private static let signed = Array((head + "gpgsig " + signature + "\nmessage\n").utf8)

  @Test func theSignatureOfACommitIsAHeader() {
    let object = SignedObject(commit: Self.signed)
    #expect(object.payload == Array((Self.head + "\nmessage\n").utf8))
    #expect(object.signature == Array(Self.signature.replacing("\n ", with: "\n").utf8))
    #expect(object.format == .ssh && object.count == 1)
  }

  @Test func whatTheMessageSaysIsNoSignature() {
    let bytes = Array((Self.head + "\ngpgsig " + Self.signature + "\n").utf8)
    #expect(SignedObject(commit: bytes).signature == nil)
    #expect(SignedObject(commit: bytes).payload == bytes)
  }

  @Test func aSignatureForOtherIdsIsNeitherSignedNorCounted() {
    let text = Self.head + "gpgsig-sha256 x\n y\ngpgsig " + Self.signature + "\nm\n"
    let object = SignedObject(commit: Array(text.utf8))
    #expect(object.payload == Array((Self.head + "\nm\n").utf8) && object.count == 1)
  }

  @Test func theSignatureOfATagIsItsEnd() {
    let text = "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nv1\n"
    let object = SignedObject(tag: Array((text + "-----BEGIN PGP SIGNATURE-----\nx\n").utf8))
    #expect(object.payload == Array(text.utf8) && object.format == .openPGP)
  }

  @Test func noBytesAreLostWhateverTheyAre() {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<20_000 {
      let bytes = random.mutated(Self.signed)
      let object = SignedObject(commit: bytes)
      #expect(object.payload.count + (object.signature?.count ?? 0) <= bytes.count)
      #expect((object.signature == nil) == (object.count == 0))
      if object.count == 0, !bytes.contains(subsequence: "gpgsig") {
        #expect(object.payload == bytes)
      }
    }
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: wanted) }
  }
}
